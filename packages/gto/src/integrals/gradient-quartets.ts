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
  private readonly ketLowered: [Float64Array, Float64Array, Float64Array];
  /** Γ contracted with both expansions. */
  private readonly both: Float64Array;
  private readonly collapsed: Float64Array;
  /** Hermite integrals contracted with the bra's expansion, summed over bra primitives. */
  private readonly bra: Float64Array;
  private readonly force = new Float64Array(9);

  constructor(private readonly pairs: ShellPairs) {
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
    this.ketLowered = [new Float64Array(size * ket), new Float64Array(size * ket), new Float64Array(size * ket)];
    this.bra = new Float64Array(size * ket);
    this.both = new Float64Array(hermiteCount(degree) ** 2);
    this.collapsed = new Float64Array(hermiteCount(2 * degree));
  }

  /** Adds the derivatives of pairs i and j with the present `gamma` to `gradient`. */
  add(gradient: Float64Array, i: number, j: number): void {
    const { pairs, force } = this;
    const { groups, groupA, groupB, primitiveStart, exponent, centre, magnitude, degree, weightA, reduced } = pairs;
    const atomA = 3 * groups[groupA[i]].atom;
    const atomB = 3 * groups[groupB[i]].atom;
    const atomC = 3 * groups[groupA[j]].atom;
    const atomD = 3 * groups[groupB[j]].atom;
    const braMoves = atomA !== atomB;
    const ketMoves = atomC !== atomD;
    const { kept, arguments: t, scales, factors, vectors } = this;
    const total = degree[i] + degree[j];
    const stride = hermiteCount(total + 1);
    const firstKet = primitiveStart[j];
    const endKet = primitiveStart[j + 1];
    const sizeBra = pairs.size[i];
    const widthKet = hermiteCount(degree[j]);
    this.contractKet(this.ket, pairs.coefficients, i, j);
    if (ketMoves && pairs.relative !== null) {
      for (let x = 0; x < 3; x++) this.contractKet(this.ketLowered[x], pairs.relative[x], i, j);
      this.bra.fill(0, 0, (endKet - firstKet) * sizeBra * widthKet);
    }
    let ax = 0;
    let ay = 0;
    let az = 0;
    let bx = 0;
    let by = 0;
    let bz = 0;
    let cx = 0;
    let cy = 0;
    let cz = 0;
    const [sx, sy, sz] = [0, 1, 2].map((x) => -2 * pairs.separation[3 * i + x]);
    const [ux, uy, uz] = [0, 1, 2].map((x) => -2 * pairs.separation[3 * j + x]);
    for (let k = primitiveStart[i]; k < primitiveStart[i + 1]; k++) {
      const p = exponent[k];
      const limit = PRIMITIVE_QUARTET_CUTOFF / magnitude[k];
      let count = 0;
      for (let l = firstKet; l < endKet; l++) {
        if (magnitude[l] < limit) continue;
        const q = exponent[l];
        const sum = p + q;
        const alpha = (p * q) / sum;
        const dx = centre[3 * k] - centre[3 * l];
        const dy = centre[3 * k + 1] - centre[3 * l + 1];
        const dz = centre[3 * k + 2] - centre[3 * l + 2];
        vectors[3 * count] = dx;
        vectors[3 * count + 1] = dy;
        vectors[3 * count + 2] = dz;
        t[count] = alpha * (dx * dx + dy * dy + dz * dz);
        scales[count] = REPULSION / (p * q * Math.sqrt(sum));
        factors[count] = -2 * alpha;
        kept[count++] = l - firstKet;
      }
      if (count === 0) continue;
      this.recursions[total + 1].compute(this.integrals, count, vectors, t, scales, factors);
      const wa = weightA[k];
      const mu = reduced[k];
      for (let c = 0; c < count; c++) {
        const o = c * stride;
        const local = kept[c];
        this.collapse(i, j, k - primitiveStart[i], local);
        this.contractShift(total, o);
        const energy = force[0];
        const dx = force[1];
        const dy = force[2];
        const dz = force[3];
        ax += wa * dx;
        ay += wa * dy;
        az += wa * dz;
        bx += dx;
        by += dy;
        bz += dz;
        const wc = weightA[firstKet + local];
        cx -= wc * dx;
        cy -= wc * dy;
        cz -= wc * dz;
        if (braMoves && pairs.relative !== null) {
          const rx = mu * sx * energy + this.lowerBra(pairs.relative[0], i, j, k - primitiveStart[i], local, o);
          const ry = mu * sy * energy + this.lowerBra(pairs.relative[1], i, j, k - primitiveStart[i], local, o);
          const rz = mu * sz * energy + this.lowerBra(pairs.relative[2], i, j, k - primitiveStart[i], local, o);
          ax += rx;
          ay += ry;
          az += rz;
        }
        if (ketMoves) {
          const nu = reduced[firstKet + local];
          cx += nu * ux * energy;
          cy += nu * uy * energy;
          cz += nu * uz * energy;
          this.halfTransform(i, j, k - primitiveStart[i], local, o);
        }
      }
    }
    if (ketMoves && pairs.relative !== null) {
      const length = (endKet - firstKet) * sizeBra * widthKet;
      const { bra } = this;
      const [lx, ly, lz] = this.ketLowered;
      for (let s = 0; s < length; s++) {
        const value = bra[s];
        cx += value * lx[s];
        cy += value * ly[s];
        cz += value * lz[s];
      }
    }
    // bx… holds the whole ∂/∂P: what A does not take, B does, and D what C does not.
    gradient[atomA] += ax;
    gradient[atomA + 1] += ay;
    gradient[atomA + 2] += az;
    gradient[atomB] += bx - ax;
    gradient[atomB + 1] += by - ay;
    gradient[atomB + 2] += bz - az;
    gradient[atomC] += cx;
    gradient[atomC + 1] += cy;
    gradient[atomC + 2] += cz;
    gradient[atomD] -= bx + cx;
    gradient[atomD + 1] -= by + cy;
    gradient[atomD + 2] -= bz + cz;
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
    out.fill(0, 0, primitives * sizeBra * width);
    for (let l = 0; l < primitives; l++) {
      const v = valueStart[j] + l * nonzeros;
      for (let f = 0; f < sizeBra; f++) {
        const target = (l * sizeBra + f) * width;
        for (let h = 0; h < sizeKet; h++) {
          const weight = gamma[f * sizeKet + h];
          const end = rows[firstRow + h + 1];
          for (let s = rows[firstRow + h]; s < end; s++) {
            const column = columns[firstColumn + s];
            out[target + column] += signs[column] * weight * values[v + s];
          }
        }
      }
    }
  }

  /** collapsed[h + g] = Σ E_k[f, h] ket_l[f, g]. */
  private collapse(i: number, j: number, k: number, l: number): void {
    const { pairs, both, collapsed, ket } = this;
    const widthBra = hermiteCount(pairs.degree[i]);
    const widthKet = hermiteCount(pairs.degree[j]);
    both.fill(0, 0, widthBra * widthKet);
    this.contractBra(pairs.coefficients, ket, i, k, l, widthKet, widthKet);
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    collapsed.fill(0, 0, hermiteCount(pairs.degree[i] + pairs.degree[j]));
    const length = widthBra * widthKet;
    for (let s = 0; s < length; s++) collapsed[sums[s]] += both[s];
  }

  /** both[h·width + g] += Σ_f E_k[f, h] ket_l[f, g]. */
  private contractBra(
    e: HermiteCoefficients,
    ket: Float64Array,
    i: number,
    k: number,
    l: number,
    widthKet: number,
    width: number,
  ): void {
    const { both, pairs } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = e;
    const size = pairs.size[i];
    const firstRow = rowStart[i];
    const firstColumn = nonzeroStart[i];
    const v = valueStart[i] + k * (nonzeroStart[i + 1] - firstColumn);
    for (let f = 0; f < size; f++) {
      const source = (l * size + f) * widthKet;
      const end = rows[firstRow + f + 1];
      for (let s = rows[firstRow + f]; s < end; s++) {
        const value = values[v + s];
        const target = columns[firstColumn + s] * width;
        for (let g = 0; g < width; g++) both[target + g] += value * ket[source + g];
      }
    }
  }

  /** force = energy, ∂/∂P_x, ∂/∂P_y, ∂/∂P_z of the collapsed density with the integrals at o. */
  private contractShift(total: number, o: number): void {
    const { collapsed, integrals, next, force } = this;
    const width = hermiteCount(total);
    let energy = 0;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let h = 0; h < width; h++) {
      const c = collapsed[h];
      energy += c * integrals[o + h];
      x += c * integrals[o + next[3 * h]];
      y += c * integrals[o + next[3 * h + 1]];
      z += c * integrals[o + next[3 * h + 2]];
    }
    force[0] = energy;
    force[1] = x;
    force[2] = y;
    force[3] = z;
  }

  /** Σ_f,h,g E'_k[f, h] ket_l[f, g] R[h + g] with one of the bra's lowered expansions. */
  private lowerBra(e: HermiteCoefficients, i: number, j: number, k: number, l: number, o: number): number {
    const { pairs, both, ket, integrals } = this;
    const widthKet = hermiteCount(pairs.degree[j]);
    const widthLow = pairs.degree[i] === 0 ? 0 : hermiteCount(pairs.degree[i] - 1);
    const length = widthLow * widthKet;
    both.fill(0, 0, length);
    this.contractBra(e, ket, i, k, l, widthKet, widthKet);
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    let sum = 0;
    for (let s = 0; s < length; s++) sum += both[s] * integrals[o + sums[s]];
    return sum;
  }

  /** bra[(l·size + f)·widthKet + g] += Σ_h E_k[f, h] R[h + g]. */
  private halfTransform(i: number, j: number, k: number, l: number, o: number): void {
    const { pairs, bra, integrals } = this;
    const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
    const size = pairs.size[i];
    const widthKet = hermiteCount(pairs.degree[j]);
    // The lowered expansions of the ket stop one degree earlier.
    const width = pairs.degree[j] === 0 ? 0 : hermiteCount(pairs.degree[j] - 1);
    const sums = this.sums[pairs.degree[i]][pairs.degree[j]];
    const firstRow = rowStart[i];
    const firstColumn = nonzeroStart[i];
    const v = valueStart[i] + k * (nonzeroStart[i + 1] - firstColumn);
    for (let f = 0; f < size; f++) {
      const target = (l * size + f) * widthKet;
      const end = rows[firstRow + f + 1];
      for (let s = rows[firstRow + f]; s < end; s++) {
        const value = values[v + s];
        const m = columns[firstColumn + s] * widthKet;
        for (let g = 0; g < width; g++) bra[target + g] += value * integrals[o + sums[m + g]];
      }
    }
  }
}
