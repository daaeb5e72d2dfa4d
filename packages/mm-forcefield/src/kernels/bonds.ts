import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadPairForce } from "./spread.js";

/** Harmonic bonds, E = k(r − r0)². */
export const bonds: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
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
    const r = Math.sqrt(x * x + y * y + z * z);
    const k = parameters[2 * n]!;
    const stretch = r - parameters[2 * n + 1]!;
    energy += k * stretch * stretch;
    if (!wantForces) continue;
    const f = (-2 * k * stretch) / r;
    spreadPairForce(forces, virial, i, j, f, x, y, z);
  }
  energies[0] += energy;
};
