/**
 * Adds the force f·(x, y, z) on one atom of a pair, its reaction on the other, and their virial.
 *
 * @param i - offset of the first atom in `forces`, from which (x, y, z) points away
 * @param virial - length 9, or 0 when not wanted
 */
export function spreadPairForce(
  forces: Float64Array,
  virial: Float64Array,
  i: number,
  j: number,
  f: number,
  x: number,
  y: number,
  z: number,
): void {
  const fx = f * x;
  const fy = f * y;
  const fz = f * z;
  forces[i] += fx;
  forces[i + 1] += fy;
  forces[i + 2] += fz;
  forces[j] -= fx;
  forces[j + 1] -= fy;
  forces[j + 2] -= fz;
  if (virial.length === 0) return;
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

/**
 * Adds the forces on the ends i and k of an angle, their reaction on its apex j, and their virial.
 *
 * @param ends - forces on i and on k; length 6
 * @param arms - vectors from j to i and to k; length 6
 * @param virial - length 9, or 0 when not wanted
 */
export function spreadAngleForces(
  forces: Float64Array,
  virial: Float64Array,
  i: number,
  j: number,
  k: number,
  ends: Float64Array,
  arms: Float64Array,
): void {
  for (let a = 0; a < 3; a++) {
    const onI = ends[a]!;
    const onK = ends[3 + a]!;
    forces[i + a] += onI;
    forces[j + a] -= onI + onK;
    forces[k + a] += onK;
    if (virial.length === 0) continue;
    for (let b = 0; b < 3; b++) virial[3 * a + b] += onI * arms[b]! + onK * arms[3 + b]!;
  }
}
