import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";
import { spreadPairForce } from "./spread.js";

/** A function of a distance: sets out[0] to its energy and out[1] to dE/dr, for the numbers that begin at `at`. */
type Stretch = (out: Float64Array, r: number, numbers: Float64Array, at: number) => void;

/** The kernel of functions of a bond length, with so many numbers each. */
export function stretches(width: number, stretch: Stretch): BondedKernel {
  return (energies, forces, virial, positions, cell, atoms, parameters) => {
    const d = new Float64Array(3);
    const out = new Float64Array(2);
    const wantForces = forces.length > 0;
    let energy = 0;
    for (let n = 0; 2 * n < atoms.length; n++) {
      const i = 3 * atoms[2 * n]!;
      const j = 3 * atoms[2 * n + 1]!;
      difference(d, 0, positions, i, j, cell);
      const x = d[0]!;
      const y = d[1]!;
      const z = d[2]!;
      const r = Math.sqrt(x * x + y * y + z * z);
      stretch(out, r, parameters, width * n);
      energy += out[0]!;
      if (wantForces) spreadPairForce(forces, virial, i, j, -out[1]! / r, x, y, z);
    }
    energies[0] += energy;
  };
}

/** Bonds of GROMOS, E = k(r² − r0²)² (van Gunsteren et al. 1996, GROMOS96 manual). */
export const quarticBonds = stretches(2, (out, r, numbers, at) => {
  const k = numbers[at]!;
  const r0 = numbers[at + 1]!;
  const stretch = r * r - r0 * r0;
  out[0] = k * stretch * stretch;
  out[1] = 4 * k * r * stretch;
});

/** E = D(1 − exp(−β(r − r0)))² (Morse 1929, doi:10.1103/PhysRev.34.57). */
export const morseBonds = stretches(3, (out, r, numbers, at) => {
  const depth = numbers[at]!;
  const beta = numbers[at + 1]!;
  const decay = Math.exp(-beta * (r - numbers[at + 2]!));
  out[0] = depth * (1 - decay) * (1 - decay);
  out[1] = 2 * depth * beta * decay * (1 - decay);
});

/** E = k(r − r0)²(1 + c(r − r0)) (Ferguson 1995, doi:10.1002/jcc.540160413). */
export const cubicBonds = stretches(3, (out, r, numbers, at) => {
  const k = numbers[at]!;
  const c = numbers[at + 1]!;
  const stretch = r - numbers[at + 2]!;
  out[0] = k * stretch * stretch * (1 + c * stretch);
  out[1] = k * stretch * (2 + 3 * c * stretch);
});

/**
 * E = −½kR² ln(1 − r²/R²), infinite from r = R on (finitely extensible: Kremer and Grest 1990, doi:10.1063/1.458541).
 */
export const feneBonds = stretches(2, (out, r, numbers, at) => {
  const k = numbers[at]!;
  const limit = numbers[at + 1]!;
  const rest = Math.max(0, 1 - (r * r) / (limit * limit));
  out[0] = -0.5 * k * limit * limit * Math.log(rest);
  out[1] = (k * r) / rest;
});

/** E = k(r − edge)² outside r1 to r2, and straight on with the slope at r3 beyond that. */
export const flatBonds = stretches(4, (out, r, numbers, at) => {
  const k = numbers[at]!;
  const upper = numbers[at + 2]!;
  const straight = numbers[at + 3]!;
  const edge = Math.min(Math.max(r, numbers[at + 1]!), upper);
  const stretch = Math.min(r, straight) - edge;
  out[0] = k * stretch * stretch;
  out[1] = 2 * k * stretch;
  if (r > straight) out[0] += out[1] * (r - straight);
});
