import { BOHR_IN_ANGSTROM, HARTREE_IN_EV } from "@qmmm/core";
import { BUCKINGHAM_PAIR as PAIR } from "./kernels/signatures.js";

const EV = 1 / HARTREE_IN_EV;
const ANGSTROM = 1 / BOHR_IN_ANGSTROM;

/** Charges of the ions, e, by atomic number. */
export const BKS_CHARGES: ReadonlyMap<number, number> = new Map([
  [8, -1.2],
  [14, 2.4],
]);

/** A (eV), b (1/Å) and c (eV Å⁶) by number of silicon atoms in the pair: O–O, Si–O, Si–Si (none). */
const BKS_PAIRS = [
  { A: 1388.773, b: 2.76, c: 175 },
  { A: 18003.7572, b: 4.87318, c: 133.5381 },
  { A: 0, b: 0, c: 0 },
] as const;

/** The wall of the core is this many times slope × distance at the guard. */
const WALL = 4;

interface Buckingham {
  readonly A: number;
  readonly b: number;
  readonly c: number;
}

function energyAt({ A, b, c }: Buckingham, r: number): number {
  return A * Math.exp(-b * r) - c / r ** 6;
}

function slopeAt({ A, b, c }: Buckingham, r: number): number {
  return 6 * (c / r ** 7) - A * b * Math.exp(-b * r);
}

/**
 * Where Buckingham's curvature vanishes on the inner side, a0: below, its repulsion weakens until it turns into attraction.
 * There A b² exp(−b r) r⁸ = 42 c; the left side grows up to r = 8/b.
 */
export function innerInflection({ A, b, c }: Buckingham): number {
  let [low, high] = [0, 8 / b];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (A * b * b * Math.exp(-b * middle) * middle ** 8 < 42 * c) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Buckingham terms of silica by van Beest, Kramer and van Santen 1990 (doi:10.1103/PhysRevLett.64.1955), by shifted force,
 * with guarded cores; entry i·2 + j, type 0 oxygen and 1 silicon.
 *
 * @param cutoff - a0
 */
export function bksPairs(cutoff: number): Float64Array {
  const table = new Float64Array(4 * PAIR.size);
  for (const i of [0, 1]) {
    for (const j of [0, 1]) {
      const { A, b, c } = BKS_PAIRS[i + j]!;
      if (A === 0) continue;
      const pair = { A: A * EV, b: b / ANGSTROM, c: c * EV * ANGSTROM ** 6 };
      const guard = innerInflection(pair);
      const slope = slopeAt(pair, guard);
      table.set(
        [
          ...[pair.A, pair.b, pair.c, guard, energyAt(pair, guard), slope, -WALL * slope * guard],
          ...[energyAt(pair, cutoff), slopeAt(pair, cutoff)],
        ],
        (2 * i + j) * PAIR.size,
      );
    }
  }
  return table;
}
