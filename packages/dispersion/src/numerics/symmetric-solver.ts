import { InputError } from "@qmmm/core";

/**
 * Factors A = L·D·Lᵀ of a symmetric matrix, L with unit diagonal (Golub and Van Loan, Matrix Computations, 4.1.2). Without
 * pivoting: for matrices that are positive definite, or fail to be so by little.
 */
export class SymmetricSolver {
  /** Row i holds L below the diagonal and D on it; full n × n, upper part unused. */
  private readonly factor: Float64Array;

  /**
   * @param matrix - n × n, row by row, of which the lower triangle is read; overwritten and kept
   * @throws QmmmError `QMMM_DISPERSION_CHARGES` when a pivot vanishes
   */
  constructor(
    matrix: Float64Array,
    private readonly n: number,
  ) {
    this.factor = matrix;
    const scaled = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const row = i * n;
      // Row i: first L·D (in `scaled`), then L.
      for (let j = 0; j < i; j++) scaled[j] = matrix[row + j]! - this.dot(j * n, scaled, j);
      let pivot = matrix[row + i]!;
      for (let j = 0; j < i; j++) {
        const l = scaled[j]! / matrix[j * n + j]!;
        matrix[row + j] = l;
        pivot -= l * scaled[j]!;
      }
      if (!(Math.abs(pivot) > 1e-10)) {
        throw new InputError(
          "QMMM_DISPERSION_CHARGES",
          "The charges of the dispersion correction can't be determined",
          {
            value: i,
            action: "Check the structure: atoms are probably on top of each other",
          },
        );
      }
      matrix[row + i] = pivot;
    }
  }

  /** Σ over k < count of factor[start + k]·vector[k], in four partial sums. */
  private dot(start: number, vector: Float64Array, count: number): number {
    const { factor } = this;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let k = 0;
    for (; k + 3 < count; k += 4) {
      s0 += factor[start + k]! * vector[k]!;
      s1 += factor[start + k + 1]! * vector[k + 1]!;
      s2 += factor[start + k + 2]! * vector[k + 2]!;
      s3 += factor[start + k + 3]! * vector[k + 3]!;
    }
    for (; k < count; k++) s0 += factor[start + k]! * vector[k]!;
    return s0 + s1 + (s2 + s3);
  }

  /** The solution x of A·x = b; fresh. */
  solve(b: Float64Array): Float64Array {
    const { factor, n } = this;
    const x = b.slice();
    for (let i = 0; i < n; i++) x[i]! -= this.dot(i * n, x, i);
    for (let i = 0; i < n; i++) x[i]! /= factor[i * n + i]!;
    for (let i = n - 1; i > 0; i--) {
      const value = x[i]!;
      for (let j = 0; j < i; j++) x[j]! -= factor[i * n + j]! * value;
    }
    return x;
  }
}
