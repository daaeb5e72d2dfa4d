import { twists } from "./twists.js";

/** E = k((cos φ − c0)/sin φ)², with barriers at 0 and π (Bulacu et al. 2013, doi:10.1021/ct400219n). */
export const restrictedTorsions = twists(2, (out, phi, numbers, at) => {
  const height = numbers[at]!;
  const c0 = numbers[at + 1]!;
  const cosine = Math.cos(phi);
  const sine = Math.sin(phi);
  const ratio = (cosine - c0) / sine;
  out[0] = height * ratio * ratio;
  out[1] = (-2 * height * ratio * (1 - cosine * c0)) / (sine * sine);
});
