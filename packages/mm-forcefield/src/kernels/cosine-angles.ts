import { apexTerms } from "./apex-terms.js";

/** Angles of GROMOS, E = k(cos θ − c0)², without singularity at π (van Gunsteren et al. 1996, GROMOS96 manual). */
export const cosineAngles = apexTerms(2, (ends, arms, numbers, at, wantForces) => {
  const ux = arms[0]!;
  const uy = arms[1]!;
  const uz = arms[2]!;
  const vx = arms[3]!;
  const vy = arms[4]!;
  const vz = arms[5]!;
  const u2 = ux * ux + uy * uy + uz * uz;
  const v2 = vx * vx + vy * vy + vz * vz;
  const uv = Math.sqrt(u2 * v2);
  const cosine = (ux * vx + uy * vy + uz * vz) / uv;
  const force = numbers[at]!;
  const bend = cosine - numbers[at + 1]!;
  if (wantForces) {
    // ∂c/∂u = v/|u||v| − c·u/u²
    const slope = -2 * force * bend;
    const across = slope / uv;
    const alongU = (slope * cosine) / u2;
    const alongV = (slope * cosine) / v2;
    ends[0] = across * vx - alongU * ux;
    ends[1] = across * vy - alongU * uy;
    ends[2] = across * vz - alongU * uz;
    ends[3] = across * ux - alongV * vx;
    ends[4] = across * uy - alongV * vy;
    ends[5] = across * uz - alongV * vz;
  }
  return force * bend * bend;
});
