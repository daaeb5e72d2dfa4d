import { definePlugin } from "@qmmm/core";
import { AmberForceField, AmberForceFieldOptions } from "./amber/amber-force-field.js";
import { ExplicitForceField } from "./explicit/explicit-force-field.js";
import { ExplicitOptions } from "./explicit/options.js";
import { mmKernels } from "./kernels/backend.js";
import { Tip3pForceField, Tip3pOptions } from "./tip3p/tip3p-force-field.js";

/** Molecular mechanics: the force fields `amber`, `tip3p` and `parameters`, and their kernels in TypeScript. */
export const mmForcefield = definePlugin({
  name: "@qmmm/mm-forcefield",
  version: "0.1.0",
  register(reg) {
    reg.kernels(mmKernels);
    reg.forceField("amber", {
      options: AmberForceFieldOptions,
      summary: "Amber force field with the parameters of a prmtop file",
      create: (scope) => scope.resolve(AmberForceField),
    });
    reg.forceField("tip3p", {
      options: Tip3pOptions,
      summary: "TIP3P water, built in (Jorgensen 1983); flexible unless told otherwise",
      create: (scope) => scope.resolve(Tip3pForceField),
    });
    reg.forceField("parameters", {
      options: ExplicitOptions,
      summary: "Parameters stated one by one in the input",
      create: (scope) => scope.resolve(ExplicitForceField),
    });
  },
});
