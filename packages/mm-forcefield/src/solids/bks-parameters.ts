import { BOHR_IN_ANGSTROM, HARTREE_IN_EV } from "@qmmm/core";
import { guardedBuckingham } from "./guarded-buckingham.js";
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
      table.set(guardedBuckingham(pair, cutoff), (2 * i + j) * PAIR.size);
    }
  }
  return table;
}
