import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadPairForce } from "./spread.js";

/**
 * The third part of twelve-six-four potentials of ions, the charge-induced dipole (Li and Merz 2014,
 * doi:10.1021/ct400751u): E = −C4/r⁴, with a cutoff by shifted force as other Lennard-Jones terms.
 */
export const inverseFourth: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(3);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 2 * n < atoms.length; n++) {
    const i = 3 * atoms[2 * n]!;
    const j = 3 * atoms[2 * n + 1]!;
    const inverseCutoff = parameters[2 * n + 1]!;
    difference(d, 0, positions, i, j, cell);
    const x = d[0]!;
    const y = d[1]!;
    const z = d[2]!;
    const inverse2 = 1 / (x * x + y * y + z * z);
    const inverse = Math.sqrt(inverse2);
    if (inverse <= inverseCutoff) continue;
    const c4 = parameters[2 * n]!;
    const edge4 = inverseCutoff ** 4;
    // (r − rc)·4/rc⁵ of the shift, written with 1/rc, which is zero without cutoff
    energy -= c4 * (inverse2 * inverse2 - edge4 + 4 * edge4 * (inverseCutoff / inverse - 1));
    if (!wantForces) continue;
    const f = -4 * c4 * (inverse2 * inverse2 * inverse - edge4 * inverseCutoff) * inverse;
    spreadPairForce(forces, virial, i, j, f, x, y, z);
  }
  energies[0] += energy;
};
