import { applyDihedral, DIHEDRAL_SCRATCH, measureDihedral } from "./dihedral.js";
import type { BondedKernel } from "./signatures.js";

const TURN = 2 * Math.PI;

/** Harmonic impropers, E = k·d² with d = ψ − ψ0 brought to (−π, π]: ψ0 may lie at the seam, ±π. */
export const harmonicImpropers: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const scratch = new Float64Array(DIHEDRAL_SCRATCH);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 4 * n < atoms.length; n++) {
    const i = 3 * atoms[4 * n]!;
    const j = 3 * atoms[4 * n + 1]!;
    const k = 3 * atoms[4 * n + 2]!;
    const l = 3 * atoms[4 * n + 3]!;
    const difference = measureDihedral(scratch, positions, cell, i, j, k, l) - parameters[2 * n + 1]!;
    const bend = difference - TURN * Math.round(difference / TURN);
    const force = parameters[2 * n]!;
    energy += force * bend * bend;
    if (wantForces) applyDihedral(forces, virial, -2 * force * bend, scratch, i, j, k, l);
  }
  energies[0] += energy;
};
