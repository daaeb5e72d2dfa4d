import { definePlugin } from "@qmmm/core";
import { linearAlgebraKernels } from "@qmmm/gto";
import { xtbKernels } from "./backend.js";
import { XTB_OPTIONS } from "./options.js";
import { Gfn1, Gfn2 } from "./xtb.js";

/** The tight-binding plugin: QM methods `gfn1` and `gfn2`, with the TypeScript kernels that they need. */
export const xtb = definePlugin({
  name: "@qmmm/qm-xtb",
  version: "0.1.0",
  register(reg) {
    reg.qmMethod("gfn1", {
      options: XTB_OPTIONS.gfn1,
      summary: "GFN1-xTB: semiempirical tight binding for H to Rn, with analytic forces in electrostatic fields",
      create: (scope) => scope.resolve(Gfn1),
    });
    reg.qmMethod("gfn2", {
      options: XTB_OPTIONS.gfn2,
      summary: "GFN2-xTB: semiempirical tight binding for H to Rn, with analytic forces in electrostatic fields",
      create: (scope) => scope.resolve(Gfn2),
    });
    reg.kernels(xtbKernels);
    reg.kernels(linearAlgebraKernels);
  },
});
