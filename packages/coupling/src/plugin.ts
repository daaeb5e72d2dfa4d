import { definePlugin } from "@qmmm/core";
import { LinkAtomBoundary } from "./boundary/link-atom-boundary.js";
import { LinkAtomOptions } from "./boundary/options.js";
import { AdditiveCoupling } from "./scheme/additive.js";
import { AdditiveOptions, SubtractiveOptions } from "./scheme/options.js";
import { SubtractiveCoupling } from "./scheme/subtractive.js";

/** Couplings `additive` and `subtractive`, boundary `link-atom`. */
export const coupling = definePlugin({
  name: "@qmmm/coupling",
  version: "0.1.0",
  register(reg) {
    reg.coupling("additive", {
      options: AdditiveOptions,
      summary: "QM energy, force-field energy of the surroundings and the interaction of the two",
      create: (scope) => scope.resolve(AdditiveCoupling),
    });
    reg.coupling("subtractive", {
      options: SubtractiveOptions,
      summary: "ONIOM: the whole at a low level, the region's description exchanged for a higher one",
      create: (scope) => scope.resolve(SubtractiveCoupling),
    });
    reg.boundary("link-atom", {
      options: LinkAtomOptions,
      summary: "hydrogens on cut bonds; charges near them kept, deleted, redistributed or shifted",
      create: (scope) => scope.resolve(LinkAtomBoundary),
    });
  },
});

export default coupling;
