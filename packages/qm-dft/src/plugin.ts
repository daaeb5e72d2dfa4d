import { definePlugin } from "@qmmm/core";
import { gridKernels, gtoKernels, linearAlgebraKernels } from "@qmmm/gto";
import { DensityFunctionalTheory } from "./density-functional-theory.js";
import { nonlocalKernels } from "./nonlocal/backend.js";
import { DftOptions } from "./options.js";

/** The density-functional plugin: QM method `dft`, with the TypeScript kernels that it needs. */
export const densityFunctionalTheory = definePlugin({
  name: "@qmmm/qm-dft",
  version: "0.1.0",
  register(reg) {
    reg.qmMethod("dft", {
      options: DftOptions,
      summary:
        "Kohn-Sham density functional theory in Gaussian basis sets, with analytic forces in electrostatic fields",
      create: (scope) => scope.resolve(DensityFunctionalTheory),
    });
    reg.kernels(gtoKernels);
    reg.kernels(linearAlgebraKernels);
    reg.kernels(gridKernels);
    reg.kernels(nonlocalKernels);
  },
});
