import { HermiteCoulomb } from "./hermite-coulomb.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteCount, hermiteSigns, hermiteSums } from "./hermite-index.js";
import { maxDegree } from "./pair-sums.js";
import type { ShellPairs } from "./shell-pairs.js";

/** Primitive quartets whose estimate is below this (Eh) are left out unless asked for. */
const PRIMITIVE_QUARTET_CUTOFF = 1e-15;

/**
 * Repulsion integrals (ab|cd) between two shell pairs.
 *
 * For each primitive of the outer pair, the Hermite integrals with all primitives of the inner pair are expanded in the
 * inner functions and summed; the outer expansion follows once per outer primitive. McMurchie & Davidson, J. Comput. Phys.
 * 26, 218 (1978), doi:10.1016/0021-9991(78)90092-X.
 */
export class RepulsionQuartets {
  /** Integrals of the last pair of pairs at `(function pair of bra)·(size of ket) + (function pair of ket)`. */
  readonly block: Float64Array;

  private readonly recursions: HermiteCoulomb[] = [];
  private readonly sums: Int32Array[][] = [];
  private readonly signs: Float64Array;
  private readonly kept: Int32Array;
  private readonly arguments: Float64Array;
  private readonly scales: Float64Array;
  private readonly factors: Float64Array;
  private readonly vectors: Float64Array;
  private readonly integrals: Float64Array;
  private readonly gathered: Float64Array;
  private readonly half: Float64Array;

  /** @param spread Of the operator, see `operatorSpread`. */
  constructor(
    private readonly pairs: ShellPairs,
    private readonly spread = 0,
  ) {
    const degree = maxDegree(pairs);
    let size = 0;
    let primitives = 0;
    for (let i = 0; i < pairs.count; i++) {
      size = Math.max(size, pairs.size[i]);
      primitives = Math.max(primitives, pairs.primitiveStart[i + 1] - pairs.primitiveStart[i]);
    }
    for (let l = 0; l <= 2 * degree; l++) this.recursions.push(new HermiteCoulomb(l));
    for (let a = 0; a <= degree; a++) {
      this.sums.push([]);
      for (let b = 0; b <= degree; b++) this.sums[a].push(hermiteSums(b, a));
    }
    this.signs = hermiteSigns(degree);
    this.block = new Float64Array(size * size);
    this.kept = new Int32Array(primitives);
    this.arguments = new Float64Array(primitives);
    this.scales = new Float64Array(primitives);
    this.factors = new Float64Array(primitives);
    this.vectors = new Float64Array(3 * primitives);
    this.integrals = new Float64Array(primitives * hermiteCount(2 * degree));
    this.gathered = new Float64Array(hermiteCount(degree) ** 2);
    this.half = new Float64Array(size * hermiteCount(degree));
  }

  /**
   * Computes all integrals between pairs `bra` and `ket` into `block`, without primitive quartets whose estimate is below
   * `cutoff` (Eh).
   */
  compute(bra: number, ket: number, cutoff: number = PRIMITIVE_QUARTET_CUTOFF): void {
    const { pairs, block, spread } = this;
    const { size, degree, primitiveStart, exponent, centre, magnitude } = pairs;
    const inner = this.innerOf(bra, ket);
    const outer = inner === ket ? bra : ket;
    const sizeInner = size[inner];
    const sizeOuter = size[outer];
    block.fill(0, 0, sizeInner * sizeOuter);
    const total = degree[inner] + degree[outer];
    const firstInner = primitiveStart[inner];
    const endInner = primitiveStart[inner + 1];
    const { kept, arguments: t, scales, factors, vectors, half } = this;
    const widthOuter = hermiteCount(degree[outer]);
    for (let k = primitiveStart[outer]; k < primitiveStart[outer + 1]; k++) {
      const p = exponent[k];
      const x = centre[3 * k];
      const y = centre[3 * k + 1];
      const z = centre[3 * k + 2];
      const limit = cutoff / magnitude[k];
      let count = 0;
      for (let l = firstInner; l < endInner; l++) {
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
        scales[count] = REPULSION / (pq * Math.sqrt(sum));
        factors[count] = -2 * alpha;
        kept[count++] = l - firstInner;
      }
      if (count === 0) continue;
      this.recursions[total].compute(this.integrals, count, vectors, t, scales, factors);
      half.fill(0, 0, sizeInner * widthOuter);
      this.expandInner(inner, outer, total, count);
      this.expandOuter(inner, outer, k - primitiveStart[outer], inner === ket);
    }
  }

