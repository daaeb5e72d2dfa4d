import { HermiteCoulomb } from "./hermite-coulomb.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteCount, hermiteDerivatives, hermiteSigns, hermiteSums } from "./hermite-index.js";
import { maxDegree } from "./pair-sums.js";
import type { HermiteCoefficients, ShellPairs } from "./shell-pairs.js";

/** Primitive quartets whose estimate is below this (Eh) are left out. */
const PRIMITIVE_QUARTET_CUTOFF = 1e-15;

/**
 * Derivatives of Σ Γ_ab,cd (ab|cd) of one pair of shell pairs with respect to the four centres.
 *
 * With P = (aA + bB)/p and X = A − B, ∂/∂A = (a/p) ∂/∂P + ∂/∂X and ∂/∂B = (b/p) ∂/∂P − ∂/∂X. ∂/∂P raises a Hermite degree and
 * ∂/∂Q = −∂/∂P; ∂/∂X gives −2(ab/p)X times the energy and lowers angular momenta. Γ is contracted with the expansions first,
 * so that only sums over Hermite integrals remain per primitive quartet. After McMurchie & Davidson (1978),
 * doi:10.1016/0021-9991(78)90092-X, and Helgaker & Taylor, Theor. Chim. Acta 83, 177 (1992), doi:10.1007/BF01132826.
 */
export class GradientQuartets {
  /** Γ of the pair of pairs to come, at `(function pair of bra)·(size of ket) + (function pair of ket)`. */
  readonly gamma: Float64Array;

  private readonly recursions: HermiteCoulomb[] = [];
  private readonly sums: Int32Array[][] = [];
  private readonly signs: Float64Array;
  private readonly next: Int32Array;
  private readonly kept: Int32Array;
  private readonly arguments: Float64Array;
  private readonly scales: Float64Array;
  private readonly factors: Float64Array;
  private readonly vectors: Float64Array;
  private readonly integrals: Float64Array;
  /** Γ contracted with the ket's expansion, per ket primitive, at `(l·sizeBra + f)·widthKet + g`; signs included. */
  private readonly ket: Float64Array;
  /** The same with the ket's three lowered expansions. */
  private readonly ketLowered: Float64Array[];
  /** Γ contracted with both expansions. */
  private readonly both: Float64Array;
  private readonly bothLowered: Float64Array[];
  private readonly collapsed: Float64Array;
  private readonly gathered: Float64Array;
  /** Hermite integrals contracted with the bra's expansion, summed over bra primitives; laid out as `ket`. */
  private readonly bra: Float64Array;
  /** Sums over primitive quartets: ∂/∂P; forces on A and on C; energy times ab/p of the bra and of the ket. */
  private readonly force = new Float64Array(11);

  /** @param spread Of the operator, see `operatorSpread`. */
  constructor(
    private readonly pairs: ShellPairs,
    private readonly spread = 0,
  ) {
    const degree = maxDegree(pairs);
    let size = 0;
    let primitives = 0;
    let ket = 0;
    for (let i = 0; i < pairs.count; i++) {
      const own = pairs.primitiveStart[i + 1] - pairs.primitiveStart[i];
      size = Math.max(size, pairs.size[i]);
      primitives = Math.max(primitives, own);
      ket = Math.max(ket, own * hermiteCount(pairs.degree[i]));
    }
    for (let l = 0; l <= 2 * degree + 1; l++) this.recursions.push(new HermiteCoulomb(l));
    for (let a = 0; a <= degree; a++) {
      this.sums.push([]);
      for (let b = 0; b <= degree; b++) this.sums[a].push(hermiteSums(a, b));
    }
    const three = (length: number) => [0, 1, 2].map(() => new Float64Array(length));
    const square = hermiteCount(degree) ** 2;
    this.signs = hermiteSigns(degree);
    this.next = hermiteDerivatives(2 * degree);
    this.gamma = new Float64Array(size * size);
    this.kept = new Int32Array(primitives);
    this.arguments = new Float64Array(primitives);
    this.scales = new Float64Array(primitives);
    this.factors = new Float64Array(primitives);
    this.vectors = new Float64Array(3 * primitives);
    this.integrals = new Float64Array(primitives * hermiteCount(2 * degree + 1));
    this.ket = new Float64Array(size * ket);
    this.ketLowered = three(size * ket);
    this.bra = new Float64Array(size * ket);
    this.both = new Float64Array(square);
    this.bothLowered = three(square);
    this.gathered = new Float64Array(square);
    this.collapsed = new Float64Array(hermiteCount(2 * degree));
  }

