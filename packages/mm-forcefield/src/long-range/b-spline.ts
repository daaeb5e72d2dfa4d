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
  if (order === 5) {
    splineOfOrder5(values, slopes, at, w);
    return;
  }
  if (order === 6) {
    splineOfOrder5(values, NO_SLOPES, at, w);
    raiseTo6(values, slopes, at, w);
    return;
  }
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

const NO_SLOPES = new Float64Array(0);

/** The same recursion written out for the orders that are usual. */
function splineOfOrder5(values: Float64Array, slopes: Float64Array, at: number, w: number): void {
  const v = 1 - w;
  // Order 3, then order 4: weights add up to one.
  const a0 = 0.5 * v * v;
  const a2 = 0.5 * w * w;
  const a1 = 1 - a0 - a2;
  const third = 1 / 3;
  const b0 = third * v * a0;
  const b1 = third * ((w + 2) * a0 + (2 - w) * a1);
  const b3 = third * w * a2;
  const b2 = 1 - b0 - b1 - b3;
  if (slopes.length > 0) {
    slopes[at] = -b0;
    slopes[at + 1] = b0 - b1;
    slopes[at + 2] = b1 - b2;
    slopes[at + 3] = b2 - b3;
    slopes[at + 4] = b3;
  }
  values[at] = 0.25 * v * b0;
  values[at + 1] = 0.25 * ((w + 3) * b0 + (2 - w) * b1);
  values[at + 2] = 0.25 * ((w + 2) * b1 + (3 - w) * b2);
  values[at + 3] = 0.25 * ((w + 1) * b2 + (4 - w) * b3);
  values[at + 4] = 0.25 * w * b3;
}

/** From order 5 to order 6. */
function raiseTo6(values: Float64Array, slopes: Float64Array, at: number, w: number): void {
  const a0 = values[at]!;
  const a1 = values[at + 1]!;
  const a2 = values[at + 2]!;
  const a3 = values[at + 3]!;
  const a4 = values[at + 4]!;
  if (slopes.length > 0) {
    slopes[at] = -a0;
    slopes[at + 1] = a0 - a1;
    slopes[at + 2] = a1 - a2;
    slopes[at + 3] = a2 - a3;
    slopes[at + 4] = a3 - a4;
    slopes[at + 5] = a4;
  }
  values[at] = 0.2 * (1 - w) * a0;
  values[at + 1] = 0.2 * ((w + 4) * a0 + (2 - w) * a1);
  values[at + 2] = 0.2 * ((w + 3) * a1 + (3 - w) * a2);
  values[at + 3] = 0.2 * ((w + 2) * a2 + (4 - w) * a3);
  values[at + 4] = 0.2 * ((w + 1) * a3 + (5 - w) * a4);
  values[at + 5] = 0.2 * w * a4;
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

/** How splines' factors enter the influence function: see `splineFactors` and `optimalFactors`. */
export const INFLUENCES = ["essmann", "optimal"] as const;
export type Influence = (typeof INFLUENCES)[number];

/**
 * Factors sinc²ᵖ(k/n)/(Σ_m sinc²ᵖ(k/n + m))² that make energies and forces by splines of order p deviate least from the
 * exact ones, k = 0 … n − 1: the aliases' energies in the numerator, smaller by far, are left out (Hünenberger 2000,
 * doi:10.1063/1.1316002; Ballenegger, Cerdà and Holm 2012, doi:10.1021/ct2001792). The sum over m is what a spline of order 2p gives.
 */
export function optimalFactors(order: number, n: number): Float64Array {
  return splineFactors(2 * order, n).map((factor, k) => {
    const x = (Math.PI * Math.min(k, n - k)) / n;
    return k === 0 ? 1 : (Math.sin(x) / x) ** (2 * order) * factor;
  });
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
