import { ConvergenceError } from "@qmmm/core";
import { cholesky, invertLower } from "../linear-algebra/cholesky.js";
import { LowerTriangle } from "../linear-algebra/lower-triangle.js";
import type { MatrixAlgebra } from "../linear-algebra/matrices.js";

/** Pivots of the metric below this share of the largest diagonal element mean a linear dependency. */
const PIVOT = 1e-14;

/** The metric V = (P|Q) of a fit, as the inverse of its Cholesky factor: V⁻¹ = L⁻ᵀ·L⁻¹. */
export class FittingMetric {
  /** L⁻¹, M×M. */
  readonly inverse: LowerTriangle;

  /**
   * @param metric - (P|Q), M×M
   * @throws ConvergenceError `QMMM_DF_METRIC` when the auxiliary functions are linearly dependent
   */
  constructor(
    algebra: MatrixAlgebra,
    metric: Float64Array,
    readonly size: number,
  ) {
    const factor = cholesky(metric, size, PIVOT);
    if (factor === undefined) {
      throw new ConvergenceError("QMMM_DF_METRIC", "The fitting functions are linearly dependent at this geometry", {
        value: size,
        action: "Check for atoms on top of each other; then use a smaller fitting set or densityFitting: none",
      });
    }
    this.inverse = new LowerTriangle(algebra, invertLower(factor, size), size);
  }

  /** L⁻¹·x, fresh. */
  whiten(x: Float64Array): Float64Array {
    return this.inverse.rows(x, 1);
  }

  /** L⁻ᵀ·y, fresh. */
  unwhiten(y: Float64Array): Float64Array {
    return this.unwhitenRows(y, 1);
  }

  /** Each of `count` rows y of length M as L⁻ᵀ·y, fresh. */
  unwhitenRows(y: Float64Array, count: number): Float64Array {
    return this.inverse.transposedRows(y, count);
  }
}