  /** Whether pair j is better taken as the bra: the bra's expansion runs per primitive quartet, the ket's per primitive. */
  swaps(i: number, j: number): boolean {
    return this.cost(j, i) < this.cost(i, j);
  }

  private cost(bra: number, ket: number): number {
    const { degree, primitiveStart, coefficients, relative, size } = this.pairs;
    const width = hermiteCount(degree[ket]);
    const lowWidth = degree[ket] > 0 ? hermiteCount(degree[ket] - 1) : 0;
    const nonzeros = (e: HermiteCoefficients | undefined, pair: number) =>
      e === undefined ? 0 : e.nonzeroStart[pair + 1] - e.nonzeroStart[pair];
    const braLowered = nonzeros(relative?.[0], bra);
    const ketLowered = nonzeros(relative?.[0], ket);
    const n = nonzeros(coefficients, bra);
    const perQuartet = n * width + 3 * braLowered * width + (ketLowered > 0 ? n * lowWidth : 0);
    const perPrimitive = size[bra] * (nonzeros(coefficients, ket) + 3 * ketLowered);
    const primitivesBra = primitiveStart[bra + 1] - primitiveStart[bra];
    return (primitiveStart[ket + 1] - primitiveStart[ket]) * (primitivesBra * perQuartet + perPrimitive);
  }

  /** Adds the derivatives of pairs `i` (bra) and `j` (ket) with the present `gamma` to `gradient`. */
  add(gradient: Float64Array, i: number, j: number): void {
    const { pairs, spread, force, kept, arguments: t, scales, factors, vectors } = this;
    const { groups, groupA, groupB, primitiveStart, exponent, centre, magnitude, degree, relative, separation } = pairs;
    const atomA = 3 * groups[groupA[i]].atom;
    const atomB = 3 * groups[groupB[i]].atom;
    const atomC = 3 * groups[groupA[j]].atom;
    const atomD = 3 * groups[groupB[j]].atom;
    const total = degree[i] + degree[j];
    const firstKet = primitiveStart[j];
    const endKet = primitiveStart[j + 1];
    const braLowers = relative !== null && atomA !== atomB && degree[i] > 0;
    const ketLowers = relative !== null && atomC !== atomD && degree[j] > 0;
    const ketLength = (endKet - firstKet) * pairs.size[i] * hermiteCount(degree[j]);
    this.contractKet(this.ket, pairs.coefficients, i, j);
    if (ketLowers) {
      for (let x = 0; x < 3; x++) this.contractKet(this.ketLowered[x], relative[x], i, j);
      this.bra.fill(0, 0, ketLength);
    }
    force.fill(0);
    for (let k = primitiveStart[i]; k < primitiveStart[i + 1]; k++) {
      const p = exponent[k];
      const px = centre[3 * k];
      const py = centre[3 * k + 1];
      const pz = centre[3 * k + 2];
      const limit = PRIMITIVE_QUARTET_CUTOFF / magnitude[k];
      let count = 0;
      for (let l = firstKet; l < endKet; l++) {
        if (magnitude[l] < limit) continue;
        const q = exponent[l];
        const pq = p * q;
        const sum = p + q + pq * spread;
        const alpha = pq / sum;
        const dx = px - centre[3 * l];
        const dy = py - centre[3 * l + 1];
        const dz = pz - centre[3 * l + 2];
        vectors[3 * count] = dx;
        vectors[3 * count + 1] = dy;
        vectors[3 * count + 2] = dz;
        t[count] = alpha * (dx * dx + dy * dy + dz * dz);
        scales[count] = REPULSION / (pq * Math.sqrt(sum));
        factors[count] = -2 * alpha;
        kept[count++] = l - firstKet;
      }
      if (count === 0) continue;
      this.recursions[total + 1].compute(this.integrals, count, vectors, t, scales, factors);
      this.addShifts(i, j, k, count);
      if (braLowers) this.addLoweredBra(relative, i, j, k, count);
      if (ketLowers) this.halfTransform(i, j, k, count);
    }
    if (ketLowers) {
      for (let x = 0; x < 3; x++) {
        const lowered = this.ketLowered[x];
        let sum = 0;
        for (let s = 0; s < ketLength; s++) sum += this.bra[s] * lowered[s];
        force[6 + x] += sum;
      }
    }
    // force[0…2] is the whole ∂/∂P = −∂/∂Q: what A does not take of it, B does, and D what C does not.
    for (let x = 0; x < 3; x++) {
      const onA = force[3 + x] - 2 * separation[3 * i + x] * force[9];
      const onC = force[6 + x] - 2 * separation[3 * j + x] * force[10];
      gradient[atomA + x] += onA;
      gradient[atomB + x] += force[x] - onA;
      gradient[atomC + x] += onC;
      gradient[atomD + x] -= force[x] + onC;
    }
  }

