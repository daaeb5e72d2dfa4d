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
