import { twists } from "./twists.js";

/**
 * Periodic torsions, E = k(1 + cos(nφ − δ)). Impropers of Amber are the same function of four atoms that are bonded
 * otherwise.
 */
export const torsions = twists(3, (out, phi, numbers, at) => {
  const height = numbers[at]!;
  const periodicity = numbers[at + 1]!;
  const argument = periodicity * phi - numbers[at + 2]!;
  out[0] = height * (1 + Math.cos(argument));
  out[1] = -height * periodicity * Math.sin(argument);
});
