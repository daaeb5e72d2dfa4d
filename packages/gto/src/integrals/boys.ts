import {
  BOYS_EXPONENTIALS,
  BOYS_TAYLOR,
  EXPONENTIAL_END,
  GRID_POINTS,
  GRID_STEP,
  GRID_STEPS_PER_UNIT,
  TABLE_END,
  TAYLOR_TERMS,
} from "./boys-table.js";

/**
 * Scaled Boys functions of many arguments: `out[k·(order+1) + n] = scale[k]·factor[k]ⁿ·F_n(t[k])` for n = 0 … order; for
 * the method see boys-table.ts. Low orders have written-out twins in hermite-coulomb-unrolled.ts.
 *
 * @param order Highest order, at most MAX_BOYS_ORDER.
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
  for (let k = 0, o = 0; k < count; k++, o += order + 1) {
    const x = t[k];
    if (x < TABLE_END) {
      const g = (x * GRID_STEPS_PER_UNIT + 0.5) | 0;
      const d = g * GRID_STEP - x;
      const b = (order * GRID_POINTS + g) * TAYLOR_TERMS;
      let value = BOYS_TAYLOR[b + TAYLOR_TERMS - 1];
      for (let i = TAYLOR_TERMS - 2; i >= 0; i--) value = value * d + BOYS_TAYLOR[b + i];
      out[o + order] = value;
      if (order > 0) {
        const exponential = BOYS_EXPONENTIALS[g] * shortExponential(d);
        for (let n = order - 1; n >= 0; n--) {
          value = (2 * x * value + exponential) / (2 * n + 1);
          out[o + n] = value;
        }
      }
    } else {
      const half = 0.5 / x;
      let value = 0.5 * Math.sqrt(Math.PI / x);
      out[o] = value;
      const exponential = x < EXPONENTIAL_END ? Math.exp(-x) : 0;
      for (let n = 0; n < order; n++) {
        value = ((2 * n + 1) * value - exponential) * half;
        out[o + n + 1] = value;
      }
    }
    let power = scale[k];
    const f = factor[k];
    for (let n = 0; n <= order; n++) {
      out[o + n] *= power;
      power *= f;
    }
  }
}

/** e^d for |d| ≤ 3/64. */
function shortExponential(d: number): number {
  return (
    1 +
    d *
      (1 + d * (1 / 2 + d * (1 / 6 + d * (1 / 24 + d * (1 / 120 + d * (1 / 720 + d * (1 / 5040 + d * (1 / 40320))))))))
  );
}
