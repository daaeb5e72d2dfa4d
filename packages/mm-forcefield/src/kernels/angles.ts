import { bends } from "./bends.js";

/** Harmonic angles, E = k(θ − θ0)². */
export const angles = bends(2, (out, theta, numbers, at) => {
  const force = numbers[at]!;
  const bend = theta - numbers[at + 1]!;
  out[0] = force * bend * bend;
  out[1] = 2 * force * bend;
});
