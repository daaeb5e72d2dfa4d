import type { KernelTable } from "@qmmm/core";
import { ewaldSum } from "./ewald-sum.js";
import { pmeSum } from "./pme-sum.js";
import type { LongRangeSettings } from "./settings.js";

/**
 * The long-range part of a periodic potential: that of Gaussian charges q·(β/√π)³exp(−β²r²) and of all their images, in a
 * uniform background that neutralises them and with its mean set to zero.
 *
 * Overwrites `potential` (Eh/e, length p) and `gradient` (3p, or 0 when not wanted) at points (3p, a0); adds to `virial`
 * (9 or 0) −∂E/∂ε of the charges' energy ½Σqφ. `cell` has 18 numbers as kernels take them.
 */
export type ReciprocalSum = (
  potential: Float64Array,
  gradient: Float64Array,
  virial: Float64Array,
  points: Float64Array,
  positions: Float64Array,
  charges: Float64Array,
  cell: Float64Array,
) => void;

/** The sum that the settings ask for; between calls it keeps work space, and what follows from the cell alone. */
export function reciprocalSum(settings: LongRangeSettings, kernels: KernelTable): ReciprocalSum {
  return settings.method === "ewald" ? ewaldSum(settings, kernels) : pmeSum(settings, kernels);
}
