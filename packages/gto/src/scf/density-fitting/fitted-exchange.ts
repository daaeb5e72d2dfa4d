import type { SpinDensities } from "../../integrals/contracts.js";
import type { FockContribution, SpinMatrices } from "../fock-contribution.js";
import { addScaled, dot, type MatrixAlgebra } from "../linear-algebra/matrices.js";
import { densityFactors } from "./density-factors.js";
import { type FittedIntegrals, type FittedOperator, longestBlock } from "./fitted-integrals.js";

/** Doubles that half-transformed integrals may take at a time. */
const HALF_TRANSFORMED = 1 << 24;

/**
 * Exchange energy −½x Σσ Σ_ij (ij|P) V⁻¹ (Q|ij) over occupied orbitals, K_μλ = Σ_i,P B_iμ^P B_iλ^P with B = L⁻¹(P|iμ). Weigend,
 * Phys. Chem. Chem. Phys. 4, 4285 (2002), doi:10.1039/b204199p. Any factors of the density serve as orbitals.
 */
export class FittedExchange implements FockContribution {
  /** @param operator - that the integrals were made for */
  constructor(
    private readonly integrals: FittedIntegrals,
    private readonly algebra: MatrixAlgebra,
    private readonly operator: FittedOperator,
  ) {}

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const alpha = this.exchangeOf(densities.alpha);
    const beta = densities.beta === densities.alpha ? alpha : this.exchangeOf(densities.beta);
    addScaled(fock.alpha, alpha, -1);
    if (fock.beta !== fock.alpha) addScaled(fock.beta, beta, -1);
    const energy = -0.5 * (dot(densities.alpha, alpha) + dot(densities.beta, beta));
    terms.exchange = (terms.exchange ?? 0) + energy;
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    const alpha = this.exchangeOf(changes.alpha);
    addScaled(fock.alpha, alpha, -1);
    if (fock.beta === fock.alpha) return;
    addScaled(fock.beta, changes.beta === changes.alpha ? alpha : this.exchangeOf(changes.beta), -1);
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { engine, size } = this.integrals;
    const closed = densities.alpha === densities.beta;
    const weights = { metric: new Float64Array(size * size), squares: new Float64Array(size * size) };
    this.addSpinGradient(gradient, weights, densities.alpha, closed ? 2 : 1);
    if (!closed) this.addSpinGradient(gradient, weights, densities.beta, 1);
    const { full, longRange } = this.operator;
    addScaled(weights.metric, weights.squares, -0.5 * full);
    engine.addMetricGradient(gradient, weights.metric);
    if (longRange === undefined) return;
    const { engine: ranged, share } = longRange;
    ranged.addMetricGradient(
      gradient,
      weights.squares.map((value) => -0.5 * share * value),
    );
  }

  /** Exchange matrix of a symmetric matrix in place of a density, shares included; N×N, fresh. */
  private exchangeOf(matrix: Float64Array): Float64Array {
    const { functionCount: n, ranged } = this.integrals;
    const { positive, negative } = densityFactors(this.algebra, matrix, n);
    const out = this.squares(positive);
    if (negative.length > 0) addScaled(out, this.squares(negative), -1);
    const scale = ranged === undefined ? this.operator.full : 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        out[i * n + j] *= scale;
        out[j * n + i] = out[i * n + j];
      }
    }
    return out;
  }

  /** Σ_i,P B_iμ^P B_iλ^P of the rows, N×N, fresh; only the lower triangle means something. */
  private squares(rows: Float64Array): Float64Array {
    const { functionCount: n, size, ranged } = this.integrals;
    const out = new Float64Array(n * n);
    this.inBatches(rows, (batch, count) => {
      const half = this.integrals.halfTransform(batch, count);
      for (let i = 0; i < count; i++) {
        const plain = half.subarray(i * n * size, (i + 1) * n * size);
        this.algebra.addSquare(out, ranged?.rows(plain, n) ?? plain, n, size);
      }
    });
    return out;
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
   * One spin's part. With U = xV + x_lr W the energy is −½ Σ_ij c_ij·U·c_ij, c_ij = V⁻¹(P|ij), and with e_ij = V⁻¹U c_ij the weight
   * of (μν|P) is −Σ_ij C_iμ C_jν e_ij^P, that of (P|Q) is Σ_ij (c_ij^P e_ij^Q − ½x c_ij^P c_ij^Q) and that of W's −½x_lr Σ_ij c_ij^P c_ij^Q.
   */
  private addSpinGradient(
    gradient: Float64Array,
    weights: { readonly metric: Float64Array; readonly squares: Float64Array },
    density: Float64Array,
    spins: number,
  ): void {
    const { algebra, integrals } = this;
    const { full, longRange } = this.operator;
    const { engine, metric, functionCount: n, size, ranged } = integrals;
    const { rowStart, rowFirst, rowSecond } = engine;
    const { positive: orbitals } = densityFactors(algebra, density, n);
    const occupied = orbitals.length / n;
    const ofBlock = new Float64Array(longestBlock(rowStart) * size);
    this.inBatches(orbitals, (batch, count) => {
      const half = integrals.halfTransform(batch, count);
      // Σ_j C_jν e_ij^P takes the place of the half-transformed integrals.
      for (let i = 0; i < count; i++) {
        const matrix = half.subarray(i * n * size, (i + 1) * n * size);
        const whitened = integrals.whitened(algebra.product(orbitals, matrix, occupied, n, size), occupied);
        const fitted = metric.unwhitenRows(whitened, occupied);
        const applied =
          ranged === undefined || longRange === undefined
            ? fitted.map((value) => full * value)
            : metric.unwhitenRows(ranged.apply(whitened, occupied, full, longRange.share), occupied);
        addScaled(weights.metric, algebra.transposedProduct(fitted, applied, size, occupied, size), spins);
        addScaled(weights.squares, algebra.transposedProduct(fitted, fitted, size, occupied, size), spins);
        matrix.set(algebra.transposedProduct(orbitals, applied, n, occupied, size));
      }
      for (let b = 0; b + 1 < rowStart.length; b++) {
        ofBlock.fill(0);
        for (let r = rowStart[b], target = 0; r < rowStart[b + 1]; r++, target += size) {
          const mu = rowFirst[r];
          const nu = rowSecond[r];
          const scale = -spins * (mu === nu ? 1 : 2);
          for (let i = 0; i < count; i++) {
            const c = scale * batch[i * n + mu];
            const source = (i * n + nu) * size;
            for (let p = 0; p < size; p++) ofBlock[target + p] += c * half[source + p];
          }
        }
        engine.addGradient(gradient, b, ofBlock);
      }
    });
  }
}
