import { twists } from "./twists.js";

const TURN = 2 * Math.PI;

/** Harmonic impropers, E = k·d² with d = ψ − ψ0 brought to (−π, π]: ψ0 may lie at the seam, ±π. */
export const harmonicImpropers = twists(2, (out, psi, numbers, at) => {
  const force = numbers[at]!;
  const difference = psi - numbers[at + 1]!;
  const bend = difference - TURN * Math.round(difference / TURN);
  out[0] = force * bend * bend;
  out[1] = 2 * force * bend;
});
