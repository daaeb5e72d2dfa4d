import { applyDihedral, DIHEDRAL_SCRATCH, measureDihedral } from "./dihedral.js";
import type { BondedKernel } from "./signatures.js";

/**
 * Periodic torsions, E = k(1 + cos(nφ − δ)). Impropers of Amber are the same function of four atoms that are bonded
 * otherwise.
 */
export const torsions: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const scratch = new Float64Array(DIHEDRAL_SCRATCH);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 4 * n < atoms.length; n++) {
    const i = 3 * atoms[4 * n]!;
    const j = 3 * atoms[4 * n + 1]!;
    const k = 3 * atoms[4 * n + 2]!;
    const l = 3 * atoms[4 * n + 3]!;
    const phi = measureDihedral(scratch, positions, cell, i, j, k, l);
    const height = parameters[3 * n]!;
    const periodicity = parameters[3 * n + 1]!;
    const argument = periodicity * phi - parameters[3 * n + 2]!;
    energy += height * (1 + Math.cos(argument));
    if (wantForces) {
      applyDihedral(forces, virial, height * periodicity * Math.sin(argument), scratch, i, j, k, l);
    }
  }
  energies[0] += energy;
};
