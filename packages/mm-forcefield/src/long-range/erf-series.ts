/** erf(√s)/√s and −2 times its derivative, [erf(√s)/√s − (2/√π)e^(−s)]/s: smooth functions of s ≥ 0. */
export interface ScaledErf {
  value: number;
  slope: number;
}

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
/** Beyond √s = 6, erf is one in double precision. */
const ERF_IS_ONE = 36;

/**
 * erf(√s)/√s by the confluent series (2/√π)e^(−s)·Σ (2s)ⁿ/(2n+1)!! (Abramowitz & Stegun 7.1.6), whose terms are all positive:
 * no digits are lost, also as s goes to zero.
 */
export function scaledErf(out: ScaledErf, s: number): void {
  if (s > ERF_IS_ONE) {
    out.value = 1 / Math.sqrt(s);
    out.slope = out.value / s;
    return;
  }
  let term = 2 / 3;
  let sum = term;
  for (let n = 2; term > 1e-17 * sum; n++) {
    term *= (2 * s) / (2 * n + 1);
    sum += term;
  }
  const scale = TWO_OVER_ROOT_PI * Math.exp(-s);
  out.slope = scale * sum;
  out.value = scale * (1 + s * sum);
}

/**
 * erf(√s)/√s, s = (βr)², by its Taylor polynomials of degree 6 in u = s·`perUnit` − k − ½ on pieces k = 0, 1, …: seven
 * coefficients each. Value and derivative are good to 1e-14; the derivative is that of the polynomial, so that forces belong
 * to energies exactly.
 */
export interface ErfSeries {
  readonly beta: number;
  readonly perUnit: number;
  readonly coefficients: Float64Array;
  /** A multiple of r that is subtracted from 1/r besides, a0⁻²: what shifts forces; 0 for Ewald's sum. */
  readonly linear: number;
}

const DEGREE = 6;
const PIECES_PER_UNIT = 32;

/** The series for splitting parameter β (a0⁻¹) and distances up to a cutoff (a0). */
export function erfSeries(beta: number, cutoff: number): ErfSeries {
  const pieces = Math.ceil((beta * cutoff) ** 2 * PIECES_PER_UNIT) + 1;
  const count = DEGREE + 1;
  const coefficients = new Float64Array(count * pieces);
  const boys = new Float64Array(count);
  for (let piece = 0; piece < pieces; piece++) {
    boysFunctions(boys, (piece + 0.5) / PIECES_PER_UNIT);
    let scale = TWO_OVER_ROOT_PI;
    for (let n = 0; n < count; n++) {
      coefficients[count * piece + n] = scale * boys[n]!;
      scale /= -PIECES_PER_UNIT * (n + 1);
    }
  }
  return { beta, perUnit: PIECES_PER_UNIT, coefficients, linear: 0 };
}

/**
 * Boys functions F₀ … Fₘ, whose signed multiples (2/√π)(−1)ⁿFₙ(s) are the derivatives of erf(√s)/√s: the highest by its series
 * of positive terms, the others by downward recursion (Helgaker, Jørgensen and Olsen 2000, section 9.8).
 */
export function boysFunctions(out: Float64Array, s: number): void {
  const highest = out.length - 1;
  const gaussian = Math.exp(-s);
  let term = 1 / (2 * highest + 1);
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (2 * s) / (2 * (highest + k) + 1);
    sum += term;
  }
  out[highest] = gaussian * sum;
  for (let n = highest; n > 0; n--) out[n - 1] = (2 * s * out[n]! + gaussian) / (2 * n - 1);
}
