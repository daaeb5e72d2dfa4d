import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";

/** Angles of GROMOS, E = k(cos θ − c0)², without singularity at π (van Gunsteren et al. 1996, GROMOS96 manual). */
export const cosineAngles: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
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
    const u2 = ux * ux + uy * uy + uz * uz;
    const v2 = vx * vx + vy * vy + vz * vz;
    const uv = Math.sqrt(u2 * v2);
    const cosine = (ux * vx + uy * vy + uz * vz) / uv;
    const force = parameters[2 * n]!;
    const bend = cosine - parameters[2 * n + 1]!;
    energy += force * bend * bend;
    if (!wantForces) continue;
    // ∂c/∂u = v/|u||v| − c·u/u²
    const slope = -2 * force * bend;
    const across = slope / uv;
    const alongU = (slope * cosine) / u2;
    const alongV = (slope * cosine) / v2;
    const fix = across * vx - alongU * ux;
    const fiy = across * vy - alongU * uy;
    const fiz = across * vz - alongU * uz;
    const fkx = across * ux - alongV * vx;
    const fky = across * uy - alongV * vy;
    const fkz = across * uz - alongV * vz;
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
