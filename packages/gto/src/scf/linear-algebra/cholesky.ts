import { transposed } from "./matrices.js";

/**
 * Lower triangular L with A = L·Lᵀ of a symmetric matrix.
 *
 * @param a - n×n, row-major; not modified
 * @returns L with zeros above the diagonal, or undefined when a pivot falls below `threshold` times the largest diagonal
 *   element: A is not positive definite to working precision
 */
export function cholesky(a: Float64Array, n: number, threshold: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, a[i * n + i]);
  for (let i = 0; i < n; i++) {
    const ri = i * n;
    for (let j = 0; j <= i; j++) {
      const rj = j * n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let k = 0;
      for (; k + 3 < j; k += 4) {
        s0 += l[ri + k] * l[rj + k];
        s1 += l[ri + k + 1] * l[rj + k + 1];
        s2 += l[ri + k + 2] * l[rj + k + 2];
        s3 += l[ri + k + 3] * l[rj + k + 3];
      }
      for (; k < j; k++) s0 += l[ri + k] * l[rj + k];
      const rest = a[ri + j] - (s0 + s1 + (s2 + s3));
      if (j < i) l[ri + j] = rest / l[rj + j];
      else {
        if (!(rest > threshold * largest)) return undefined;
        l[ri + i] = Math.sqrt(rest);
      }
    }
  }
  return l;
}

/** Lower triangular L with A = Lᵀ·L of a symmetric matrix; otherwise as {@link cholesky}. */
export function choleskyFromBelow(a: Float64Array, n: number, threshold: number): Float64Array | undefined {
  // The last row and column come first.
  const upper = cholesky(a.slice().reverse(), n, threshold)?.reverse();
  return upper && transposed(upper, n);
}

/** Inverse of a lower triangular matrix, fresh. */
export function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k];
      if (factor === 0) continue;
      const source = k * n;
      for (let j = 0; j <= k; j++) inverse[row + j] -= factor * inverse[source + j];
    }
    const pivot = 1 / l[row + i];
    for (let j = 0; j < i; j++) inverse[row + j] *= pivot;
    inverse[row + i] = pivot;
  }
  return inverse;
}

/**
 * Rows r_k with A = Σ_k r_kᵀ·r_k of a positive semidefinite matrix of any rank, by Cholesky decomposition with pivoting.
 *
 * @param a - n×n, symmetric; not modified
 * @param threshold - the decomposition ends when no diagonal element of the remainder exceeds this
 * @returns rank×n, or undefined when a diagonal element of the remainder falls below −threshold: A is indefinite
 */
export function pivotedCholesky(a: Float64Array, n: number, threshold: number): Float64Array | undefined {
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) rest[i] = a[i * n + i];
  const rows: Float64Array[] = [];
  for (;;) {
    let pivot = 0;
    for (let i = 0; i < n; i++) {
      if (rest[i] < -threshold) return undefined;
      if (rest[i] > rest[pivot]) pivot = i;
    }
    if (n === 0 || rest[pivot] <= threshold || rows.length === n) break;
    const row = a.slice(pivot * n, (pivot + 1) * n);
    for (const other of rows) {
      const factor = other[pivot];
      for (let j = 0; j < n; j++) row[j] -= factor * other[j];
    }
    const scale = 1 / Math.sqrt(rest[pivot]);
    for (let j = 0; j < n; j++) row[j] *= scale;
    for (let j = 0; j < n; j++) rest[j] -= row[j] * row[j];
    rest[pivot] = 0;
    rows.push(row);
  }
  // A zero diagonal of a semidefinite matrix has a zero row: anything else is an indefinite matrix.
  const out = new Float64Array(rows.length * n);
  rows.forEach((row, k) => {
    out.set(row, k * n);
  });
  return out;
}
