import { boysFunctions } from "../long-range/boys-functions.js";
import { COMPONENT_COUNT, componentOf, componentsUpTo, EXPONENTS, HIGHEST_RANK } from "./components.js";

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** From which components another one follows: R = x_d·R′(lower) + times·R′(lowest). */
interface Step {
  readonly direction: number;
  readonly lower: number;
  readonly times: number;
  readonly lowest: number;
}

const STEPS: readonly Step[] = Array.from({ length: COMPONENT_COUNT }, (_, k) => {
  const powers = EXPONENTS.slice(3 * k, 3 * k + 3);
  const direction = Math.max(
    0,
    powers.findIndex((power) => power > 0),
  );
  const less = (by: number): number => {
    const [x, y, z] = powers.map((power, d) => power - (d === direction ? by : 0));
    return Math.min(x!, y!, z!) < 0 ? 0 : componentOf(x!, y!, z!);
  };
  return { direction, lower: less(1), times: (powers[direction] ?? 0) - 1, lowest: less(2) };
});

/**
 * B₀ = erfc(βr)/r and Bₙ₊₁ = −(1/r)·dBₙ/dr, of 1/r for β = 0: (2n − 1)!!/r²ⁿ⁺¹ less Boys functions. At r = 0 those of −erf(βr)/r.
 *
 * @param out - overwritten; its length says how many
 */
export function screenedRadials(out: Float64Array, r2: number, beta: number): void {
  const inverse2 = r2 > 0 ? 1 / r2 : 0;
  if (beta > 0) boysFunctions(out, beta * beta * r2);
  let bare = Math.sqrt(inverse2);
  let smooth = TWO_OVER_ROOT_PI * beta;
  for (let n = 0; n < out.length; n++) {
    out[n] = bare - (beta > 0 ? smooth * out[n]! : 0);
    bare *= (2 * n + 1) * inverse2;
    smooth *= 2 * beta * beta;
  }
}

/**
 * All derivatives of erfc(βr)/r, β = 0 for 1/r, by the recursion of McMurchie and Davidson 1978
 * (doi:10.1016/0021-9991(78)90092-X).
 */
export class PairDerivatives {
  /** Of the last pair, in the order of components. */
  readonly values: Float64Array;
  private readonly radials: Float64Array;
  private readonly count: number;
  private readonly levels: Float64Array;

  constructor(
    private readonly rank: number,
    private readonly beta: number,
  ) {
    this.count = componentsUpTo(rank);
    this.radials = new Float64Array(rank + 1);
    this.levels = new Float64Array((HIGHEST_RANK + 1) * this.count);
    this.values = this.levels.subarray(0, this.count);
  }

  /** Sets `values` for a difference (x, y, z); where it is zero, to those of −erf(βr)/r, which stay finite. */
  set(x: number, y: number, z: number): void {
    const { rank, beta, radials, count, levels } = this;
    screenedRadials(radials, x * x + y * y + z * z, beta);
    for (let n = 0; n <= rank; n++) levels[n * count] = n % 2 === 0 ? radials[n]! : -radials[n]!;
    for (let level = 1; level <= rank; level++) {
      const [first, end] = [componentsUpTo(level - 1), componentsUpTo(level)];
      for (let n = 0; n <= rank - level; n++) {
        const [at, next] = [n * count, (n + 1) * count];
        for (let k = first; k < end; k++) {
          const { direction, lower, times, lowest } = STEPS[k]!;
          const along = direction === 0 ? x : direction === 1 ? y : z;
          levels[at + k] = along * levels[next + lower]! + (times > 0 ? times * levels[next + lowest]! : 0);
        }
      }
    }
  }
}
