import { difference } from "./nearest-image.js";

/** Below this sine of an inner angle the torsion is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/** Numbers that `measureDihedral` leaves for `applyDihedral`: f, g, h, a and b, one after the other. */
export const DIHEDRAL_SCRATCH = 15;

/**
 * The dihedral angle of four atoms, −π to π, IUPAC sign. With f = ri − rj, g = rj − rk, h = rl − rk, a = f × g and
 * b = h × g: cos φ = a·b/|a||b| and sin φ = (b × a)·g/|a||b||g|.
 *
 * @param s - scratch, overwritten
 * @param i - first coordinate of each atom, 3 × index
 */
export function measureDihedral(
  s: Float64Array,
  positions: Float64Array,
  cell: Float64Array,
  i: number,
  j: number,
  k: number,
  l: number,
): number {
  difference(s, 0, positions, i, j, cell);
  difference(s, 3, positions, j, k, cell);
  difference(s, 6, positions, l, k, cell);
  const fx = s[0]!;
  const fy = s[1]!;
  const fz = s[2]!;
  const gx = s[3]!;
  const gy = s[4]!;
  const gz = s[5]!;
  const hx = s[6]!;
  const hy = s[7]!;
  const hz = s[8]!;
  const ax = fy * gz - fz * gy;
  const ay = fz * gx - fx * gz;
  const az = fx * gy - fy * gx;
  const bx = hy * gz - hz * gy;
  const by = hz * gx - hx * gz;
  const bz = hx * gy - hy * gx;
  s[9] = ax;
  s[10] = ay;
  s[11] = az;
  s[12] = bx;
  s[13] = by;
  s[14] = bz;
  const g = Math.sqrt(gx * gx + gy * gy + gz * gz);
  // (b × a)·g = −|g|²(b·f)
  return Math.atan2(-g * (bx * fx + by * fy + bz * fz), ax * bx + ay * by + az * bz);
}

/**
 * Adds the forces and the virial of a dihedral angle, with the derivatives of Blondel and Karplus 1996
 * (doi:10.1002/(SICI)1096-987X(19960715)17:9<1132::AID-JCC5>3.0.CO;2-T), which have no singularity at φ = 0 and π.
 *
 * @param slope - −dE/dφ, Eh/rad
 * @param s - as measured
 */
export function applyDihedral(
  forces: Float64Array,
  virial: Float64Array,
  slope: number,
  s: Float64Array,
  i: number,
  j: number,
  k: number,
  l: number,
): void {
  const fx = s[0]!;
  const fy = s[1]!;
  const fz = s[2]!;
  const gx = s[3]!;
  const gy = s[4]!;
  const gz = s[5]!;
  const hx = s[6]!;
  const hy = s[7]!;
  const hz = s[8]!;
  const ax = s[9]!;
  const ay = s[10]!;
  const az = s[11]!;
  const bx = s[12]!;
  const by = s[13]!;
  const bz = s[14]!;
  const a2 = ax * ax + ay * ay + az * az;
  const b2 = bx * bx + by * by + bz * bz;
  const f2 = fx * fx + fy * fy + fz * fz;
  const g2 = gx * gx + gy * gy + gz * gz;
  const h2 = hx * hx + hy * hy + hz * hz;
  if (a2 <= LINEAR * LINEAR * f2 * g2 || b2 <= LINEAR * LINEAR * h2 * g2) return;
  const g = Math.sqrt(g2);
  const onI = (-slope * g) / a2;
  const onL = (slope * g) / b2;
  const fg = (slope * (fx * gx + fy * gy + fz * gz)) / (a2 * g);
  const hg = (slope * (hx * gx + hy * gy + hz * gz)) / (b2 * g);
  const fix = onI * ax;
  const fiy = onI * ay;
  const fiz = onI * az;
  const flx = onL * bx;
  const fly = onL * by;
  const flz = onL * bz;
  // what j and k exchange
  const sx = fg * ax - hg * bx;
  const sy = fg * ay - hg * by;
  const sz = fg * az - hg * bz;
  forces[i] += fix;
  forces[i + 1] += fiy;
  forces[i + 2] += fiz;
  forces[j] += sx - fix;
  forces[j + 1] += sy - fiy;
  forces[j + 2] += sz - fiz;
  forces[k] -= sx + flx;
  forces[k + 1] -= sy + fly;
  forces[k + 2] -= sz + flz;
  forces[l] += flx;
  forces[l + 1] += fly;
  forces[l + 2] += flz;
  if (virial.length === 0) return;
  virial[0] += fix * fx + sx * gx + flx * hx;
  virial[1] += fix * fy + sx * gy + flx * hy;
  virial[2] += fix * fz + sx * gz + flx * hz;
  virial[3] += fiy * fx + sy * gx + fly * hx;
  virial[4] += fiy * fy + sy * gy + fly * hy;
  virial[5] += fiy * fz + sy * gz + fly * hz;
  virial[6] += fiz * fx + sz * gx + flz * hx;
  virial[7] += fiz * fy + sz * gy + flz * hy;
  virial[8] += fiz * fz + sz * gz + flz * hz;
}
