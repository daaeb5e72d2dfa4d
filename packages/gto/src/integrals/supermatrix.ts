import type { CoulombExchange, RepulsionEngine, SpinDensities } from "./contracts.js";
import type { RepulsionQuartets } from "./repulsion-quartets.js";
import type { ShellPairs } from "./shell-pairs.js";

/**
 * Repulsion integrals of a small molecule as two matrices over pairs of functions ab ≥ cd, so that J and K are products of a
 * matrix and a vector: J_ab = Σ (ab|cd) P'_cd and K_ab = Σ ½[(ac|bd) + (ad|bc)] P'_cd with P'_cd = (2 − δ_cd) P_cd.
 * Raffenetti, Chem. Phys. Lett. 20, 335 (1973), doi:10.1016/0009-2614(73)80060-8.
 */
export class SupermatrixRepulsion implements RepulsionEngine {
  readonly stored = true;
  private readonly size: number;
  private readonly coulomb: Float64Array;
  private readonly exchange: Float64Array;
  private readonly density: Float64Array;
  private readonly product: Float64Array;

  /** Bytes that the two matrices take for n functions. */
  static bytes(n: number): number {
    return 16 * ((n * (n + 1)) / 2) ** 2;
  }

  constructor(
    private readonly n: number,
    pairs: ShellPairs,
    quartets: RepulsionQuartets,
  ) {
    this.size = (n * (n + 1)) / 2;
    this.coulomb = new Float64Array(this.size * this.size);
    this.exchange = new Float64Array(this.size * this.size);
    this.density = new Float64Array(this.size);
    this.product = new Float64Array(this.size);
    this.fill(pairs, quartets);
  }

  private fill(pairs: ShellPairs, quartets: RepulsionQuartets): void {
    const { coulomb, exchange, size, n } = this;
    const places: Int32Array[] = [];
    for (let i = 0; i < pairs.count; i++) {
      const a = pairs.groups[pairs.groupA[i]].functions;
      const b = pairs.groups[pairs.groupB[i]].functions;
      const own = new Int32Array(pairs.size[i]);
      for (let fa = 0, f = 0; fa < a.length; fa++) {
        for (let fb = 0; fb < b.length; fb++) own[f++] = pairPlace(a[fa], b[fb]);
      }
      places.push(own);
    }
    const { block } = quartets;
    for (let i = 0; i < pairs.count; i++) {
      const bra = places[i];
      for (let j = 0; j <= i; j++) {
        const ket = places[j];
        quartets.compute(i, j);
        for (let f = 0, s = 0; f < bra.length; f++) {
          const row = bra[f];
          for (let g = 0; g < ket.length; g++, s++) {
            const column = ket[g];
            coulomb[row * size + column] = block[s];
            coulomb[column * size + row] = block[s];
          }
        }
      }
    }
    for (let a = 0, ab = 0; a < n; a++) {
      for (let b = 0; b <= a; b++, ab++) {
        for (let c = 0, cd = 0; cd <= ab; c++) {
          const ac = pairPlace(a, c) * size;
          const bc = pairPlace(b, c) * size;
          for (let d = 0; d <= c && cd <= ab; d++, cd++) {
            const value = 0.5 * (coulomb[ac + pairPlace(b, d)] + coulomb[bc + pairPlace(a, d)]);
            exchange[ab * size + cd] = value;
            exchange[cd * size + ab] = value;
          }
        }
      }
    }
  }

  build(out: CoulombExchange, densities: SpinDensities, _threshold: number): void {
    const { alpha, beta } = densities;
    if (out.coulomb !== null) {
      this.load(alpha, alpha === beta ? 2 : 1);
      if (alpha !== beta) this.load(beta, 1, true);
      this.multiply(out.coulomb, this.coulomb);
    }
    if (out.exchangeAlpha === null || out.exchangeBeta === null) return;
    this.load(alpha, 1);
    this.multiply(out.exchangeAlpha, this.exchange);
    if (alpha === beta) {
      if (out.exchangeBeta !== out.exchangeAlpha) out.exchangeBeta.set(out.exchangeAlpha);
      return;
    }
    this.load(beta, 1);
    this.multiply(out.exchangeBeta, this.exchange);
  }

  /** Packs factor·P' into `density`, or adds it. */
  private load(matrix: Float64Array, factor: number, add = false): void {
    const { n, density } = this;
    for (let a = 0, ab = 0; a < n; a++) {
      for (let b = 0; b <= a; b++, ab++) {
        const value = (a === b ? factor : 2 * factor) * matrix[a * n + b];
        density[ab] = add ? density[ab] + value : value;
      }
    }
  }

  private multiply(out: Float64Array, matrix: Float64Array): void {
    const { n, size, density, product } = this;
    for (let i = 0; i < size; i++) {
      const row = i * size;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let j = 0;
      // Four sums, because additions to one would wait for each other.
      for (; j + 3 < size; j += 4) {
        s0 += matrix[row + j] * density[j];
        s1 += matrix[row + j + 1] * density[j + 1];
        s2 += matrix[row + j + 2] * density[j + 2];
        s3 += matrix[row + j + 3] * density[j + 3];
      }
      for (; j < size; j++) s0 += matrix[row + j] * density[j];
      product[i] = s0 + s1 + (s2 + s3);
    }
    for (let a = 0, ab = 0; a < n; a++) {
      for (let b = 0; b <= a; b++, ab++) {
        out[a * n + b] = product[ab];
        out[b * n + a] = product[ab];
      }
    }
  }
}

/** Place of an unordered pair of functions in a packed triangle. */
function pairPlace(a: number, b: number): number {
  return a >= b ? (a * (a + 1)) / 2 + b : (b * (b + 1)) / 2 + a;
}
