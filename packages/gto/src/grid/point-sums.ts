/**
 * Adds Σ_f φ_f X_f to `sums` and, for order 1, Σ_f ∂_kφ_f X_f to the three rows that follow.
 *
 * @param sums - (1 or 4)×count
 * @param values - components of functions×count
 * @param products - X, functions×count
 */
export function addRowProducts(
  sums: Float64Array,
  values: Float64Array,
  products: Float64Array,
  functions: number,
  count: number,
  order: 0 | 1,
): void {
  const stride = functions * count;
  const [ySums, zSums, wSums] = [count, 2 * count, 3 * count];
  for (let f = 0; f < functions; f++) {
    const row = f * count;
    if (order === 0) {
      for (let p = 0; p < count; p++) sums[p] += values[row + p] * products[row + p];
      continue;
    }
    const x = row + stride;
    const y = x + stride;
    const z = y + stride;
    for (let p = 0; p < count; p++) {
      const product = products[row + p];
      sums[p] += values[row + p] * product;
      sums[ySums + p] += values[x + p] * product;
      sums[zSums + p] += values[y + p] * product;
      sums[wSums + p] += values[z + p] * product;
    }
  }
}

/** sums_p += factor·Σ_f a_fp b_fp, both functions×count. */
export function addProducts(
  sums: Float64Array,
  a: Float64Array,
  b: Float64Array,
  functions: number,
  count: number,
  factor: number,
): void {
  for (let row = 0; row < functions * count; row += count) {
    for (let p = 0; p < count; p++) sums[p] += factor * a[row + p] * b[row + p];
  }
}

/** out_fp = weights_p φ_fp + Σ_k slopeWeights_kp ∂_kφ_fp; the weights as one row, or the four of `weights`. */
export function combineRows(
  out: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  functions: number,
  count: number,
  order: 0 | 1,
): void {
  const stride = functions * count;
  const [ySums, zSums, wSums] = [count, 2 * count, 3 * count];
  for (let row = 0; row < stride; row += count) {
    if (order === 0) {
      for (let p = 0; p < count; p++) out[row + p] = weights[p] * values[row + p];
      continue;
    }
    const x = row + stride;
    const y = x + stride;
    const z = y + stride;
    for (let p = 0; p < count; p++) {
      out[row + p] =
        weights[p] * values[row + p] +
        weights[ySums + p] * values[x + p] +
        weights[zSums + p] * values[y + p] +
        weights[wSums + p] * values[z + p];
    }
  }
}

/** out_fp = weights_p a_fp. */
export function scaleRows(
  out: Float64Array,
  a: Float64Array,
  weights: Float64Array,
  functions: number,
  count: number,
): void {
  for (let row = 0; row < functions * count; row += count) {
    for (let p = 0; p < count; p++) out[row + p] = weights[p] * a[row + p];
  }
}

/** out_fp += weights_p a_fp. */
export function addScaledRows(
  out: Float64Array,
  a: Float64Array,
  weights: Float64Array,
  functions: number,
  count: number,
): void {
  for (let row = 0; row < functions * count; row += count) {
    for (let p = 0; p < count; p++) out[row + p] += weights[p] * a[row + p];
  }
}

/** Adds 2 a_p b_p to every element of `sums` and returns what is added; a from `row` on, b from `row` + `offset`. */
export function addTwiceProducts(
  sums: Float64Array,
  a: Float64Array,
  b: Float64Array,
  row: number,
  offset: number,
): number {
  let sum = 0;
  for (let p = 0; p < sums.length; p++) {
    const value = 2 * a[row + p] * b[row + offset + p];
    sum += value;
    sums[p] += value;
  }
  return sum;
}