  /** out[(l·sizeBra + f)·widthKet + g] = (−1)^g Σ_h Γ[f, h] E_l[h, g] for all primitives l of the ket. */
  private contractKet(out: Float64Array, e: HermiteCoefficients, i: number, j: number): void {
    const { pairs, gamma, signs } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = e;
    const sizeBra = pairs.size[i];
    const sizeKet = pairs.size[j];
    const width = hermiteCount(pairs.degree[j]);
    const primitives = pairs.primitiveStart[j + 1] - pairs.primitiveStart[j];
    const firstRow = rowStart[j];
    const firstColumn = nonzeroStart[j];
    const nonzeros = nonzeroStart[j + 1] - firstColumn;
    const length = primitives * sizeBra * width;
    for (let s = 0; s < length; s++) out[s] = 0;
    for (let l = 0; l < primitives; l++) {
      const v = valueStart[j] + l * nonzeros;
      for (let h = 0; h < sizeKet; h++) {
        const end = rows[firstRow + h + 1];
        for (let s = rows[firstRow + h]; s < end; s++) {
          const column = columns[firstColumn + s];
          const value = signs[column] * values[v + s];
          let target = l * sizeBra * width + column;
          for (let f = h; f < sizeBra * sizeKet; f += sizeKet) {
            out[target] += value * gamma[f];
            target += width;
          }
        }
      }
    }
  }

  /** Adds energies times ab/p (for the relative parts) and shifts of bra primitive k with the batch of ket primitives. */
  private addShifts(i: number, j: number, k: number, count: number): void {
    const { pairs, both, collapsed, ket, kept, integrals, next, force } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const total = pairs.degree[i] + pairs.degree[j];
    const stride = hermiteCount(total + 1);
    const width = hermiteCount(total);
    const widthKet = hermiteCount(pairs.degree[j]);
    const length = hermiteCount(pairs.degree[i]) * widthKet;
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    const size = pairs.size[i];
    const firstRow = rowStart[i];
    const firstColumn = nonzeroStart[i];
    const v = valueStart[i] + (k - pairs.primitiveStart[i]) * (nonzeroStart[i + 1] - firstColumn);
    const firstKet = pairs.primitiveStart[j];
    let sx = 0;
    let sy = 0;
    let sz = 0;
    let energyBra = 0;
    let energyKet = 0;
    let cx = 0;
    let cy = 0;
    let cz = 0;
    for (let c = 0, o = 0; c < count; c++, o += stride) {
      const l = kept[c];
      for (let s = 0; s < length; s++) both[s] = 0;
      for (let f = 0, source = l * size * widthKet; f < size; f++, source += widthKet) {
        const end = rows[firstRow + f + 1];
        for (let s = rows[firstRow + f]; s < end; s++) {
          const value = values[v + s];
          const target = columns[firstColumn + s] * widthKet;
          for (let g = 0; g < widthKet; g++) both[target + g] += value * ket[source + g];
        }
      }
      for (let h = 0; h < width; h++) collapsed[h] = 0;
      for (let s = 0; s < length; s++) collapsed[sums[s]] += both[s];
      let energy = 0;
      let x = 0;
      let y = 0;
      let z = 0;
      for (let h = 0, n = 0; h < width; h++, n += 3) {
        const value = collapsed[h];
        energy += value * integrals[o + h];
        x += value * integrals[o + next[n]];
        y += value * integrals[o + next[n + 1]];
        z += value * integrals[o + next[n + 2]];
      }
      energyBra += energy;
      energyKet += energy * pairs.reduced[firstKet + l];
      const weight = pairs.weightA[firstKet + l];
      sx += x;
      sy += y;
      sz += z;
      cx -= weight * x;
      cy -= weight * y;
      cz -= weight * z;
    }
    const weight = pairs.weightA[k];
    force[0] += sx;
    force[1] += sy;
    force[2] += sz;
    force[3] += weight * sx;
    force[4] += weight * sy;
    force[5] += weight * sz;
    force[6] += cx;
    force[7] += cy;
    force[8] += cz;
    force[9] += energyBra * pairs.reduced[k];
    force[10] += energyKet;
  }

