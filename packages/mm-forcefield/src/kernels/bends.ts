import { apexTerms } from "./apex-terms.js";
import type { BondedKernel } from "./signatures.js";

/** Below this sine of an angle its plane is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/** A function of an angle: sets out[0] to its energy and out[1] to dE/dθ, for the numbers that begin at `at`. */
type Bend = (out: Float64Array, theta: number, numbers: Float64Array, at: number) => void;

/**
 * The kernel of functions of an angle, with so many numbers each. The angle is atan2(|u×v|, u·v), exact also near 0 and π, where
 * the arc cosine loses half its digits.
 */
export function bends(width: number, bend: Bend): BondedKernel {
  return apexTerms(width, (ends, arms, numbers, at, wantForces) => {
    const ux = arms[0]!;
    const uy = arms[1]!;
    const uz = arms[2]!;
    const vx = arms[3]!;
    const vy = arms[4]!;
    const vz = arms[5]!;
    const wx = uy * vz - uz * vy;
    const wy = uz * vx - ux * vz;
    const wz = ux * vy - uy * vx;
    const cross = Math.sqrt(wx * wx + wy * wy + wz * wz);
    bend(ends, Math.atan2(cross, ux * vx + uy * vy + uz * vz), numbers, at);
    const energy = ends[0]!;
    if (!wantForces) return energy;
    const slope = ends[1]!;
    const u2 = ux * ux + uy * uy + uz * uz;
    const v2 = vx * vx + vy * vy + vz * vz;
    const flat = cross * cross <= LINEAR * LINEAR * u2 * v2;
    // ∂θ/∂u = u×w/(u²|w|), ∂θ/∂v = w×v/(v²|w|) with w = u×v
    const a = flat ? 0 : -slope / (cross * u2);
    const b = flat ? 0 : -slope / (cross * v2);
    ends[0] = a * (uy * wz - uz * wy);
    ends[1] = a * (uz * wx - ux * wz);
    ends[2] = a * (ux * wy - uy * wx);
    ends[3] = b * (wy * vz - wz * vy);
    ends[4] = b * (wz * vx - wx * vz);
    ends[5] = b * (wx * vy - wy * vx);
    return energy;
  });
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
