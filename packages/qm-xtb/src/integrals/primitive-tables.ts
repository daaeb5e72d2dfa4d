import { LINE, POWERS_B } from "./shell-pair-layout.js";

/** Pairs of primitives with a smaller factor exp(−x) are left out. */
export const LARGEST_EXPONENT = 45;

/**
 * One-dimensional overlaps ∫ (x − A)^i (x − B)^j exp(−a(x − A)² − b(x − B)²) dx, i ≤ highestA, j ≤ highestB, without their
 * Gaussian prefactor, at `start` + 4i + j. Obara and Saika 1986, doi:10.1063/1.450106.
 *
 * @param first - the overlap for i = j = 0
 * @param fromA - P − A, with P the centre of the product; a0
 * @param fromB - P − B, a0
 * @param halfInverse - 1/(2(a + b)), a0²
 */
export function fillLine(
  table: Float64Array,
  start: number,
  first: number,
  fromA: number,
  fromB: number,
  halfInverse: number,
  highestA: number,
  highestB: number,
): void {
  table[start] = first;
  for (let i = 0; i < highestA; i++) {
    const here = start + i * POWERS_B;
    table[here + POWERS_B] = fromA * table[here] + (i > 0 ? halfInverse * i * table[here - POWERS_B] : 0);
  }
  for (let i = 0; i <= highestA; i++) {
    const row = start + i * POWERS_B;
    for (let j = 0; j < highestB; j++) {
      let value = fromB * table[row + j];
      if (j > 0) value += halfInverse * j * table[row + j - 1];
      if (i > 0) value += halfInverse * i * table[row + j - POWERS_B];
      table[row + j + 1] = value;
    }
  }
}

/** Derivatives of a line by the place of B: 2b·(j + 1) − j·(j − 1), for j up to highestB. */
export function fillSlopes(
  slopes: Float64Array,
  table: Float64Array,
  start: number,
  b: number,
  highestA: number,
  highestB: number,
): void {
  for (let i = 0; i <= highestA; i++) {
    const row = start + i * POWERS_B;
    slopes[row] = 2 * b * table[row + 1];
    for (let j = 1; j <= highestB; j++) slopes[row + j] = 2 * b * table[row + j + 1] - j * table[row + j - 1];
  }
}

/** Room for the lines of x, y and z. */
export function lines(): Float64Array {
  return new Float64Array(3 * LINE);
}