  /** Adds Σ_f,h,g E'_k[f, h] ket_l[f, g] R_l[h + g], with the bra's lowered expansions, to A's force. */
  private addLoweredBra(
    relative: readonly HermiteCoefficients[],
    i: number,
    j: number,
    k: number,
    count: number,
  ): void {
    const { pairs, ket, kept, integrals, force } = this;
    const [bx, by, bz] = this.bothLowered;
    const stride = hermiteCount(pairs.degree[i] + pairs.degree[j] + 1);
    const widthKet = hermiteCount(pairs.degree[j]);
    const length = hermiteCount(pairs.degree[i] - 1) * widthKet;
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    const size = pairs.size[i];
    const local = k - pairs.primitiveStart[i];
    let x = 0;
    let y = 0;
    let z = 0;
    for (let c = 0, o = 0; c < count; c++, o += stride) {
      for (let s = 0; s < length; s++) {
        bx[s] = 0;
        by[s] = 0;
        bz[s] = 0;
      }
      for (let axis = 0; axis < 3; axis++) {
        const { rows, columns, values, rowStart, nonzeroStart, valueStart } = relative[axis];
        const both = this.bothLowered[axis];
        const firstRow = rowStart[i];
        const firstColumn = nonzeroStart[i];
        const v = valueStart[i] + local * (nonzeroStart[i + 1] - firstColumn);
        for (let f = 0, source = kept[c] * size * widthKet; f < size; f++, source += widthKet) {
          const end = rows[firstRow + f + 1];
          for (let s = rows[firstRow + f]; s < end; s++) {
            const value = values[v + s];
            const target = columns[firstColumn + s] * widthKet;
            for (let g = 0; g < widthKet; g++) both[target + g] += value * ket[source + g];
          }
        }
      }
      for (let s = 0; s < length; s++) {
        const r = integrals[o + sums[s]];
        x += bx[s] * r;
        y += by[s] * r;
        z += bz[s] * r;
      }
    }
    force[3] += x;
    force[4] += y;
    force[5] += z;
  }

  /** bra[(l·size + f)·widthKet + g] += Σ_h E_k[f, h] R_l[h + g]. */
  private halfTransform(i: number, j: number, k: number, count: number): void {
    const { pairs, bra, kept, integrals, gathered } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const stride = hermiteCount(pairs.degree[i] + pairs.degree[j] + 1);
    const size = pairs.size[i];
    const widthBra = hermiteCount(pairs.degree[i]);
    const widthKet = hermiteCount(pairs.degree[j]);
    // The lowered expansions of the ket stop one degree earlier.
    const width = hermiteCount(pairs.degree[j] - 1);
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    const firstRow = rowStart[i];
    const firstColumn = nonzeroStart[i];
    const v = valueStart[i] + (k - pairs.primitiveStart[i]) * (nonzeroStart[i + 1] - firstColumn);
    for (let c = 0, o = 0; c < count; c++, o += stride) {
      for (let h = 0, m = 0; h < widthBra; h++) {
        for (let g = 0; g < width; g++, m++) gathered[m] = integrals[o + sums[h * widthKet + g]];
      }
      for (let f = 0, target = kept[c] * size * widthKet; f < size; f++, target += widthKet) {
        const end = rows[firstRow + f + 1];
        for (let s = rows[firstRow + f]; s < end; s++) {
          const value = values[v + s];
          const m = columns[firstColumn + s] * width;
          for (let g = 0; g < width; g++) bra[target + g] += value * gathered[m + g];
        }
      }
    }
  }
}
