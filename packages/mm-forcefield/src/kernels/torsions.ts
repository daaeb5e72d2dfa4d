import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";

/** Below this sine of an inner angle the torsion is undefined, and so is the direction of its force, which is left out. */
const LINEAR = 1e-8;

/**
 * Periodic torsions, E = k(1 + cos(nφ − δ)), IUPAC sign, with the derivatives of Blondel and Karplus 1996
 * (doi:10.1002/(SICI)1096-987X(19960715)17:9<1132::AID-JCC5>3.0.CO;2-T), which have no singularity at φ = 0 and π.
 * Impropers of Amber are the same function of four atoms that are bonded otherwise.
 */
export const torsions: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const d = new Float64Array(9);
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  let energy = 0;
  for (let n = 0; 4 * n < atoms.length; n++) {
    const i = 3 * atoms[4 * n]!;
    const j = 3 * atoms[4 * n + 1]!;
    const k = 3 * atoms[4 * n + 2]!;
    const l = 3 * atoms[4 * n + 3]!;
    // f = ri − rj, g = rj − rk, h = rl − rk
    difference(d, 0, positions, i, j, cell);
    difference(d, 3, positions, j, k, cell);
    difference(d, 6, positions, l, k, cell);
    const fx = d[0]!;
    const fy = d[1]!;
    const fz = d[2]!;
    const gx = d[3]!;
    const gy = d[4]!;
    const gz = d[5]!;
    const hx = d[6]!;
    const hy = d[7]!;
    const hz = d[8]!;
    // a = f × g, b = h × g
    const ax = fy * gz - fz * gy;
    const ay = fz * gx - fx * gz;
    const az = fx * gy - fy * gx;
    const bx = hy * gz - hz * gy;
    const by = hz * gx - hx * gz;
    const bz = hx * gy - hy * gx;
    const a2 = ax * ax + ay * ay + az * az;
    const b2 = bx * bx + by * by + bz * bz;
    const g2 = gx * gx + gy * gy + gz * gz;
    const g = Math.sqrt(g2);
    // cos φ = a·b/|a||b|, sin φ = (b × a)·g/|a||b||g| and (b × a)·g = −|g|²(b·f)
    const phi = Math.atan2(-g * (bx * fx + by * fy + bz * fz), ax * bx + ay * by + az * bz);
    const height = parameters[3 * n]!;
    const periodicity = parameters[3 * n + 1]!;
    const argument = periodicity * phi - parameters[3 * n + 2]!;
    energy += height * (1 + Math.cos(argument));
    if (!wantForces) continue;
    const f2 = fx * fx + fy * fy + fz * fz;
    const h2 = hx * hx + hy * hy + hz * hz;
    if (a2 <= LINEAR * LINEAR * f2 * g2 || b2 <= LINEAR * LINEAR * h2 * g2) continue;
    const slope = height * periodicity * Math.sin(argument); // −dE/dφ
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
    if (!wantVirial) continue;
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
  energies[0] += energy;
};
