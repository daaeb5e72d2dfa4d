/**
 * Tables behind the Boys function F_n(T) = ∫₀¹ u^(2n) exp(−T u²) du.
 *
 * Below T = 36 the highest order is expanded about a grid of step 3/32, F_n(T) = Σ_k F_(n+k)(T₀) (T₀−T)^k/k! with k ≤ 7 (what
 * is left out is below 6e-16), and lower orders follow by F_n = (2T F_(n+1) + e^(−T))/(2n+1). Above, F_0 = ½√(π/T)
 * (erfc(√36) < 1e-16) and upward recursion, which is stable there. Helgaker, Jørgensen & Olsen, Molecular Electronic-
 * Structure Theory (2000), section 9.8, doi:10.1002/9781119019572.
 */

/** Highest order: four i functions and one derivative. */
export const MAX_BOYS_ORDER = 25;
/** Taylor coefficients per grid point: one cache line. */
export const TAYLOR_TERMS = 8;
/** Distance of grid points, and its inverse. */
export const GRID_STEP = 3 / 32;
export const GRID_STEPS_PER_UNIT = 32 / 3;
/** End of the table. */
export const TABLE_END = 36;
/** Above this e^(−T) no longer matters in the upward recursion. */
export const EXPONENTIAL_END = 80;
export const GRID_POINTS: number = TABLE_END * GRID_STEPS_PER_UNIT + 2;

interface BoysTables {
  /** F_(n+k)(T₀)/k! at `(n·GRID_POINTS + g)·TAYLOR_TERMS + k`. */
  readonly taylor: Float64Array;
  /** e^(−T₀). */
  readonly exponentials: Float64Array;
}

const TABLES: BoysTables = /* @__PURE__ */ makeTables();
export const BOYS_TAYLOR: Float64Array = TABLES.taylor;
export const BOYS_EXPONENTIALS: Float64Array = TABLES.exponentials;

function makeTables(): BoysTables {
  const orders = MAX_BOYS_ORDER + TAYLOR_TERMS;
  const taylor = new Float64Array((MAX_BOYS_ORDER + 1) * GRID_POINTS * TAYLOR_TERMS);
  const exponentials = new Float64Array(GRID_POINTS);
  const values = new Float64Array(orders);
  for (let g = 0; g < GRID_POINTS; g++) {
    const t = g * GRID_STEP;
    const exponential = Math.exp(-t);
    exponentials[g] = exponential;
    values[orders - 1] = boysSeries(orders - 1, t);
    for (let n = orders - 2; n >= 0; n--) values[n] = (2 * t * values[n + 1] + exponential) / (2 * n + 1);
    for (let n = 0; n <= MAX_BOYS_ORDER; n++) {
      let factorial = 1;
      for (let k = 0; k < TAYLOR_TERMS; k++) {
        taylor[(n * GRID_POINTS + g) * TAYLOR_TERMS + k] = values[n + k] / factorial;
        factorial *= k + 1;
      }
    }
  }
  return { taylor, exponentials };
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
