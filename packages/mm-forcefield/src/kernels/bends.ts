import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadAngleForces } from "./spread.js";

/** Below this sine of an angle its plane is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/** A function of an angle: sets out[0] to its energy and out[1] to dE/dθ, for the numbers that begin at `at`. */
type Bend = (out: Float64Array, theta: number, numbers: Float64Array, at: number) => void;

/**
 * The kernel of functions of an angle, with so many numbers each. The angle is atan2(|u×v|, u·v), exact also near 0 and π, where
 * the arc cosine loses half its digits.
 */
export function bends(width: number, bend: Bend): BondedKernel {
  return (energies, forces, virial, positions, cell, atoms, parameters) => {
    const d = new Float64Array(6);
    const f = new Float64Array(6);
    const out = new Float64Array(2);
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
      bend(out, Math.atan2(cross, ux * vx + uy * vy + uz * vz), parameters, width * n);
      energy += out[0]!;
      if (!wantForces) continue;
      const u2 = ux * ux + uy * uy + uz * uz;
      const v2 = vx * vx + vy * vy + vz * vz;
      if (cross * cross <= LINEAR * LINEAR * u2 * v2) continue;
      // ∂θ/∂u = u×w/(u²|w|), ∂θ/∂v = w×v/(v²|w|) with w = u×v
      const a = -out[1]! / (cross * u2);
      const b = -out[1]! / (cross * v2);
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
}

/** E = k((cos θ − c0)/sin θ)², which keeps angles from π (Bulacu et al. 2013, doi:10.1021/ct400219n). */
export const restrictedAngles = bends(2, (out, theta, numbers, at) => {
  const k = numbers[at]!;
  const c0 = numbers[at + 1]!;
  const cosine = Math.cos(theta);
  const sine = Math.sin(theta);
  const ratio = (cosine - c0) / sine;
  out[0] = k * ratio * ratio;
  out[1] = (-2 * k * ratio * (1 - cosine * c0)) / (sine * sine);
});

/** E = Σ cₙ(θ − θ0)ⁿ, n = 0 to 4. */
export const quarticAngles = bends(6, (out, theta, numbers, at) => {
  const t = theta - numbers[at]!;
  const [c0, c1, c2] = [numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!];
  const [c3, c4] = [numbers[at + 4]!, numbers[at + 5]!];
  out[0] = c0 + t * (c1 + t * (c2 + t * (c3 + t * c4)));
  out[1] = c1 + t * (2 * c2 + t * (3 * c3 + 4 * t * c4));
});
