/**
 * Solves A·x = b by Gaussian elimination with row pivoting.
 *
 * @param a - n×n, row-major; not modified
 * @returns x, or undefined when A is singular to working precision
 */
export function solveLinear(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const m = a.slice();
  const x = b.slice();
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(m[row * n + column]) > Math.abs(m[pivot * n + column])) pivot = row;
    }
    const value = m[pivot * n + column];
    if (!(Math.abs(value) > 1e-14)) return undefined;
    if (pivot !== column) {
      for (let k = 0; k < n; k++) {
        const swap = m[column * n + k];
        m[column * n + k] = m[pivot * n + k];
        m[pivot * n + k] = swap;
      }
      const swap = x[column];
      x[column] = x[pivot];
      x[pivot] = swap;
    }
    for (let row = column + 1; row < n; row++) {
      const factor = m[row * n + column] / value;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) m[row * n + k] -= factor * m[column * n + k];
      x[row] -= factor * x[column];
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] -= m[row * n + k] * x[k];
    x[row] /= m[row * n + row];
  }
  return x;
}
