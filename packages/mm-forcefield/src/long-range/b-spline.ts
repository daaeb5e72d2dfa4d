/** Orders of B-splines that the grid kernels take. */
export const LOWEST_ORDER = 3;
export const HIGHEST_ORDER = 8;

/**
 * Values and derivatives of a cardinal B-spline at the grid points that it touches, by the recursion of Essmann et al. 1995
 * (doi:10.1063/1.470117, appendix): entry j belongs to grid point ⌊u⌋ + j, the same shift for every charge and point.
 *
 * @param values - entries `at` … `at + order − 1` are overwritten
 * @param slopes - likewise, derivatives with respect to u; length 0 when not wanted
 * @param w - u − ⌊u⌋
 */
export function splineAt(values: Float64Array, slopes: Float64Array, at: number, order: number, w: number): void {
  values[at + order - 1] = 0;
  values[at + 1] = w;
  values[at] = 1 - w;
  for (let degree = 3; degree < order; degree++) raise(values, at, degree, w);
  if (slopes.length > 0) {
    slopes[at] = -values[at]!;
    for (let j = 1; j < order; j++) slopes[at + j] = values[at + j - 1]! - values[at + j]!;
  }
  raise(values, at, order, w);
}

/** From the spline of order n − 1 to that of order n. */
function raise(values: Float64Array, at: number, n: number, w: number): void {
  const scale = 1 / (n - 1);
  values[at + n - 1] = scale * w * values[at + n - 2]!;
  for (let j = 1; j < n - 1; j++) {
    values[at + n - j - 1] = scale * ((w + j) * values[at + n - j - 2]! + (n - j - w) * values[at + n - j - 1]!);
  }
  values[at] = scale * (1 - w) * values[at]!;
}

/**
 * Squared factors |b(k)|² by which splines of an order represent exp(2πi k·u/n) (Essmann et al. 1995, eq. 4.4), k = 0 … n − 1.
 * Zero for k = n/2, which even orders represent badly and odd ones not at all.
 */
export function splineFactors(order: number, n: number): Float64Array {
  const values = new Float64Array(order);
  splineAt(values, new Float64Array(0), 0, order, 0);
  const factors = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    if (2 * k === n) continue;
    let [re, im] = [0, 0];
    for (let j = 0; j < order; j++) {
      const angle = (2 * Math.PI * ((k * j) % n)) / n;
      re += values[j]! * Math.cos(angle);
      im += values[j]! * Math.sin(angle);
    }
    factors[k] = 1 / (re * re + im * im);
  }
  return factors;
}
