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
