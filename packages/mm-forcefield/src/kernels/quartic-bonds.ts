import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadPairForce } from "./spread.js";

/** Bonds of GROMOS, E = k(r² − r0²)², which need no square root (van Gunsteren et al. 1996, GROMOS96 manual). */
export const quarticBonds: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(3);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 2 * n < atoms.length; n++) {
    const i = 3 * atoms[2 * n]!;
    const j = 3 * atoms[2 * n + 1]!;
    difference(d, 0, positions, i, j, cell);
    const x = d[0]!;
    const y = d[1]!;
    const z = d[2]!;
    const k = parameters[2 * n]!;
    const r0 = parameters[2 * n + 1]!;
    const stretch = x * x + y * y + z * z - r0 * r0;
    energy += k * stretch * stretch;
    if (!wantForces) continue;
    const f = -4 * k * stretch;
    spreadPairForce(forces, virial, i, j, f, x, y, z);
  }
  energies[0] += energy;
};
