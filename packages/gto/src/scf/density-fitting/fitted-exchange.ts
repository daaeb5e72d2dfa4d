import type { SpinDensities } from "../../integrals/contracts.js";
import type { FockContribution, SpinMatrices } from "../fock-contribution.js";
import { addScaled, dot, type MatrixAlgebra } from "../linear-algebra/matrices.js";
import { densityFactors } from "./density-factors.js";
import { type FittedIntegrals, longestBlock } from "./fitted-integrals.js";

/** Doubles that half-transformed integrals may take at a time. */
const HALF_TRANSFORMED = 1 << 24;
/** Functions per tile of K. */
const TILE = 48;

/**
 * Exchange energy −½x Σσ Σ_ij (ij|P) V⁻¹ (Q|ij) over occupied orbitals, K_μλ = Σ_i,P B_iμ^P B_iλ^P with B = L⁻¹(P|iμ). Weigend,
 * Phys. Chem. Chem. Phys. 4, 4285 (2002), doi:10.1039/b204199p. Any factors of the density serve as orbitals.
 */
export class FittedExchange implements FockContribution {
  /** @param share - x, the share of exact exchange */
  constructor(
    private readonly integrals: FittedIntegrals,
    private readonly algebra: MatrixAlgebra,
    private readonly share: number,
  ) {}

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const { share } = this;
    const alpha = this.exchangeOf(densities.alpha);
    const beta = densities.beta === densities.alpha ? alpha : this.exchangeOf(densities.beta);
    addScaled(fock.alpha, alpha, -share);
    if (fock.beta !== fock.alpha) addScaled(fock.beta, beta, -share);
    const energy = -0.5 * share * (dot(densities.alpha, alpha) + dot(densities.beta, beta));
    terms.exchange = (terms.exchange ?? 0) + energy;
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    const alpha = this.exchangeOf(changes.alpha);
    addScaled(fock.alpha, alpha, -this.share);
    if (fock.beta === fock.alpha) return;
    addScaled(fock.beta, changes.beta === changes.alpha ? alpha : this.exchangeOf(changes.beta), -this.share);
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { engine, size } = this.integrals;
    const closed = densities.alpha === densities.beta;
    const metricWeights = new Float64Array(size * size);
    this.addSpinGradient(gradient, metricWeights, densities.alpha, closed ? 2 : 1);
    if (!closed) this.addSpinGradient(gradient, metricWeights, densities.beta, 1);
    engine.addMetricGradient(gradient, metricWeights);
  }

  /** K of a symmetric matrix in place of a density, N×N, fresh. */
  private exchangeOf(matrix: Float64Array): Float64Array {
    const n = this.integrals.functionCount;
    const { positive, negative } = densityFactors(this.algebra, matrix, n);
    const out = new Float64Array(n * n);
    this.addSquares(out, positive, 1);
    this.addSquares(out, negative, -1);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j];
    return out;
  }

  /** Adds sign·Σ_i,P B_iμ^P B_iλ^P of the rows to the lower triangle of `out`. */
  private addSquares(out: Float64Array, rows: Float64Array, sign: number): void {
    const { functionCount: n, size } = this.integrals;
    this.inBatches(rows, (batch, count) => {
      const half = this.integrals.halfTransform(batch, count);
      for (let i = 0; i < count; i++) {
        const matrix = half.subarray(i * n * size, (i + 1) * n * size);
        for (let a = 0; a < n; a += TILE) {
          const ra = Math.min(TILE, n - a);
          const left = matrix.subarray(a * size, (a + ra) * size);
          for (let b = 0; b <= a; b += TILE) {
            const rb = Math.min(TILE, n - b);
            const right = matrix.subarray(b * size, (b + rb) * size);
            const tile = this.algebra.productTransposed(left, right, ra, size, rb);
            for (let p = 0; p < ra; p++) {
              for (let q = 0; q < rb; q++) out[(a + p) * n + b + q] += sign * tile[p * rb + q];
            }
          }
        }
      }
    });
  }

  private inBatches(rows: Float64Array, act: (batch: Float64Array, count: number, first: number) => void): void {
    const { functionCount: n, size } = this.integrals;
    const total = rows.length / n;
    const atOnce = Math.max(1, Math.floor(HALF_TRANSFORMED / (n * size)));
    for (let first = 0; first < total; first += atOnce) {
      const count = Math.min(atOnce, total - first);
      act(rows.subarray(first * n, (first + count) * n), count, first);
    }
  }

  /**
   * One spin's part: with c_ij = V⁻¹(P|ij), the weight of (μν|P) is −x Σ_ij C_iμ C_jν c_ij^P and that of (P|Q) is
   * ½x Σ_ij c_ij^P c_ij^Q.
   */
  private addSpinGradient(
    gradient: Float64Array,
    metricWeights: Float64Array,
    density: Float64Array,
    spins: number,
  ): void {
    const { algebra, integrals } = this;
    const { engine, metric, functionCount: n, size } = integrals;
    const { rowStart, rowFirst, rowSecond } = engine;
    const { positive: orbitals } = densityFactors(algebra, density, n);
    const occupied = orbitals.length / n;
    const factor = this.share * spins;
    const weights = new Float64Array(longestBlock(rowStart) * size);
    this.inBatches(orbitals, (batch, count) => {
      const half = integrals.halfTransform(batch, count);
      // y_i[ν, P] = Σ_j C_jν c_ij^P takes the place of the half-transformed integrals.
      for (let i = 0; i < count; i++) {
        const matrix = half.subarray(i * n * size, (i + 1) * n * size);
        const pairs = metric.unwhitenRows(algebra.product(orbitals, matrix, occupied, n, size), occupied);
        addScaled(metricWeights, algebra.transposedProduct(pairs, pairs, size, occupied, size), 0.5 * factor);
        matrix.set(algebra.transposedProduct(orbitals, pairs, n, occupied, size));
      }
      for (let b = 0; b + 1 < rowStart.length; b++) {
        weights.fill(0);
        for (let r = rowStart[b], target = 0; r < rowStart[b + 1]; r++, target += size) {
          const mu = rowFirst[r];
          const nu = rowSecond[r];
          const scale = -factor * (mu === nu ? 1 : 2);
          for (let i = 0; i < count; i++) {
            const c = scale * batch[i * n + mu];
            const source = (i * n + nu) * size;
            for (let p = 0; p < size; p++) weights[target + p] += c * half[source + p];
          }
        }
        engine.addGradient(gradient, b, weights);
      }
    });
  }
}
