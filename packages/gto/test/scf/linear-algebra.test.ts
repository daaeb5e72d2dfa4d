import { createRandomStream } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { addSquare } from "../../src/scf/linear-algebra/add-square.js";
import { choleskyFromBelow } from "../../src/scf/linear-algebra/cholesky.js";
import { MatrixAlgebra } from "../../src/scf/linear-algebra/matrices.js";
import { multiply } from "../../src/scf/linear-algebra/multiply.js";
import { solveLinear } from "../../src/scf/linear-algebra/solve-linear.js";
import { symmetricEigen } from "../../src/scf/linear-algebra/symmetric-eigen.js";

const random = (count: number, name: string): Float64Array => {
  const out = new Float64Array(count);
  createRandomStream("linear algebra").split(name).fillNormal(out);
  return out;
};

function symmetric(n: number): Float64Array {
  const a = random(n * n, `symmetric ${n}`);
  return a.map((value, k) => value + a[(k % n) * n + Math.floor(k / n)]);
}

describe("symmetricEigen", () => {
  test.each([1, 2, 3, 7, 40])("A v = λ v, orthonormal and ascending, n = %i", (n) => {
    const a = symmetric(n);
    const kept = a.slice();
    const values = new Float64Array(n);
    const vectors = new Float64Array(n * n);
    symmetricEigen(values, vectors, a, n);
    expect(a).toEqual(kept);
    for (let k = 0; k < n; k++) {
      const v = vectors.subarray(k * n, (k + 1) * n);
      if (k > 0) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]);
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += a[i * n + j] * v[j];
        expect(Math.abs(sum - values[k] * v[i])).toBeLessThan(1e-12);
      }
      for (let other = 0; other <= k; other++) {
        let overlap = 0;
        for (let j = 0; j < n; j++) overlap += v[j] * vectors[other * n + j];
        expect(Math.abs(overlap - Number(other === k))).toBeLessThan(1e-13);
      }
    }
  });

  test("degenerate and diagonal matrices", () => {
    const values = new Float64Array(4);
    const vectors = new Float64Array(16);
    symmetricEigen(values, vectors, Float64Array.of(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, -1), 4);
    expect([...values]).toEqual([-1, 1, 2, 2]);
    // Eigenvalues of a ring of four: 2cos(πk/2).
    symmetricEigen(values, vectors, Float64Array.of(0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0), 4);
    [-2, 0, 0, 2].forEach((expected, k) => {
      expect(values[k]).toBeCloseTo(expected, 13);
    });
  });
});

describe("multiply", () => {
  test.each([
    [3, 5, 4],
    [1, 9, 6],
    [7, 1, 2],
    [6, 4, 1],
    [67, 261, 71],
    [65, 9, 70],
  ])("op(a)·op(b) in all four forms, %i×%i×%i", (rows, inner, columns) => {
    const a = random(rows * inner, "a");
    const b = random(inner * columns, "b");
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const out = new Float64Array(rows * columns).fill(Number.NaN);
        multiply(out, a, b, rows, inner, columns, transposeA, transposeB);
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let k = 0; k < inner; k++) {
              sum +=
                (transposeA ? a[k * rows + i] : a[i * inner + k]) *
                (transposeB ? b[j * inner + k] : b[k * columns + j]);
            }
            expect(out[i * columns + j]).toBeCloseTo(sum, 12);
          }
        }
      }
    }
  });
});

test.each([
  [5, 3],
  [97, 261],
])("addSquare adds a·aᵀ to the lower triangle, %i×%i", (rows, inner) => {
  const a = random(rows * inner, "a");
  const out = random(rows * rows, "there");
  const before = out.slice();
  addSquare(out, a, rows, inner);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = before[i * rows + j];
      for (let k = 0; k < inner; k++) sum += a[i * inner + k] * a[j * inner + k];
      expect(out[i * rows + j]).toBeCloseTo(sum, 12);
    }
  }
});

test("A = Lᵀ·L from below, and none of an indefinite matrix", () => {
  const n = 7;
  const rows = random(9 * n, "rows");
  const a = new MatrixAlgebra(multiply, symmetricEigen, addSquare).outer(rows, 9, n);
  const lower = choleskyFromBelow(a, n, 1e-12)!;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j > i) expect(lower[i * n + j]).toBe(0);
      let sum = 0;
      for (let k = 0; k < n; k++) sum += lower[k * n + i] * lower[k * n + j];
      expect(sum).toBeCloseTo(a[i * n + j], 12);
    }
  }
  expect(choleskyFromBelow(Float64Array.of(1, 2, 2, 1), 2, 1e-12)).toBeUndefined();
});

test("a matrix function: the square root of a positive matrix squares to it", () => {
  const algebra = new MatrixAlgebra(multiply, symmetricEigen, addSquare);
  const c = random(30, "rows");
  const positive = algebra.outer(c, 6, 5);
  const root = algebra.matrixFunction(positive, 5, Math.sqrt);
  algebra.product(root, root, 5, 5, 5).forEach((value, k) => {
    expect(value).toBeCloseTo(positive[k], 12);
  });
});

test("linear equations, singular ones recognised", () => {
  const x = solveLinear(Float64Array.of(0, 2, 1, 3), Float64Array.of(4, 5), 2)!;
  expect([...x]).toEqual([-1, 2]);
  expect(solveLinear(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1), 2)).toBeUndefined();
});
