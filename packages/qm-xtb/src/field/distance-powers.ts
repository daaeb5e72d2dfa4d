import { erf } from "@qmmm/core";

/** Beyond this many widths a Gaussian charge acts as a point. */
const POINT_BEYOND = 6;
/** Below this many widths, series: the closed forms lose digits. */
const SERIES_BELOW = 1.5;
const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/**
 * Effective powers of the distance to a charge, so that their inverses are the radial parts of its potential, field and field
 * gradient: R, R³ and R⁵ for a point. A Gaussian exp(−R²/w²) has wⁿ/h_n with x = R/w and
 *
 *   h₁ = erf(x)/x,   h_(n+2) = −(1/nx)·dh_n/dx
 */
export class DistancePowers {
  first = 0;
  third = 0;
  fifth = 0;
  /** (d/dR)/R of each. */
  firstSlope = 0;
  thirdSlope = 0;
  fifthSlope = 0;
  private readonly h = new Float64Array(4);

  /** @param width - w, a0; 0 for a point */
  set(r2: number, width: number): void {
    const r = Math.sqrt(r2);
    if (width === 0 || r > POINT_BEYOND * width) {
      this.first = r;
      this.third = r * r2;
      this.fifth = r * r2 * r2;
      this.firstSlope = 1 / r;
      this.thirdSlope = 3 * r;
      this.fifthSlope = 5 * r * r2;
      return;
    }
    fillShares(this.h, r / width);
    const [h1, h3, h5, h7] = this.h;
    const w2 = width * width;
    this.first = width / h1;
    this.third = (width * w2) / h3;
    this.fifth = (width * w2 * w2) / h5;
    this.firstSlope = h3 / (width * h1 * h1);
    this.thirdSlope = (3 * width * h5) / (h3 * h3);
    this.fifthSlope = (5 * width * w2 * h7) / (h5 * h5);
  }
}

/** h₁, h₃, h₅ and h₇. */
function fillShares(h: Float64Array, x: number): void {
  const bell = TWO_OVER_ROOT_PI * Math.exp(-x * x);
  const x2 = x * x;
  if (x < SERIES_BELOW) {
    // (2/√π)e^(−x²)·Σ 2^k x^(2k)/(2k + 1)!! for h₁; the others leave out the first terms.
    let factor = bell;
    for (let m = 0; m < 4; m++) {
      h[m] = factor * series(2 * x2, 2 * m + 1);
      factor *= 2 / (2 * m + 3);
    }
    return;
  }
  let rest = erf(x);
  let term = bell * x;
  let power = x;
  for (let m = 0; m < 4; m++) {
    h[m] = rest / power;
    rest -= term;
    term *= (2 * x2) / (2 * m + 3);
    power *= x2;
  }
}

/** 1 + t/(n + 2) + t²/((n + 2)(n + 4)) + …. */
function series(t: number, n: number): number {
  let sum = 1;
  let term = 1;
  for (let k = n + 2; term > 1e-17; k += 2) {
    term *= t / k;
    sum += term;
  }
  return sum;
}
