import type { KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { ROW } from "../kernels/signatures.js";
import { spreadPairForce } from "../kernels/spread.js";
import { type SmoothDispersion, smoothDispersion } from "./dispersion-shape.js";
import type {} from "./signatures.js";

/** What the mesh holds of pairs, C·β⁶·h(β²r²), goes out again: less the same at the cutoff for listed ones. */
export const dispersionPairs: KernelSignatures["mm/dispersionPairs"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  { coefficients, region, kept },
  beta,
  cutoff,
  { order, rows, partners },
) => {
  const add = adder(forces, virial, positions, cell, beta, cutoff);
  let energy = 0;
  for (let row = 0, n = 0; row < rows.length; row += ROW.length) {
    const i = order[rows[row + ROW.slot]!]!;
    for (; n < rows[row + ROW.split]!; n++) {
      const j = order[partners[n]!]!;
      const c = coefficients[i]! * coefficients[j]! * kept[region[i]! + region[j]!]!;
      if (c !== 0) energy += add(i, j, c);
    }
    n = rows[row + ROW.end]!;
  }
  energies[0]! += energy;
};

export const dispersionExclusions: KernelSignatures["mm/dispersionExclusions"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  { coefficients, region, kept },
  beta,
  exclusionStart,
  exclusions,
) => {
  const add = adder(forces, virial, positions, cell, beta, Number.POSITIVE_INFINITY);
  let energy = 0;
  for (let i = 0; i < coefficients.length; i++) {
    for (let n = exclusionStart[i]!; n < exclusionStart[i + 1]!; n++) {
      const j = exclusions[n]!;
      const c = coefficients[i]! * coefficients[j]! * kept[region[i]! + region[j]!]!;
      if (c !== 0) energy += add(i, j, c);
    }
  }
  energies[0]! += energy;
};

/** Adds forces and virial of a pair, nearest images, and returns its energy; nothing beyond the cutoff. */
function adder(
  forces: Float64Array,
  virial: Float64Array,
  positions: Float64Array,
  cell: Float64Array,
  beta: number,
  cutoff: number,
): (i: number, j: number, c: number) => number {
  const d = new Float64Array(3);
  const smooth: SmoothDispersion = { value: 0, slope: 0 };
  const wantForces = forces.length > 0;
  const beta2 = beta * beta;
  const beta6 = beta2 ** 3;
  smoothDispersion(smooth, (beta * cutoff) ** 2);
  const end = Number.isFinite(cutoff) ? smooth.value : 0;
  return (i, j, c) => {
    difference(d, 0, positions, 3 * i, 3 * j, cell);
    const [x, y, z] = [d[0]!, d[1]!, d[2]!];
    const r2 = x * x + y * y + z * z;
    if (r2 >= cutoff * cutoff) return 0;
    smoothDispersion(smooth, beta2 * r2);
    if (wantForces) spreadPairForce(forces, virial, 3 * i, 3 * j, -2 * c * beta6 * beta2 * smooth.slope, x, y, z);
    return c * beta6 * (smooth.value - end);
  };
}
