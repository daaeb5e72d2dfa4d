import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";

/** Bonds of GROMOS, E = k(r² − r0²)², which need no square root (van Gunsteren et al. 1996, GROMOS96 manual). */
export const quarticBonds: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(3);
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
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
    const fx = f * x;
    const fy = f * y;
    const fz = f * z;
    forces[i] += fx;
    forces[i + 1] += fy;
    forces[i + 2] += fz;
    forces[j] -= fx;
    forces[j + 1] -= fy;
    forces[j + 2] -= fz;
    if (!wantVirial) continue;
    virial[0] += fx * x;
    virial[1] += fx * y;
    virial[2] += fx * z;
    virial[3] += fy * x;
    virial[4] += fy * y;
    virial[5] += fy * z;
    virial[6] += fz * x;
    virial[7] += fz * y;
    virial[8] += fz * z;
  }
  energies[0] += energy;
};
