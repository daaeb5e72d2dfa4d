import { apexTerms } from "./apex-terms.js";
import type { BondedKernel } from "./signatures.js";

/** A function of three distances: sets out[0] to its energy and out[1] to out[3] to its derivatives by ij, kj and ik. */
type Cross = (out: Float64Array, ij: number, kj: number, ik: number, numbers: Float64Array, at: number) => void;

/** The kernel of terms of the three distances among three atoms i, j, k, with so many numbers each. */
function crossTerms(width: number, cross: Cross): BondedKernel {
  return apexTerms(width, (ends, arms, numbers, at, wantForces) => {
    const [ux, uy, uz] = [arms[0]!, arms[1]!, arms[2]!];
    const [vx, vy, vz] = [arms[3]!, arms[4]!, arms[5]!];
    const [wx, wy, wz] = [ux - vx, uy - vy, uz - vz];
    const ij = Math.sqrt(ux * ux + uy * uy + uz * uz);
    const kj = Math.sqrt(vx * vx + vy * vy + vz * vz);
    const ik = Math.sqrt(wx * wx + wy * wy + wz * wz);
    cross(ends, ij, kj, ik, numbers, at);
    const energy = ends[0]!;
    if (!wantForces) return energy;
    const a = -ends[1]! / ij;
    const b = -ends[2]! / kj;
    const c = -ends[3]! / ik;
    ends[0] = a * ux + c * wx;
    ends[1] = a * uy + c * wy;
    ends[2] = a * uz + c * wz;
    ends[3] = b * vx - c * wx;
    ends[4] = b * vy - c * wy;
    ends[5] = b * vz - c * wz;
    return energy;
  });
}

/** E = k(r_ij − r_ij0)(r_kj − r_kj0) (GROMACS manual, "Cross bond-bond and cross bond-angle"). */
export const bondBondCross = crossTerms(3, (out, ij, kj, _, numbers, at) => {
  const k = numbers[at]!;
  const first = ij - numbers[at + 1]!;
  const second = kj - numbers[at + 2]!;
  out[0] = k * first * second;
  out[1] = k * second;
  out[2] = k * first;
  out[3] = 0;
});

/** E = k(r_ik − r_ik0)(r_ij − r_ij0 + r_kj − r_kj0). */
export const bondAngleCross = crossTerms(4, (out, ij, kj, ik, numbers, at) => {
  const k = numbers[at]!;
  const stretches = ij - numbers[at + 1]! + kj - numbers[at + 2]!;
  const across = ik - numbers[at + 3]!;
  out[0] = k * across * stretches;
  out[1] = k * across;
  out[2] = k * across;
  out[3] = k * stretches;
});

/** E = k|a·u + (1 − a)·v|² with u and v from j to i and k: three atoms in line, without singularity. */
export const linearAngles = apexTerms(2, (ends, arms, numbers, at) => {
  const k = numbers[at]!;
  const a = numbers[at + 1]!;
  let energy = 0;
  for (let axis = 0; axis < 3; axis++) {
    const offset = a * arms[axis]! + (1 - a) * arms[3 + axis]!;
    energy += k * offset * offset;
    ends[axis] = -2 * k * a * offset;
    ends[3 + axis] = -2 * k * (1 - a) * offset;
  }
  return energy;
});
