/**
 * The splitting of dispersion −C/r⁶ (Essmann et al. 1995, doi:10.1063/1.470117, section V): with y = β²r² and
 * q = e^(−y)·(1 + y + y²/2), −C·q/r⁶ is for pairs within the cutoff, and −C·(1 − q)/r⁶ = −C·β⁶·h(y), smooth also at r = 0, for
 * reciprocal space.
 */
export interface SmoothDispersion {
  /** h = (1 − q)/y³. */
  value: number;
  /** dh/dy. */
  slope: number;
}

/** h at r = 0. */
export const SMOOTH_AT_ZERO = 1 / 6;

/** Below, the series Σ (−y)ⁿ/(2·n!·(n + 3)) has all digits with so many terms. */
const SERIES = 1;
const TERMS = 18;

export function smoothDispersion(out: SmoothDispersion, y: number): void {
  if (y < SERIES) {
    let value = SMOOTH_AT_ZERO;
    let slope = 0;
    // (−1)ⁿ·yⁿ⁻¹/n!
    let power = -1;
    for (let n = 1; n < TERMS; n++) {
      const weight = 0.5 / (n + 3);
      value += weight * power * y;
      slope += weight * power * n;
      power *= -y / (n + 1);
    }
    out.value = value;
    out.slope = slope;
    return;
  }
  const decay = Math.exp(-y);
  out.value = (1 - decay * (1 + y + 0.5 * y * y)) / (y * y * y);
  out.slope = (0.5 * decay - 3 * out.value) / y;
}

/** Its transform: E = −π^(3/2)/(6V)·Σ F(m²)·|S(m)|², m = 0 included. */
export interface DispersionWave {
  /** F = β³·[(1 − 2b²)·e^(−b²) + 2√π·b³·erfc(b)], b = πm/β. */
  value: number;
  /** dF/d(m²) = −3βπ²·[e^(−b²) − √π·b·erfc(b)]. */
  slope: number;
}

export function dispersionWave(out: DispersionWave, beta: number, m2: number): void {
  const b2 = (m2 * Math.PI * Math.PI) / (beta * beta);
  const b = Math.sqrt(b2);
  const decay = Math.exp(-b2);
  // √π·b·e^(b²)·erfc(b)
  const scaled = Math.sqrt(Math.PI) * b * scaledComplement(b, b2);
  out.value = beta ** 3 * decay * (1 - 2 * b2 + 2 * b2 * scaled);
  out.slope = -3 * beta * Math.PI ** 2 * decay * (1 - scaled);
}

/** From here on the continued fraction has all digits with so many levels. */
const FRACTION = 2;
const LEVELS = 60;

/** e^(b²)·erfc(b): by the series of erf, or by the continued fraction (Abramowitz and Stegun 7.1.6, 7.1.14). */
function scaledComplement(b: number, b2: number): number {
  if (b >= FRACTION) {
    let rest = b;
    for (let k = LEVELS; k > 0; k--) rest = b + (0.5 * k) / rest;
    return 1 / (Math.sqrt(Math.PI) * rest);
  }
  let term = (2 * b) / Math.sqrt(Math.PI);
  let sum = term;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * b2) / (2 * n + 1);
    sum += term;
  }
  return Math.exp(b2) - sum;
}
