import type { KernelTable } from "@qmmm/core";
import type { ReciprocalSum } from "./reciprocal-sum.js";
import type { EwaldSettings } from "./settings.js";

/** Ewald's reciprocal sum, term by term (Ewald 1921, doi:10.1002/andp.19213690304): the reference for every other way. */
export function ewaldSum({ beta, waves }: EwaldSettings, kernels: KernelTable): ReciprocalSum {
  const structureOf = kernels.get("mm/ewaldStructure");
  const interpolate = kernels.get("mm/ewaldInterpolate");
  const structure = new Float64Array((2 * waves.length) / 3);
  return (potential, gradient, virial, points, positions, charges, cell) => {
    structureOf(structure, positions, cell, charges, waves);
    weighWaves(structure, virial, cell, beta, waves);
    interpolate(potential, gradient, points, cell, structure, waves);
  };
}

/**
 * Turns structure factors into the coefficients of their long-range potential, in place; adds to `virial` (9 or 0) −∂E/∂ε of
 * their energy.
 */
export function weighWaves(
  structure: Float64Array,
  virial: Float64Array,
  cell: Float64Array,
  beta: number,
  waves: Int32Array,
): void {
  const decay = (Math.PI / beta) ** 2;
  const volume = volumeOf(cell);
  for (let n = 0, at = 0; n < waves.length; n += 3, at += 2) {
    const m = [0, 1, 2].map(
      (d) => waves[n]! * cell[9 + d]! + waves[n + 1]! * cell[12 + d]! + waves[n + 2]! * cell[15 + d]!,
    );
    const m2 = m[0]! ** 2 + m[1]! ** 2 + m[2]! ** 2;
    // Twice, for the opposite vector.
    const weight = (2 * Math.exp(-decay * m2)) / (Math.PI * volume * m2);
    const re = structure[at]!;
    const im = structure[at + 1]!;
    structure[at] = weight * re;
    structure[at + 1] = weight * im;
    if (virial.length === 0) continue;
    const energy = 0.5 * weight * (re * re + im * im);
    const slope = 2 * energy * (decay + 1 / m2);
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) virial[3 * a + b] += (a === b ? energy : 0) - slope * m[a]! * m[b]!;
    }
  }
}

/** Volume (a0³) of a cell of 18 numbers. */
export function volumeOf(c: Float64Array): number {
  return (
    c[0]! * (c[4]! * c[8]! - c[5]! * c[7]!) -
    c[1]! * (c[3]! * c[8]! - c[5]! * c[6]!) +
    c[2]! * (c[3]! * c[7]! - c[4]! * c[6]!)
  );
}
