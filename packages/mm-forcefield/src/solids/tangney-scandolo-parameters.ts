import { TANGNEY_SCANDOLO_PAIR as PAIR } from "./kernels/signatures.js";

/** Charges of the ions, e, by atomic number. */
export const TANGNEY_SCANDOLO_CHARGES: ReadonlyMap<number, number> = new Map([
  [8, -1.38257],
  [14, 2.76514],
]);

/** Polarisability of oxygen, a0³. */
export const OXYGEN_POLARISABILITY = 8.89378;

/** By number of silicon atoms in the pair: O–O, Si–O, Si–Si. Eh, 1, a0; 1/a0, 1. */
const PAIRS = [
  { depth: 0.00024748, gamma: 12.07092, r0: 7.17005, b: 0, c: 0 },
  { depth: 0.0019033, gamma: 11.1523, r0: 4.6371, b: 2.02989, c: -1.50435 },
  { depth: -0.0020846, gamma: 10.45517, r0: 5.75038, b: 0, c: 0 },
] as const;

/**
 * Pairs of silica by Tangney and Scandolo 2002 (doi:10.1063/1.1513312), Morse stretches by shifted force; entry i·2 + j,
 * type 0 oxygen and 1 silicon.
 *
 * @param cutoff - a0
 */
export function tangneyScandoloPairs(cutoff: number): Float64Array {
  const table = new Float64Array(4 * PAIR.size);
  for (const i of [0, 1]) {
    for (const j of [0, 1]) {
      const { depth, gamma, r0, b, c } = PAIRS[i + j]!;
      const half = Math.exp(0.5 * gamma * (1 - cutoff / r0));
      const value = depth * half * (half - 2);
      const slope = depth * (gamma / r0) * half * (1 - half);
      table.set([depth, gamma, r0, b, c, value, slope], (2 * i + j) * PAIR.size);
    }
  }
  return table;
}
