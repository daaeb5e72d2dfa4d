export { LinkAtomBoundary } from "./boundary/link-atom-boundary.js";
export { CUT_OBJECTIONS, type CutObjection, LinkAtomOptions } from "./boundary/options.js";
export { coupling, default } from "./plugin.js";
export { AdditiveCoupling } from "./scheme/additive.js";
export { AdditiveOptions, SubtractiveOptions } from "./scheme/options.js";
export { SubtractiveCoupling } from "./scheme/subtractive.js";
