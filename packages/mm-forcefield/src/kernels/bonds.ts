import { stretches } from "./stretches.js";

/** Harmonic bonds, E = k(r − r0)². */
export const bonds = stretches(2, (out, r, numbers, at) => {
  const k = numbers[at]!;
  const stretch = r - numbers[at + 1]!;
  out[0] = k * stretch * stretch;
  out[1] = 2 * k * stretch;
});
