import { AuxiliaryBatch, largestMagnitude } from "./auxiliary-batch.js";
import type { AuxiliaryClass, AuxiliaryShells } from "./auxiliary-shells.js";
import { hermiteCount, hermiteDerivatives } from "./hermite-index.js";
import { maxDegree } from "./pair-sums.js";
import type { HermiteCoefficients, ShellPairs } from "./shell-pairs.js";
import { topSums } from "./three-centre-integrals.js";

/**
 * Derivatives of Σ W_ab,P (ab|P) of one shell pair with a whole auxiliary basis with respect to the three centres. The
 * weights are taken to Hermite Gaussians first; see GradientQuartets.
 */
export class ThreeCentreGradient {
  private readonly batch: AuxiliaryBatch;
  private readonly sums: Int32Array[][];
  private readonly next: Int32Array;
  /** Weights of Hermite Gaussian h of the pair with auxiliary function P, at `h·functionCount + P`. */
  private readonly weights: Float64Array;
  private readonly lowered: readonly Float64Array[];
  private readonly collapsed: Float64Array;
  private readonly cutoff: number;
  /** Sums over the auxiliary primitives: ∂/∂P; the energy; what the lowered expansions give. */
  private readonly force = new Float64Array(7);

  /** @param cutoff Primitive triples whose estimate times the largest weight is below this (Eh) are left out. */
  constructor(
    private readonly pairs: ShellPairs,
    private readonly auxiliary: AuxiliaryShells,
    spread: number,
    cutoff: number,
  ) {
    const degree = maxDegree(pairs);
    this.batch = new AuxiliaryBatch(pairs, degree + auxiliary.maxMomentum + 1, spread);
    this.sums = auxiliary.classes.map(({ momentum }) =>
      Array.from({ length: degree + 1 }, (_, l) => topSums(momentum, l)),
    );
    this.next = hermiteDerivatives(degree + auxiliary.maxMomentum);
    const length = hermiteCount(degree) * auxiliary.functionCount;
    this.weights = new Float64Array(length);
    this.lowered = [0, 1, 2].map(() => new Float64Array(pairs.relative === null ? 0 : length));
    this.collapsed = new Float64Array(hermiteCount(degree + auxiliary.maxMomentum));
    this.cutoff = cutoff / largestMagnitude(auxiliary);
  }

  /** Adds the derivatives of pair i with weights `w[f·functionCount + P]` to `gradient`. */
  add(gradient: Float64Array, i: number, w: Float64Array): void {
    const { pairs, auxiliary, force } = this;
    const { relative } = pairs;
    const atomA = 3 * pairs.groups[pairs.groupA[i]].atom;
    const atomB = 3 * pairs.groups[pairs.groupB[i]].atom;
    const lowers = relative !== null && atomA !== atomB;
    let largest = 0;
    const length = pairs.size[i] * auxiliary.functionCount;
    for (let s = 0; s < length; s++) largest = Math.max(largest, Math.abs(w[s]));
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      if (pairs.magnitude[k] * largest < this.cutoff) continue;
      this.transform(this.weights, pairs.coefficients, i, k, w);
      if (lowers) for (let x = 0; x < 3; x++) this.transform(this.lowered[x], relative[x], i, k, w);
      const limit = (this.cutoff * 1e-2) / (pairs.magnitude[k] * largest);
      force.fill(0);
      auxiliary.classes.forEach((kets, c) => {
        this.addClass(gradient, k, pairs.degree[i], kets, this.sums[c][pairs.degree[i]], limit, lowers);
      });
      const weight = pairs.weightA[k];
      for (let x = 0; x < 3; x++) {
        const apart = lowers ? force[4 + x] - 2 * pairs.reduced[k] * pairs.separation[3 * i + x] * force[3] : 0;
        gradient[atomA + x] += weight * force[x] + apart;
        gradient[atomB + x] += (1 - weight) * force[x] - apart;
      }
    }
  }

  /** out[h, P] = Σ_f E_k[f, h] w[f, P]. */
  private transform(out: Float64Array, e: HermiteCoefficients, i: number, k: number, w: Float64Array): void {
    const { pairs } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = e;
    const naux = this.auxiliary.functionCount;
    out.fill(0, 0, hermiteCount(pairs.degree[i]) * naux);
    const firstColumn = nonzeroStart[i];
    const v = valueStart[i] + (k - pairs.primitiveStart[i]) * (nonzeroStart[i + 1] - firstColumn);
    for (let f = 0; f < pairs.size[i]; f++) {
      const source = f * naux;
      const end = rows[rowStart[i] + f + 1];
      for (let j = rows[rowStart[i] + f]; j < end; j++) {
        const value = values[v + j];
        const target = columns[firstColumn + j] * naux;
        for (let q = 0; q < naux; q++) out[target + q] += value * w[source + q];
      }
    }
  }

  private addClass(
    gradient: Float64Array,
    k: number,
    degree: number,
    kets: AuxiliaryClass,
    sums: Int32Array,
    limit: number,
    lowers: boolean,
  ): void {
    const { batch, weights, lowered, collapsed, next: raised, force } = this;
    const { momentum, rowStart, columns, values, first } = kets;
    const naux = this.auxiliary.functionCount;
    const width = hermiteCount(degree);
    const lowWidth = lowers && degree > 0 ? hermiteCount(degree - 1) : 0;
    const total = hermiteCount(degree + momentum);
    const stride = hermiteCount(degree + momentum + 1);
    const [lx, ly, lz] = lowered;
    for (let next = 0; next < kets.count; ) {
      next = batch.compute(k, kets, next, degree + momentum + 1, limit);
      const { integrals, kept, count } = batch;
      for (let b = 0, o = 0; b < count; b++, o += stride) {
        for (let s = 0; s < total; s++) collapsed[s] = 0;
        for (let m = 0; m <= 2 * momentum; m++) {
          const f = first[kept[b]] + m;
          for (let j = rowStart[m]; j < rowStart[m + 1]; j++) {
            const value = values[j];
            const s = columns[j] * width;
            for (let h = 0, t = f; h < width; h++, t += naux) collapsed[sums[s + h]] += value * weights[t];
            for (let h = 0, t = f; h < lowWidth; h++, t += naux) {
              const r = value * integrals[o + sums[s + h]];
              force[4] += lx[t] * r;
              force[5] += ly[t] * r;
              force[6] += lz[t] * r;
            }
          }
        }
        let energy = 0;
        let x = 0;
        let y = 0;
        let z = 0;
        for (let h = 0, n = 0; h < total; h++, n += 3) {
          const value = collapsed[h];
          energy += value * integrals[o + h];
          x += value * integrals[o + raised[n]];
          y += value * integrals[o + raised[n + 1]];
          z += value * integrals[o + raised[n + 2]];
        }
        force[0] += x;
        force[1] += y;
        force[2] += z;
        force[3] += energy;
        const atom = 3 * kets.atom[kept[b]];
        gradient[atom] -= x;
        gradient[atom + 1] -= y;
        gradient[atom + 2] -= z;
      }
    }
  }
}
