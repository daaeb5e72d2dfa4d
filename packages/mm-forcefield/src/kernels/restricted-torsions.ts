import { applyDihedral, DIHEDRAL_SCRATCH, measureDihedral } from "./dihedral.js";
import type { BondedKernel } from "./signatures.js";

/** E = k((cos φ − c0)/sin φ)², with barriers at 0 and π (Bulacu et al. 2013, doi:10.1021/ct400219n). */
export const restrictedTorsions: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const scratch = new Float64Array(DIHEDRAL_SCRATCH);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 4 * n < atoms.length; n++) {
    const i = 3 * atoms[4 * n]!;
    const j = 3 * atoms[4 * n + 1]!;
    const k = 3 * atoms[4 * n + 2]!;
    const l = 3 * atoms[4 * n + 3]!;
    const phi = measureDihedral(scratch, positions, cell, i, j, k, l);
    const height = parameters[2 * n]!;
    const c0 = parameters[2 * n + 1]!;
    const cosine = Math.cos(phi);
    const sine = Math.sin(phi);
    const ratio = (cosine - c0) / sine;
    energy += height * ratio * ratio;
    if (!wantForces) continue;
    const slope = (2 * height * ratio * (1 - cosine * c0)) / (sine * sine);
    applyDihedral(forces, virial, slope, scratch, i, j, k, l);
  }
  energies[0] += energy;
};
