/**
 * Boys function F_n(T) = ∫₀¹ u^(2n) exp(−T u²) du.
 *
 * Below T = 36: seventh-order Taylor expansion of the highest order about a grid of step 1/8, then downward recursion
 * F_n = (2T F_(n+1) + e^(−T))/(2n+1). Above: F_0 = ½√(π/T) (erfc(√36) < 1e-16) and upward recursion, which is stable there.
 * Helgaker, Jørgensen & Olsen, Molecular Electronic-Structure Theory (2000), section 9.8, doi:10.1002/9781119019572.
 */

/** Highest order: four i functions and one derivative. */
export const MAX_BOYS_ORDER = 25;

const TAYLOR = 7;
const STRIDE = MAX_BOYS_ORDER + TAYLOR + 1;
const STEPS_PER_UNIT = 8;
const TABLE_END = 36;
/** Above this e^(−T) no longer matters in the upward recursion. */
const EXPONENTIAL_END = 80;
const HALF_SQRT_PI = Math.sqrt(Math.PI) / 2;

interface BoysTables {
  /** F_n(g/8) at g·STRIDE + n. */
  readonly values: Float64Array;
  /** e^(−g/8). */
  readonly exponentials: Float64Array;
}

const TABLES: BoysTables = /* @__PURE__ */ makeTables();
/** 1/(2n+1). */
const INVERSE_ODD: Float64Array = /* @__PURE__ */ Float64Array.from({ length: STRIDE }, (_, n) => 1 / (2 * n + 1));

function makeTables(): BoysTables {
  const points = TABLE_END * STEPS_PER_UNIT + 2;
  const values = new Float64Array(points * STRIDE);
  const exponentials = new Float64Array(points);
  for (let g = 0; g < points; g++) {
    const t = g / STEPS_PER_UNIT;
    const exponential = Math.exp(-t);
    exponentials[g] = exponential;
    const top = STRIDE - 1;
    values[g * STRIDE + top] = boysSeries(top, t);
    for (let n = top - 1; n >= 0; n--) {
      values[g * STRIDE + n] = (2 * t * values[g * STRIDE + n + 1] + exponential) / (2 * n + 1);
    }
  }
  return { values, exponentials };
}

/** e^(−T) Σ_k (2T)^k / ((2n+1)(2n+3)…(2n+2k+1)): all terms positive, so nothing cancels. */
function boysSeries(n: number, t: number): number {
  let term = 1 / (2 * n + 1);
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (2 * t) / (2 * n + 2 * k + 1);
    sum += term;
  }
  return Math.exp(-t) * sum;
}

/**
 * Scaled Boys functions of many arguments: `out[k·(order+1) + n] = scale[k]·factor[k]ⁿ·F_n(t[k])` for n = 0 … order.
 *
 * @param order Highest order, at most {@link MAX_BOYS_ORDER}.
 * @param count Number of arguments.
 */
export function scaledBoys(
  out: Float64Array,
  order: number,
  count: number,
  t: Float64Array,
  scale: Float64Array,
  factor: Float64Array,
): void {
  const { values, exponentials } = TABLES;
  for (let k = 0, o = 0; k < count; k++, o += order + 1) {
    const x = t[k];
    let power = scale[k];
    const f = factor[k];
    if (x < TABLE_END) {
      const g = (x * STEPS_PER_UNIT + 0.5) | 0;
      const d = g / STEPS_PER_UNIT - x;
      const b = g * STRIDE + order;
      let top =
        values[b] +
        d *
          (values[b + 1] +
            d *
              (values[b + 2] * (1 / 2) +
                d *
                  (values[b + 3] * (1 / 6) +
                    d *
                      (values[b + 4] * (1 / 24) +
                        d *
                          (values[b + 5] * (1 / 120) +
                            d * (values[b + 6] * (1 / 720) + d * (values[b + 7] * (1 / 5040))))))));
      if (order === 0) {
        out[o] = top * power;
        continue;
      }
      const exponential =
        exponentials[g] *
        (1 +
          d *
            (1 +
              d *
                (1 / 2 +
                  d * (1 / 6 + d * (1 / 24 + d * (1 / 120 + d * (1 / 720 + d * (1 / 5040 + d * (1 / 40320)))))))));
      const twice = 2 * x;
      out[o + order] = top;
      for (let n = order - 1; n >= 0; n--) {
        top = (twice * top + exponential) * INVERSE_ODD[n];
        out[o + n] = top;
      }
    } else {
      const inverse = 1 / x;
      const half = 0.5 * inverse;
      let value = HALF_SQRT_PI * Math.sqrt(inverse);
      out[o] = value;
      const exponential = x < EXPONENTIAL_END && order > 0 ? Math.exp(-x) : 0;
      for (let n = 0; n < order; n++) {
        value = ((2 * n + 1) * value - exponential) * half;
        out[o + n + 1] = value;
      }
    }
    for (let n = 0; n <= order; n++) {
      out[o + n] *= power;
      power *= f;
    }
  }
}
