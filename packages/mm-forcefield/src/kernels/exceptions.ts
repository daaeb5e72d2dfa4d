import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadPairForce } from "./spread.js";

/** Pairs with constants of their own: scaled 1–4 pairs. Never cut off, as bonded terms are not. */
export const exceptions: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(3);
  const wantForces = forces.length > 0;
  let lennardJones = 0;
  let coulomb = 0;
  for (let n = 0; 2 * n < atoms.length; n++) {
    const i = 3 * atoms[2 * n]!;
    const j = 3 * atoms[2 * n + 1]!;
    difference(d, 0, positions, i, j, cell);
    const x = d[0]!;
    const y = d[1]!;
    const z = d[2]!;
    const inverse2 = 1 / (x * x + y * y + z * z);
    const inverse6 = inverse2 * inverse2 * inverse2;
    const twelfth = parameters[3 * n]! * inverse6 * inverse6;
    const sixth = parameters[3 * n + 1]! * inverse6;
    const charge = parameters[3 * n + 2]! * Math.sqrt(inverse2);
    lennardJones += twelfth - sixth;
    coulomb += charge;
    if (!wantForces) continue;
    const f = (12 * twelfth - 6 * sixth + charge) * inverse2;
    spreadPairForce(forces, virial, i, j, f, x, y, z);
  }
  energies[0] += lennardJones;
  energies[1] += coulomb;
};
