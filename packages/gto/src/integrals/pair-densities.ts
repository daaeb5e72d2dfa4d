import { hermiteCount } from "./hermite-index.js";
import { hermiteDensity, maxDegree, pairWeights } from "./pair-sums.js";
import type { ShellPairs } from "./shell-pairs.js";

/** A density in the Hermite Gaussians of every primitive pair, and with the lowered expansions of pairs with derivatives. */
export class PairDensities {
  readonly values: Float64Array;
  readonly lowered: Float64Array[];
  /** Largest weight of a pair's functions. */
  readonly largest: Float64Array;
  private readonly start: Float64Array;

  constructor(
    private readonly pairs: ShellPairs,
    total: Float64Array,
    functionCount: number,
  ) {
    this.start = new Float64Array(pairs.count + 1);
    let maxSize = 0;
    for (let i = 0; i < pairs.count; i++) {
      const primitives = pairs.primitiveStart[i + 1] - pairs.primitiveStart[i];
      this.start[i + 1] = this.start[i] + primitives * hermiteCount(pairs.degree[i]);
      maxSize = Math.max(maxSize, pairs.size[i]);
    }
    const length = this.start[pairs.count];
    this.values = new Float64Array(length);
    this.lowered = [0, 1, 2].map(() => new Float64Array(pairs.relative === null ? 0 : length));
    this.largest = new Float64Array(pairs.count);
    const weights = new Float64Array(maxSize);
    const hermite = new Float64Array(hermiteCount(maxDegree(pairs)));
    for (let i = 0; i < pairs.count; i++) {
      const size = pairs.size[i];
      const width = hermiteCount(pairs.degree[i]);
      const primitives = pairs.primitiveStart[i + 1] - pairs.primitiveStart[i];
      pairWeights(weights, pairs, i, total, functionCount);
      for (let f = 0; f < size; f++) this.largest[i] = Math.max(this.largest[i], Math.abs(weights[f]));
      for (let k = 0; k < primitives; k++) {
        const o = this.start[i] + k * width;
        hermiteDensity(hermite, pairs.coefficients, i, k, size, weights);
        this.values.set(hermite.subarray(0, width), o);
        pairs.relative?.forEach((relative, x) => {
          if (relative.nonzeroStart[i + 1] === relative.nonzeroStart[i]) return;
          hermiteDensity(hermite, relative, i, k, size, weights);
          this.lowered[x].set(hermite.subarray(0, width), o);
        });
      }
    }
  }

  /** Where primitive pair k of pair i starts. */
  offset(i: number, k: number): number {
    return this.start[i] + (k - this.pairs.primitiveStart[i]) * hermiteCount(this.pairs.degree[i]);
  }
}
