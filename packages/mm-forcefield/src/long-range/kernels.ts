import type { KernelSignatures } from "@qmmm/core";
import { dispersionExclusions } from "./dispersion-exclusions.js";
import { dispersionConvolve, dispersionInfluence } from "./dispersion-grid.js";
import { ewaldExclusions } from "./ewald-exclusions.js";
import { ewaldInterpolate, ewaldStructure } from "./ewald-waves.js";
import { fftBackward, fftForward } from "./fft3d.js";
import { pmeConvolve, pmeInfluence, pmeInterpolate, pmeSpread } from "./pme-grid.js";
import type {} from "./signatures.js";

/** The kernels of long-range electrostatics and dispersion in TypeScript. */
export const longRangeKernels = {
  "mm/ewaldExclusions": ewaldExclusions,
  "mm/ewaldStructure": ewaldStructure,
  "mm/ewaldInterpolate": ewaldInterpolate,
  "mm/pmeSpread": pmeSpread,
  "mm/pmeInfluence": pmeInfluence,
  "mm/pmeConvolve": pmeConvolve,
  "mm/pmeInterpolate": pmeInterpolate,
  "mm/dispersionInfluence": dispersionInfluence,
  "mm/dispersionConvolve": dispersionConvolve,
  "mm/dispersionExclusions": dispersionExclusions,
  "mm/fftForward": fftForward,
  "mm/fftBackward": fftBackward,
} satisfies Partial<KernelSignatures>;