  /** The pair whose expansion runs per primitive quartet: the cheaper of the two. */
  private innerOf(bra: number, ket: number): number {
    const { degree, primitiveStart, coefficients } = this.pairs;
    const start = coefficients.nonzeroStart;
    const kBra = primitiveStart[bra + 1] - primitiveStart[bra];
    const kKet = primitiveStart[ket + 1] - primitiveStart[ket];
    const nBra = start[bra + 1] - start[bra];
    const nKet = start[ket + 1] - start[ket];
    const ketInner = kBra * (kKet * nKet * hermiteCount(degree[bra]) + nBra * this.pairs.size[ket]);
    const braInner = kKet * (kBra * nBra * hermiteCount(degree[ket]) + nKet * this.pairs.size[bra]);
    return ketInner <= braInner ? ket : bra;
  }

  /** half[f·widthOuter + h] += Σ_l Σ_g E_l[f, g] (−1)^g R_l[h + g]. */
  private expandInner(inner: number, outer: number, total: number, count: number): void {
    const { pairs, kept, integrals, gathered, half, signs } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const stride = hermiteCount(total);
    const widthOuter = hermiteCount(pairs.degree[outer]);
    const widthInner = hermiteCount(pairs.degree[inner]);
    const sums = this.sums[pairs.degree[outer]][pairs.degree[inner]];
    const size = pairs.size[inner];
    const firstRow = rowStart[inner];
    const firstColumn = nonzeroStart[inner];
    const nonzeros = nonzeroStart[inner + 1] - firstColumn;
    for (let c = 0; c < count; c++) {
      const v = valueStart[inner] + kept[c] * nonzeros;
      const o = c * stride;
      if (widthInner === 1 && size === 1) {
        const e = values[v];
        for (let h = 0; h < widthOuter; h++) half[h] += e * integrals[o + h];
        continue;
      }
      for (let g = 0, m = 0; g < widthInner; g++) {
        const sign = signs[g];
        for (let h = 0; h < widthOuter; h++, m++) gathered[m] = sign * integrals[o + sums[m]];
      }
      for (let f = 0; f < size; f++) {
        const target = f * widthOuter;
        let j = rows[firstRow + f];
        const end = rows[firstRow + f + 1];
        for (; j + 1 < end; j += 2) {
          const e0 = values[v + j];
          const e1 = values[v + j + 1];
          const m0 = columns[firstColumn + j] * widthOuter;
          const m1 = columns[firstColumn + j + 1] * widthOuter;
          for (let h = 0; h < widthOuter; h++) half[target + h] += e0 * gathered[m0 + h] + e1 * gathered[m1 + h];
        }
        if (j < end) {
          const e = values[v + j];
          const m = columns[firstColumn + j] * widthOuter;
          for (let h = 0; h < widthOuter; h++) half[target + h] += e * gathered[m + h];
        }
      }
    }
  }

  /** block += Σ_h E[g, h] half[f, h] for the outer primitive of local number k. */
  private expandOuter(inner: number, outer: number, k: number, innerIsKet: boolean): void {
    const { pairs, half, block } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const width = hermiteCount(pairs.degree[outer]);
    const sizeInner = pairs.size[inner];
    const sizeOuter = pairs.size[outer];
    const firstRow = rowStart[outer];
    const firstColumn = nonzeroStart[outer];
    const v = valueStart[outer] + k * (nonzeroStart[outer + 1] - firstColumn);
    const stepInner = innerIsKet ? 1 : sizeOuter;
    const stepOuter = innerIsKet ? sizeInner : 1;
    for (let f = 0; f < sizeInner; f++) {
      const source = f * width;
      for (let g = 0; g < sizeOuter; g++) {
        let sum = 0;
        const end = rows[firstRow + g + 1];
        for (let j = rows[firstRow + g]; j < end; j++) sum += values[v + j] * half[source + columns[firstColumn + j]];
        block[f * stepInner + g * stepOuter] += sum;
      }
    }
  }
}
