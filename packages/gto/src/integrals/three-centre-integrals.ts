import { AuxiliaryBatch, largestMagnitude } from "./auxiliary-batch.js";
import type { AuxiliaryClass, AuxiliaryShells } from "./auxiliary-shells.js";
import { hermiteCount, hermiteIndex, hermiteSums } from "./hermite-index.js";
import { maxDegree } from "./pair-sums.js";
import type { ShellPairs } from "./shell-pairs.js";

/** Primitive triples whose estimate is below this (Eh) are left out. */
const PRIMITIVE_CUTOFF = 1e-15;

/**
 * Three-centre repulsion integrals (ab|P) of one shell pair with a whole auxiliary basis.
 *
 * Per primitive pair, Hermite integrals with all auxiliary primitives are taken to auxiliary functions first; the expansion
 * of the pair then runs along rows of all auxiliary functions.
 */
export class ThreeCentreIntegrals {
  private readonly batch: AuxiliaryBatch;
  /** Per class and degree of the pair: index of Λ_(h+g) at `g·width + h`, g of degree l. */
  private readonly sums: Int32Array[][];
  /** Hermite Gaussian h of the pair with auxiliary function P, at `h·functionCount + P`. */
  private readonly half: Float64Array;
  private readonly cutoff: number;

  constructor(
    private readonly pairs: ShellPairs,
    private readonly auxiliary: AuxiliaryShells,
    spread: number,
  ) {
    const degree = maxDegree(pairs);
    this.batch = new AuxiliaryBatch(pairs, degree + auxiliary.maxMomentum, spread);
    this.sums = auxiliary.classes.map(({ momentum }) =>
      Array.from({ length: degree + 1 }, (_, l) => topSums(momentum, l)),
    );
    this.half = new Float64Array(hermiteCount(degree) * auxiliary.functionCount);
    this.cutoff = PRIMITIVE_CUTOFF / largestMagnitude(auxiliary);
  }

  /** Writes (ab|P) of pair i to `out[offset + f·functionCount + P]` for function pairs f of the pair. */
  compute(i: number, out: Float64Array, offset: number): void {
    const { pairs, auxiliary, half } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const naux = auxiliary.functionCount;
    const size = pairs.size[i];
    const width = hermiteCount(pairs.degree[i]);
    const firstColumn = nonzeroStart[i];
    const nonzeros = nonzeroStart[i + 1] - firstColumn;
    out.fill(0, offset, offset + size * naux);
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      if (pairs.magnitude[k] < this.cutoff) continue;
      half.fill(0, 0, width * naux);
      auxiliary.classes.forEach((kets, c) => {
        this.addHalf(k, kets, this.sums[c][pairs.degree[i]], pairs.degree[i]);
      });
      const v = valueStart[i] + (k - pairs.primitiveStart[i]) * nonzeros;
      for (let f = 0; f < size; f++) {
        const target = offset + f * naux;
        const end = rows[rowStart[i] + f + 1];
        let j = rows[rowStart[i] + f];
        for (; j + 1 < end; j += 2) {
          const e0 = values[v + j];
          const e1 = values[v + j + 1];
          const s0 = columns[firstColumn + j] * naux;
          const s1 = columns[firstColumn + j + 1] * naux;
          for (let q = 0; q < naux; q++) out[target + q] += e0 * half[s0 + q] + e1 * half[s1 + q];
        }
        if (j < end) {
          const e = values[v + j];
          const s = columns[firstColumn + j] * naux;
          for (let q = 0; q < naux; q++) out[target + q] += e * half[s + q];
        }
      }
    }
  }

  /** half[h, first + m] += Σ_g S[m, g] R[h + g] over the primitives of a class. */
  private addHalf(k: number, kets: AuxiliaryClass, sums: Int32Array, degree: number): void {
    const { batch, half, pairs } = this;
    const { momentum, rowStart, columns, values, first } = kets;
    const { integrals, kept } = batch;
    const naux = this.auxiliary.functionCount;
    const width = hermiteCount(degree);
    const stride = hermiteCount(degree + momentum);
    const limit = PRIMITIVE_CUTOFF / pairs.magnitude[k];
    const components = 2 * momentum + 1;
    for (let next = 0; next < kets.count; ) {
      next = batch.compute(k, kets, next, degree + momentum, limit);
      for (let c = 0, o = 0; c < batch.count; c++, o += stride) {
        const f = first[kept[c]];
        if (momentum === 0) {
          for (let h = 0, target = f; h < width; h++, target += naux) half[target] += integrals[o + h];
          continue;
        }
        for (let m = 0; m < components; m++) {
          for (let j = rowStart[m]; j < rowStart[m + 1]; j++) {
            const value = values[j];
            const s = columns[j] * width;
            for (let h = 0, target = f + m; h < width; h++, target += naux) {
              half[target] += value * integrals[o + sums[s + h]];
            }
          }
        }
      }
    }
  }
}

/** Index of Λ_(h+g) at `g·hermiteCount(degree) + h`, for g of degree `momentum` only and h up to `degree`. */
export function topSums(momentum: number, degree: number): Int32Array {
  const all = hermiteSums(momentum, degree);
  return all.slice(hermiteIndex(momentum, 0, 0) * hermiteCount(degree));
}
