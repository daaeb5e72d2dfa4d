import type { LinearAlgebraKernels } from "./contracts.js";

const MAX_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form and implicit QL.
 *
 * Bowdler, Martin, Reinsch & Wilkinson, Numer. Math. 11, 293 (1968), doi:10.1007/BF02166688 (tred2, tql2), with the
 * transformation held transposed so that every inner loop runs along a row.
 */
export const symmetricEigen: LinearAlgebraKernels["gto/symmetricEigen"] = (values, vectors, matrix, n) => {
  if (n === 0) return;
  if (n === 1) {
    values[0] = matrix[0];
    vectors[0] = 1;
    return;
  }
  const offDiagonal = new Float64Array(n);
  vectors.set(matrix.subarray(0, n * n));
  tridiagonalise(values, offDiagonal, vectors, n);
  implicitQl(values, offDiagonal, vectors, n);
  sortAscending(values, vectors, n);
};

/** Reduces the matrix held in `v` to tridiagonal (d, e) and leaves the transposed transformation in `v`. */
function tridiagonalise(d: Float64Array, e: Float64Array, v: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1];
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
    if (scale === 0) {
      e[i] = d[i - 1];
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1];
        v[j * n + i] = 0;
        v[i * n + j] = 0;
      }
    } else {
      const inverse = 1 / scale;
      for (let k = 0; k < i; k++) {
        d[k] *= inverse;
        h += d[k] * d[k];
      }
      let f = d[i - 1];
      let g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      d[i - 1] = f - g;
      e.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        const row = j * n;
        f = d[j];
        v[i * n + j] = f;
        g = e[j] + v[row + j] * f;
        for (let k = j + 1; k < i; k++) {
          const value = v[row + k];
          g += value * d[k];
          e[k] += value * f;
        }
        e[j] = g;
      }
      f = 0;
      for (let j = 0; j < i; j++) {
        e[j] /= h;
        f += e[j] * d[j];
      }
      const half = f / (h + h);
      for (let j = 0; j < i; j++) e[j] -= half * d[j];
      for (let j = 0; j < i; j++) {
        const row = j * n;
        f = d[j];
        g = e[j];
        for (let k = j; k < i; k++) v[row + k] -= f * e[k] + g * d[k];
        d[j] = v[row + i - 1];
        v[row + i] = 0;
      }
    }
    d[i] = h;
  }
  for (let i = 0; i < n - 1; i++) {
    const next = (i + 1) * n;
    v[i * n + n - 1] = v[i * n + i];
    v[i * n + i] = 1;
    const h = d[i + 1];
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[next + k] / h;
      for (let j = 0; j <= i; j++) {
        const row = j * n;
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[next + k] * v[row + k];
        for (let k = 0; k <= i; k++) v[row + k] -= g * d[k];
      }
    }
    v.fill(0, next, next + i + 1);
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1];
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

/** Diagonalises the tridiagonal (d, e), turning the rows of `v` into eigenvectors. */
function implicitQl(d: Float64Array, e: Float64Array, v: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i];
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * largest) m++;
    for (let sweep = 0; m > l && sweep < MAX_SWEEPS; sweep++) {
      let g = d[l];
      let p = (d[l + 1] - g) / (2 * e[l]);
      let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
      d[l] = e[l] / (p + r);
      d[l + 1] = e[l] * (p + r);
      const next = d[l + 1];
      let h = g - d[l];
      for (let i = l + 2; i < n; i++) d[i] -= h;
      shift += h;
      p = d[m];
      let c = 1;
      let c2 = 1;
      let c3 = 1;
      const edge = e[l + 1];
      let s = 0;
      let s2 = 0;
      for (let i = m - 1; i >= l; i--) {
        c3 = c2;
        c2 = c;
        s2 = s;
        g = c * e[i];
        h = c * p;
        r = Math.sqrt(p * p + e[i] * e[i]);
        e[i + 1] = s * r;
        s = e[i] / r;
        c = p / r;
        p = c * d[i] - s * g;
        d[i + 1] = h + s * (c * g + s * d[i]);
        const low = i * n;
        const high = low + n;
        for (let k = 0; k < n; k++) {
          const x = v[low + k];
          const y = v[high + k];
          v[high + k] = s * x + c * y;
          v[low + k] = c * x - s * y;
        }
      }
      p = (-s * s2 * c3 * edge * e[l]) / next;
      e[l] = s * p;
      d[l] = c * p;
      if (Math.abs(e[l]) <= Number.EPSILON * largest) break;
    }
    d[l] += shift;
    e[l] = 0;
  }
}

function sortAscending(values: Float64Array, vectors: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (values[j] < values[least]) least = j;
    if (least === i) continue;
    const value = values[i];
    values[i] = values[least];
    values[least] = value;
    for (let k = 0; k < n; k++) {
      const x = vectors[i * n + k];
      vectors[i * n + k] = vectors[least * n + k];
      vectors[least * n + k] = x;
    }
  }
}
