/** Rounding of double precision. */
const EPSILON = 2 ** -52;
const SWEEPS = 60;
/** Eigenvectors whose eigenvalues lie closer, in units of the norm, are made orthogonal to one another. */
const CLUSTER = 1e-3;
const INVERSE_ITERATIONS = 3;

/**
 * Eigenvalues of a tridiagonal matrix, ascending, by implicit QL (Dubrulle, Martin and Wilkinson 1968, doi:10.1007/BF02165404).
 *
 * @param offDiagonal - [i] couples i − 1 and i
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, offDiagonal: Float64Array): Float64Array {
  const n = diagonal.length;
  const d = diagonal.slice();
  const e = new Float64Array(n);
  e.set(offDiagonal.subarray(1));
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      let r = Math.sqrt(g * g + 1);
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
      }
      if (r === 0 && i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d.sort();
}

/**
 * Eigenvectors of a tridiagonal matrix by inverse iteration, as rows (Peters and Wilkinson 1971,
 * doi:10.1007/978-3-642-86940-2_30). The start is a fixed sequence, so that results repeat.
 *
 * @param values - all eigenvalues, ascending
 * @param vectors - the first `count` eigenvectors; count×n, overwritten
 */
export function tridiagonalEigenvectors(
  vectors: Float64Array,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  values: Float64Array,
  count: number,
): void {
  const n = diagonal.length;
  let norm = 0;
  for (let i = 0; i < n; i++) {
    norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(offDiagonal[i]) + Math.abs(offDiagonal[i + 1] ?? 0));
  }
  const solver = new ShiftedSolver(diagonal, offDiagonal, norm === 0 ? EPSILON : EPSILON * norm);
  let cluster = 0;
  let shift = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    if (k > 0 && values[k] - values[k - 1] > CLUSTER * norm) cluster = k;
    // Equal eigenvalues get shifts that differ a little.
    shift = Math.max(values[k], shift + 10 * EPSILON * norm);
    solver.factorise(shift);
    const vector = vectors.subarray(k * n, (k + 1) * n);
    for (let i = 0; i < n; i++) vector[i] = startComponent(i + k * n);
    for (let iteration = 0; iteration < INVERSE_ITERATIONS; iteration++) {
      normalise(vector);
      solver.solve(vector);
      normalise(vector);
      for (let other = cluster; other < k; other++) {
        const at = other * n;
        let overlap = 0;
        for (let i = 0; i < n; i++) overlap += vectors[at + i] * vector[i];
        for (let i = 0; i < n; i++) vector[i] -= overlap * vectors[at + i];
      }
    }
    normalise(vector);
  }
}

/** Evenly spread numbers between −½ and ½: multiples of the golden ratio. */
function startComponent(k: number): number {
  const x = (k + 1) * 0.6180339887498949;
  return x - Math.floor(x) - 0.5;
}

function normalise(vector: Float64Array): void {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]));
  if (largest === 0) return;
  let sum = 0;
  for (let i = 0; i < vector.length; i++) {
    vector[i] /= largest;
    sum += vector[i] * vector[i];
  }
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i] *= scale;
}

/** Solves (T − λ)x = b by elimination with row pivoting; a pivot of zero becomes the rounding of T. */
class ShiftedSolver {
  /** Rows of the upper triangle: diagonal and two beside it; then multipliers, and whether rows changed places. */
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly third: Float64Array;
  private readonly factor: Float64Array;
  private readonly swapped: Uint8Array;

  constructor(
    private readonly diagonal: Float64Array,
    private readonly offDiagonal: Float64Array,
    private readonly tiny: number,
  ) {
    const n = diagonal.length;
    this.first = new Float64Array(n);
    this.second = new Float64Array(n);
    this.third = new Float64Array(n);
    this.factor = new Float64Array(n);
    this.swapped = new Uint8Array(n);
  }

  factorise(shift: number): void {
    const { diagonal, factor, first, offDiagonal, second, swapped, third, tiny } = this;
    const n = diagonal.length;
    let a = diagonal[0] - shift;
    let b = n > 1 ? offDiagonal[1] : 0;
    for (let i = 0; i < n - 1; i++) {
      const below = offDiagonal[i + 1];
      const nextA = diagonal[i + 1] - shift;
      const nextB = i + 2 < n ? offDiagonal[i + 2] : 0;
      if (Math.abs(below) > Math.abs(a)) {
        swapped[i] = 1;
        factor[i] = a / below;
        first[i] = below;
        second[i] = nextA;
        third[i] = nextB;
        a = b - factor[i] * nextA;
        b = -factor[i] * nextB;
      } else {
        swapped[i] = 0;
        if (a === 0) a = tiny;
        factor[i] = below / a;
        first[i] = a;
        second[i] = b;
        third[i] = 0;
        a = nextA - factor[i] * b;
        b = nextB;
      }
    }
    first[n - 1] = Math.abs(a) < tiny ? tiny : a;
    second[n - 1] = 0;
    third[n - 1] = 0;
  }

  /** x in place of b. */
  solve(x: Float64Array): void {
    const { factor, first, second, swapped, third } = this;
    const n = x.length;
    for (let i = 0; i < n - 1; i++) {
      if (swapped[i] === 1) {
        const upper = x[i];
        x[i] = x[i + 1];
        x[i + 1] = upper - factor[i] * x[i];
      } else x[i + 1] -= factor[i] * x[i];
    }
    for (let i = n - 1; i >= 0; i--) {
      let value = x[i];
      if (i + 1 < n) value -= second[i] * x[i + 1];
      if (i + 2 < n) value -= third[i] * x[i + 2];
      x[i] = value / first[i];
    }
  }
}
