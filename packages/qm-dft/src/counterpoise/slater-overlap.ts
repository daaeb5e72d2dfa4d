/** An s-type Slater function, normalised: r^(n−1) e^(−ζr). */
export interface SlaterFunction {
  /** Principal quantum number, n. */
  readonly shell: number;
  /** ζ, a0⁻¹. */
  readonly exponent: number;
}

/** Arguments below this take series: closed forms cancel there. */
const SMALL = 2;
/** Terms of those series that are relevant in double precision. */
const TERMS = 40;

/**
 * Overlap of two s-type Slater functions on centres at a distance and its derivative, in elliptic coordinates: Mulliken, Rieke, Orloff &
 * Orloff, J. Chem. Phys. 17, 1248 (1949), doi:10.1063/1.1747150.
 *
 * @param distance - a0, above 0
 */
export function slaterOverlap(
  a: SlaterFunction,
  b: SlaterFunction,
  distance: number,
): { readonly value: number; readonly slope: number } {
  const power = a.shell + b.shell + 1;
  const polynomial = productOfPowers(a.shell, b.shell);
  const sum = 0.5 * (a.exponent + b.exponent);
  const difference = 0.5 * (a.exponent - b.exponent);
  const outer = outerIntegrals(sum * distance, power);
  const inner = innerIntegrals(difference * distance, power);
  let value = 0;
  let slope = 0;
  // The polynomial is homogeneous: its term k is μ^(n+m−k) ν^k.
  polynomial.forEach((factor, k) => {
    const p = power - 1 - k;
    value += factor * outer[p] * inner[k];
    slope -= factor * (sum * outer[p + 1] * inner[k] + difference * outer[p] * inner[k + 1]);
  });
  const scale = 0.5 * norm(a) * norm(b) * (0.5 * distance) ** power;
  return { value: scale * value, slope: scale * ((power / distance) * value + slope) };
}

/** Coefficients of ν^k in (1 + ν)^n (1 − ν)^m. */
function productOfPowers(n: number, m: number): number[] {
  let coefficients = [1];
  const times = (sign: number): void => {
    coefficients = [...coefficients, 0].map((value, k) => value + sign * (k > 0 ? coefficients[k - 1] : 0));
  };
  for (let i = 0; i < n; i++) times(1);
  for (let i = 0; i < m; i++) times(-1);
  return coefficients;
}

/** √((2ζ)^(2n+1)/(2n)!). */
function norm({ shell, exponent }: SlaterFunction): number {
  let factorial = 1;
  for (let k = 2; k <= 2 * shell; k++) factorial *= k;
  return Math.sqrt((2 * exponent) ** (2 * shell + 1) / factorial);
}

/** A_k(x) = ∫₁^∞ μ^k e^(−xμ) dμ for k up to `last`. */
function outerIntegrals(x: number, last: number): Float64Array {
  const out = new Float64Array(last + 1);
  const edge = Math.exp(-x) / x;
  out[0] = edge;
  for (let k = 1; k <= last; k++) out[k] = edge + (k / x) * out[k - 1];
  return out;
}

/** B_k(x) = ∫₋₁¹ ν^k e^(−xν) dν for k up to `last`. */
function innerIntegrals(x: number, last: number): Float64Array {
  const out = new Float64Array(last + 1);
  if (Math.abs(x) < SMALL) {
    let term = 1;
    for (let i = 0; i < TERMS; i++) {
      for (let k = i % 2; k <= last; k += 2) out[k] += (2 * term) / (k + i + 1);
      term *= -x / (i + 1);
    }
    return out;
  }
  const up = Math.exp(x) / x;
  const down = Math.exp(-x) / x;
  for (let k = 0; k <= last; k++) {
    out[k] = (k % 2 === 0 ? up : -up) - down + (k === 0 ? 0 : (k / x) * out[k - 1]);
  }
  return out;
}
