import type { AuxiliaryClass, AuxiliaryShells } from "./auxiliary-shells.js";
import { HermiteCoulomb } from "./hermite-coulomb.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteCount } from "./hermite-index.js";
import type { ShellPairs } from "./shell-pairs.js";

/** Auxiliary primitives per batch: their Hermite integrals stay in the processor's cache. */
const BATCH = 64;

/**
 * Hermite Coulomb integrals between one primitive pair and the auxiliary primitives of one class, a batch at a time; the
 * auxiliary coefficient, its sign as a ket and the prefactor are folded in.
 */
export class AuxiliaryBatch {
  /** R of the batch's c-th primitive at `c·hermiteCount(degree)`. */
  readonly integrals: Float64Array;
  /** Number in its class of the batch's c-th primitive. */
  readonly kept = new Int32Array(BATCH);
  /** How many primitives the batch holds. */
  count = 0;
  private readonly vectors = new Float64Array(3 * BATCH);
  private readonly arguments = new Float64Array(BATCH);
  private readonly scales = new Float64Array(BATCH);
  private readonly factors = new Float64Array(BATCH);
  private readonly recursions: readonly HermiteCoulomb[];

  /**
   * @param degree Highest degree that will be asked for.
   * @param spread Of the operator, see `operatorSpread`.
   */
  constructor(
    private readonly pairs: ShellPairs,
    degree: number,
    private readonly spread: number,
  ) {
    this.recursions = Array.from({ length: degree + 1 }, (_, l) => new HermiteCoulomb(l));
    this.integrals = new Float64Array(BATCH * hermiteCount(degree));
  }

  /**
   * Takes primitives of `kets` from number `first` on, without those whose magnitude is below `limit`, and computes their
   * integrals with primitive pair k up to `degree`. Returns the number to go on from; the class is done when it is `kets.count`.
   */
  compute(k: number, kets: AuxiliaryClass, first: number, degree: number, limit: number): number {
    const { pairs, spread, kept, vectors, arguments: t, scales, factors } = this;
    const { exponent, centre, coefficient, magnitude } = kets;
    const p = pairs.exponent[k];
    const x = pairs.centre[3 * k];
    const y = pairs.centre[3 * k + 1];
    const z = pairs.centre[3 * k + 2];
    let count = 0;
    let l = first;
    for (; l < kets.count && count < BATCH; l++) {
      if (magnitude[l] < limit) continue;
      const q = exponent[l];
      const pq = p * q;
      const sum = p + q + pq * spread;
      const alpha = pq / sum;
      const dx = x - centre[3 * l];
      const dy = y - centre[3 * l + 1];
      const dz = z - centre[3 * l + 2];
      vectors[3 * count] = dx;
      vectors[3 * count + 1] = dy;
      vectors[3 * count + 2] = dz;
      t[count] = alpha * (dx * dx + dy * dy + dz * dz);
      scales[count] = (REPULSION * coefficient[l]) / (pq * Math.sqrt(sum));
      factors[count] = -2 * alpha;
      kept[count++] = l;
    }
    this.count = count;
    if (count > 0) this.recursions[degree].compute(this.integrals, count, vectors, t, scales, factors);
    return l;
  }
}

/** Largest estimate of any auxiliary primitive. */
export function largestMagnitude({ classes }: AuxiliaryShells): number {
  let largest = 0;
  for (const { magnitude } of classes) for (const value of magnitude) largest = Math.max(largest, value);
  return largest;
}
