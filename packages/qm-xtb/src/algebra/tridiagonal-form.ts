/** A symmetric matrix A as H_(n−1)…H_1·T·H_1…H_(n−1), with T tridiagonal and reflections H_i = 1 − v·vᵀ/h. */
export interface TridiagonalForm {
  /** Diagonal of T; length n. */
  readonly diagonal: Float64Array;
  /** Beside the diagonal: [i] couples i − 1 and i; [0] is 0. */
  readonly offDiagonal: Float64Array;
  /** Row i holds the i components of v of reflection i; n×n. */
  readonly reflections: Float64Array;
  /** h of the reflections; 0 for none. */
  readonly norms: Float64Array;
}

/**
 * Householder's reduction, from the last row up (Martin, Reinsch and Wilkinson 1968, doi:10.1007/BF02161360). One pass over
 * the matrix per reflection: the last one's update of rank two and the product with the next vector go together.
 *
 * @param matrix - symmetric, n×n; the lower triangle is read; not modified
 */
export function tridiagonalForm(matrix: Float64Array, n: number): TridiagonalForm {
  const a = matrix.slice();
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const norms = new Float64Array(n);
  // The update A −= v·wᵀ + w·vᵀ that is still owed to the leading rows.
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  const product = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    for (let k = 0; k <= i; k++) a[row + k] -= v[i] * w[k] + w[i] * v[k];
    diagonal[i] = a[row + i];
    const h = reflect(a, row, i, offDiagonal);
    norms[i] = h;
    product.fill(0, 0, i);
    const next = a.subarray(row, row + i);
    updateAndMultiply(a, product, next, v, w, n, i, h === 0 ? 0 : 1);
    if (h === 0) {
      v.fill(0);
      w.fill(0);
      continue;
    }
    let overlap = 0;
    for (let k = 0; k < i; k++) {
      product[k] /= h;
      overlap += product[k] * next[k];
    }
    for (let k = 0; k < i; k++) {
      v[k] = next[k];
      w[k] = product[k] - (0.5 * overlap * next[k]) / h;
    }
  }
  diagonal[0] = a[0] - 2 * v[0] * w[0];
  return { diagonal, offDiagonal, reflections: a, norms };
}

/**
 * A −= v·wᵀ + w·vᵀ and product += factor·A·x in one pass over the lower triangle of the leading `size` rows, two at a time.
 */
function updateAndMultiply(
  a: Float64Array,
  product: Float64Array,
  x: Float64Array,
  v: Float64Array,
  w: Float64Array,
  n: number,
  size: number,
  factor: number,
): void {
  let j = 0;
  for (; j + 1 < size; j += 2) {
    const upper = j * n;
    const lower = upper + n;
    const v0 = v[j];
    const w0 = w[j];
    const x0 = factor * x[j];
    const v1 = v[j + 1];
    const w1 = w[j + 1];
    const x1 = factor * x[j + 1];
    let sum0 = 0;
    let sum1 = 0;
    for (let k = 0; k < j; k++) {
      const vk = v[k];
      const wk = w[k];
      const xk = x[k];
      const value0 = a[upper + k] - v0 * wk - w0 * vk;
      const value1 = a[lower + k] - v1 * wk - w1 * vk;
      a[upper + k] = value0;
      a[lower + k] = value1;
      sum0 += value0 * xk;
      sum1 += value1 * xk;
      product[k] += value0 * x0 + value1 * x1;
    }
    const value0 = a[upper + j] - 2 * v0 * w0;
    const between = a[lower + j] - v1 * w0 - w1 * v0;
    const value1 = a[lower + j + 1] - 2 * v1 * w1;
    a[upper + j] = value0;
    a[lower + j] = between;
    a[lower + j + 1] = value1;
    product[j] += factor * sum0 + value0 * x0 + between * x1;
    product[j + 1] += factor * sum1 + between * x0 + value1 * x1;
  }
  if (j === size) return;
  const row = j * n;
  let sum = 0;
  for (let k = 0; k < j; k++) {
    const value = a[row + k] - v[j] * w[k] - w[j] * v[k];
    a[row + k] = value;
    sum += value * x[k];
    product[k] += factor * value * x[j];
  }
  const value = a[row + j] - 2 * v[j] * w[j];
  a[row + j] = value;
  product[j] += factor * (sum + value * x[j]);
}

/** Turns row i into the reflection that leaves only its last component beside the diagonal; returns h. */
function reflect(a: Float64Array, row: number, i: number, offDiagonal: Float64Array): number {
  let scale = 0;
  for (let k = 0; k < i - 1; k++) scale = Math.max(scale, Math.abs(a[row + k]));
  const last = a[row + i - 1];
  if (scale === 0) {
    offDiagonal[i] = last;
    return 0;
  }
  let sum = 0;
  for (let k = 0; k < i; k++) sum += a[row + k] * a[row + k];
  const root = last >= 0 ? -Math.sqrt(sum) : Math.sqrt(sum);
  offDiagonal[i] = root;
  a[row + i - 1] = last - root;
  return sum - last * root;
}
