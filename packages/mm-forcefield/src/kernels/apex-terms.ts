import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadAngleForces } from "./spread.js";

/**
 * A function of the vectors u and v from the middle atom of three to the others, for the numbers that begin at `at`: returns its
 * energy and sets the forces on the others.
 *
 * @param ends - forces on the two ends, length 6; of no account where forces are not wanted, free for scratch until then
 * @param arms - u and v; length 6
 */
type ApexTerm = (
  ends: Float64Array,
  arms: Float64Array,
  numbers: Float64Array,
  at: number,
  wantForces: boolean,
) => number;

/** The kernel of terms of three atoms, the apex in the middle, with so many numbers each. */
export function apexTerms(width: number, term: ApexTerm): BondedKernel {
  return (energies, forces, virial, positions, cell, atoms, parameters) => {
    const arms = new Float64Array(6);
    const ends = new Float64Array(6);
    const wantForces = forces.length > 0;
    let energy = 0;
    for (let n = 0; 3 * n < atoms.length; n++) {
      const i = 3 * atoms[3 * n]!;
      const j = 3 * atoms[3 * n + 1]!;
      const k = 3 * atoms[3 * n + 2]!;
      difference(arms, 0, positions, i, j, cell);
      difference(arms, 3, positions, k, j, cell);
      energy += term(ends, arms, parameters, width * n, wantForces);
      if (wantForces) spreadAngleForces(forces, virial, i, j, k, ends, arms);
    }
    energies[0] += energy;
  };
}
