import { definePlugin } from "@qmmm/core";
import { gridKernels, gtoKernels, linearAlgebraKernels } from "@qmmm/gto";
import { HartreeFock } from "./hartree-fock.js";
import { HfOptions } from "./options.js";

/** The Hartree–Fock plugin: QM method `hf`, with the TypeScript kernels that it needs. */
export const hartreeFock = definePlugin({
  name: "@qmmm/qm-hf",
  version: "0.1.0",
  register(reg) {
    reg.qmMethod("hf", {
      options: HfOptions,
      summary: "Hartree-Fock (RHF, UHF, ROHF) in Gaussian basis sets, with analytic forces in electrostatic fields",
      create: (scope) => scope.resolve(HartreeFock),
    });
    reg.kernels(gtoKernels);
    reg.kernels(linearAlgebraKernels);
    reg.kernels(gridKernels);
  },
});
