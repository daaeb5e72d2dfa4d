import { createRandomStream } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { lowestEigenvectors } from "../../src/algebra/lowest-eigenvectors.js";

/** Largest |A·c − ε·c| and |⟨c|c′⟩ − δ| over the eigenvectors found, and the trace that is missing. */
function errors(matrix: Float64Array, n: number, count: number) {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * count);
  lowestEigenvectors(values, vectors, matrix, n, count);
  let residual = 0;
  let overlap = 0;
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < n; i++) {
      let sum = -values[k]! * vectors[i * count + k]!;
      for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vectors[j * count + k]!;
      residual = Math.max(residual, Math.abs(sum));
    }
    for (let l = 0; l <= k; l++) {
      let sum = k === l ? -1 : 0;
      for (let i = 0; i < n; i++) sum += vectors[i * count + k]! * vectors[i * count + l]!;
      overlap = Math.max(overlap, Math.abs(sum));
    }
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]! - values[i]!;
  return { residual, overlap, trace: Math.abs(trace), values };
}

function randomSymmetric(n: number, linked: (i: number, j: number) => boolean): Float64Array {
  const random = createRandomStream(3);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) if (linked(i, j)) matrix[i * n + j] = matrix[j * n + i] = random.uniform() - 0.5;
  }
  return matrix;
}

describe("lowest eigenvectors", () => {
  // One and several blocks of reflections, whole and not.
  test.each([
    [1, 1],
    [2, 1],
    [5, 3],
    [33, 33],
    [97, 40],
  ])("of %i rows, %i of them", (n, count) => {
    const { overlap, residual, trace, values } = errors(
      randomSymmetric(n, () => true),
      n,
      count,
    );
    expect(residual).toBeLessThan(1e-13 * n);
    expect(overlap).toBeLessThan(1e-13 * n);
    expect(trace).toBeLessThan(1e-13 * n);
    expect([...values]).toEqual([...values].sort((a, b) => a - b));
  });

  test("of a matrix of separate blocks, where reflections are missing and eigenvalues coincide", () => {
    const n = 80;
    const one = randomSymmetric(n / 2, (i, j) => Math.floor(i / 5) === Math.floor(j / 5));
    const twice = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i < n / 2 === j < n / 2) twice[i * n + j] = one[((i % (n / 2)) * n) / 2 + (j % (n / 2))]!;
      }
    }
    const { overlap, residual } = errors(twice, n, n);
    expect(residual).toBeLessThan(1e-12);
    expect(overlap).toBeLessThan(1e-12);
  });
});
