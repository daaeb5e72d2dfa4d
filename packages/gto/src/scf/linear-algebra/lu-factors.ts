/** P·A = L·U of a square matrix, by Gaussian elimination with row pivoting, for many right-hand sides. */
export class LuFactors {
  /** U, and below its diagonal L without its ones; row-major. */
  private readonly factors: Float64Array;
  /** Row of A at each place. */
  private readonly order: Int32Array;
  /** Least absolute value of a pivot: near 0, A is singular to working precision. */
  readonly smallestPivot: number;

  /** @param matrix - n×n, row-major; not modified */
  constructor(
    matrix: Float64Array,
    private readonly n: number,
  ) {
    const m = matrix.slice();
    const order = Int32Array.from({ length: n }, (_, i) => i);
    let smallest = Number.POSITIVE_INFINITY;
    for (let column = 0; column < n; column++) {
      let pivot = column;
      for (let row = column + 1; row < n; row++) {
        if (Math.abs(m[row * n + column]) > Math.abs(m[pivot * n + column])) pivot = row;
      }
      const here = column * n;
      if (pivot !== column) {
        const upper = m.slice(here, here + n);
        m.copyWithin(here, pivot * n, (pivot + 1) * n);
        m.set(upper, pivot * n);
        const moved = order[column];
        order[column] = order[pivot];
        order[pivot] = moved;
      }
      const value = m[here + column];
      smallest = Math.min(smallest, Math.abs(value));
      for (let row = column + 1; row < n; row++) {
        const there = row * n;
        const factor = m[there + column] / value;
        m[there + column] = factor;
        if (factor === 0) continue;
        for (let k = column + 1; k < n; k++) m[there + k] -= factor * m[here + k];
      }
    }
    this.factors = m;
    this.order = order;
    this.smallestPivot = smallest;
  }

  /** x of A·x = b, A not singular; fresh. */
  solve(b: Float64Array): Float64Array {
    const { factors, n, order } = this;
    const x = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let value = b[order[i]];
      for (let k = 0; k < i; k++) value -= factors[i * n + k] * x[k];
      x[i] = value;
    }
    for (let i = n - 1; i >= 0; i--) {
      let value = x[i];
      for (let k = i + 1; k < n; k++) value -= factors[i * n + k] * x[k];
      x[i] = value / factors[i * n + i];
    }
    return x;
  }
}
