import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadAngleForces, spreadPairForce } from "./spread.js";

/** A function of three distances: sets out[0] to its energy and out[1] to out[3] to its derivatives by ij, kj and ik. */
type Cross = (out: Float64Array, ij: number, kj: number, ik: number, numbers: Float64Array, at: number) => void;

/** The kernel of terms among three atoms i, j, k with so many numbers each. */
function crossTerms(width: number, cross: Cross): BondedKernel {
  return (energies, forces, virial, positions, cell, atoms, parameters) => {
    const arms = new Float64Array(9);
    const out = new Float64Array(4);
    const wantForces = forces.length > 0;
    const lengthOf = (at: number): number => Math.hypot(arms[at]!, arms[at + 1]!, arms[at + 2]!);
    let energy = 0;
    for (let n = 0; 3 * n < atoms.length; n++) {
      const i = 3 * atoms[3 * n]!;
      const j = 3 * atoms[3 * n + 1]!;
      const k = 3 * atoms[3 * n + 2]!;
      difference(arms, 0, positions, i, j, cell);
      difference(arms, 3, positions, k, j, cell);
      for (let a = 0; a < 3; a++) arms[6 + a] = arms[a]! - arms[3 + a]!;
      const ij = lengthOf(0);
      const kj = lengthOf(3);
      const ik = lengthOf(6);
      cross(out, ij, kj, ik, parameters, width * n);
      energy += out[0]!;
      if (!wantForces) continue;
      spreadPairForce(forces, virial, i, j, -out[1]! / ij, arms[0]!, arms[1]!, arms[2]!);
      spreadPairForce(forces, virial, k, j, -out[2]! / kj, arms[3]!, arms[4]!, arms[5]!);
      spreadPairForce(forces, virial, i, k, -out[3]! / ik, arms[6]!, arms[7]!, arms[8]!);
    }
    energies[0] += energy;
  };
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
export const linearAngles: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(6);
  const f = new Float64Array(6);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 3 * n < atoms.length; n++) {
    const i = 3 * atoms[3 * n]!;
    const j = 3 * atoms[3 * n + 1]!;
    const k = 3 * atoms[3 * n + 2]!;
    difference(d, 0, positions, i, j, cell);
    difference(d, 3, positions, k, j, cell);
    const stiffness = parameters[2 * n]!;
    const a = parameters[2 * n + 1]!;
    for (let axis = 0; axis < 3; axis++) {
      const offset = a * d[axis]! + (1 - a) * d[3 + axis]!;
      energy += stiffness * offset * offset;
      f[axis] = -2 * stiffness * a * offset;
      f[3 + axis] = -2 * stiffness * (1 - a) * offset;
    }
    if (wantForces) spreadAngleForces(forces, virial, i, j, k, f, d);
  }
  energies[0] += energy;
};
