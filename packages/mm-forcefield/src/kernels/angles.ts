import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";

/** Below this sine the plane of an angle is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/**
 * Harmonic angles, E = k(θ − θ0)². The angle is atan2(|u×v|, u·v), exact also near 0 and π, where the arc cosine loses
 * half its digits.
 */
export const angles: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(6);
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  let energy = 0;
  for (let n = 0; 3 * n < atoms.length; n++) {
    const i = 3 * atoms[3 * n]!;
    const j = 3 * atoms[3 * n + 1]!;
    const k = 3 * atoms[3 * n + 2]!;
    // u and v point from the apex to the ends.
    difference(d, 0, positions, i, j, cell);
    difference(d, 3, positions, k, j, cell);
    const ux = d[0]!;
    const uy = d[1]!;
    const uz = d[2]!;
    const vx = d[3]!;
    const vy = d[4]!;
    const vz = d[5]!;
    const wx = uy * vz - uz * vy;
    const wy = uz * vx - ux * vz;
    const wz = ux * vy - uy * vx;
    const cross = Math.sqrt(wx * wx + wy * wy + wz * wz);
    const force = parameters[2 * n]!;
    const bend = Math.atan2(cross, ux * vx + uy * vy + uz * vz) - parameters[2 * n + 1]!;
    energy += force * bend * bend;
    if (!wantForces) continue;
    const u2 = ux * ux + uy * uy + uz * uz;
    const v2 = vx * vx + vy * vy + vz * vz;
    if (cross * cross <= LINEAR * LINEAR * u2 * v2) continue;
    // ∂θ/∂u = u×w/(u²|w|), ∂θ/∂v = w×v/(v²|w|) with w = u×v
    const slope = (-2 * force * bend) / cross;
    const a = slope / u2;
    const b = slope / v2;
    const fix = a * (uy * wz - uz * wy);
    const fiy = a * (uz * wx - ux * wz);
    const fiz = a * (ux * wy - uy * wx);
    const fkx = b * (wy * vz - wz * vy);
    const fky = b * (wz * vx - wx * vz);
    const fkz = b * (wx * vy - wy * vx);
    forces[i] += fix;
    forces[i + 1] += fiy;
    forces[i + 2] += fiz;
    forces[j] -= fix + fkx;
    forces[j + 1] -= fiy + fky;
    forces[j + 2] -= fiz + fkz;
    forces[k] += fkx;
    forces[k + 1] += fky;
    forces[k + 2] += fkz;
    if (!wantVirial) continue;
    virial[0] += fix * ux + fkx * vx;
    virial[1] += fix * uy + fkx * vy;
    virial[2] += fix * uz + fkx * vz;
    virial[3] += fiy * ux + fky * vx;
    virial[4] += fiy * uy + fky * vy;
    virial[5] += fiy * uz + fky * vz;
    virial[6] += fiz * ux + fkz * vx;
    virial[7] += fiz * uy + fkz * vy;
    virial[8] += fiz * uz + fkz * vz;
  }
  energies[0] += energy;
};
