import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadAngleForces } from "./spread.js";

/** Below this sine the plane of an angle is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/**
 * Harmonic angles, E = k(θ − θ0)². The angle is atan2(|u×v|, u·v), exact also near 0 and π, where the arc cosine loses
 * half its digits.
 */
export const angles: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(6);
  const f = new Float64Array(6);
  const wantForces = forces.length > 0;
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
    f[0] = a * (uy * wz - uz * wy);
    f[1] = a * (uz * wx - ux * wz);
    f[2] = a * (ux * wy - uy * wx);
    f[3] = b * (wy * vz - wz * vy);
    f[4] = b * (wz * vx - wx * vz);
    f[5] = b * (wx * vy - wy * vx);
    spreadAngleForces(forces, virial, i, j, k, f, d);
  }
  energies[0] += energy;
};
