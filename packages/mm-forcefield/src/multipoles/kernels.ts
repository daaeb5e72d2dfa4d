import type { KernelSignatures } from "@qmmm/core";
import { gridDerivatives, momentSpread } from "./moment-grid.js";
import { momentPairs } from "./moment-pairs.js";
import { momentStructure, waveDerivatives } from "./moment-waves.js";
import type {} from "./signatures.js";

/** The kernels of moments and derivatives of potentials in TypeScript. */
export const momentKernels = {
  "mm/momentPairs": momentPairs,
  "mm/momentStructure": momentStructure,
  "mm/waveDerivatives": waveDerivatives,
  "mm/momentSpread": momentSpread,
  "mm/gridDerivatives": gridDerivatives,
} satisfies Partial<KernelSignatures>;
