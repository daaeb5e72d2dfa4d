import { applyDihedral, DIHEDRAL_SCRATCH, measureDihedral } from "./dihedral.js";
import type { BondedKernel } from "./signatures.js";

/** A function of a dihedral angle: sets out[0] to its energy and out[1] to dE/dφ, for the numbers that begin at `at`. */
type Twist = (out: Float64Array, phi: number, numbers: Float64Array, at: number) => void;

/** The kernel of functions of a dihedral angle, with so many numbers each. */
export function twists(width: number, twist: Twist): BondedKernel {
  return (energies, forces, virial, positions, cell, atoms, parameters) => {
    const scratch = new Float64Array(DIHEDRAL_SCRATCH);
    const out = new Float64Array(2);
    const wantForces = forces.length > 0;
    let energy = 0;
    for (let n = 0; 4 * n < atoms.length; n++) {
      const i = 3 * atoms[4 * n]!;
      const j = 3 * atoms[4 * n + 1]!;
      const k = 3 * atoms[4 * n + 2]!;
      const l = 3 * atoms[4 * n + 3]!;
      twist(out, measureDihedral(scratch, positions, cell, i, j, k, l), parameters, width * n);
      energy += out[0]!;
      if (wantForces) applyDihedral(forces, virial, -out[1]!, scratch, i, j, k, l);
    }
    energies[0] += energy;
  };
}
