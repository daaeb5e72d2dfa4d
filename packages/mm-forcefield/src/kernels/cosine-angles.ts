import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadAngleForces } from "./spread.js";

/** Angles of GROMOS, E = k(cos θ − c0)², without singularity at π (van Gunsteren et al. 1996, GROMOS96 manual). */
export const cosineAngles: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
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
    f[0] = across * vx - alongU * ux;
    f[1] = across * vy - alongU * uy;
    f[2] = across * vz - alongU * uz;
    f[3] = across * ux - alongV * vx;
    f[4] = across * uy - alongV * vy;
    f[5] = across * uz - alongV * vz;
    spreadAngleForces(forces, virial, i, j, k, f, d);
  }
  energies[0] += energy;
};
