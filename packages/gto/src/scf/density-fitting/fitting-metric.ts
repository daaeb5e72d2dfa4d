import { ConvergenceError } from "@qmmm/core";
import { cholesky, invertLower } from "../linear-algebra/cholesky.js";
import type { MatrixAlgebra } from "../linear-algebra/matrices.js";

/** Pivots of the metric below this share of the largest diagonal element mean a linear dependency. */
const PIVOT = 1e-14;
/** Columns per block when rows are transformed: the triangle is used, the rest skipped. */
const BLOCK = 128;

/** The metric V = (P|Q) of a fit, as the inverse of its Cholesky factor: V⁻¹ = L⁻ᵀ·L⁻¹. */
export class FittingMetric {
  /** L⁻¹, M×M, lower triangular. */
  private readonly inverse: Float64Array;

  /**
   * @param metric - (P|Q), M×M
   * @throws ConvergenceError `QMMM_DF_METRIC` when the auxiliary functions are linearly dependent
   */
  constructor(
    private readonly algebra: MatrixAlgebra,
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
    this.inverse = invertLower(factor, size);
  }

  /** L⁻¹·x, fresh. */
  whiten(x: Float64Array): Float64Array {
    return this.rows(x, 1);
  }

  /** L⁻ᵀ·y, fresh. */
  unwhiten(y: Float64Array): Float64Array {
    return this.unwhitenRows(y, 1);
  }

  /** Each of `count` rows x of length M as L⁻¹·x, fresh. */
  rows(x: Float64Array, count: number): Float64Array {
    const { size, inverse, algebra } = this;
    const out = new Float64Array(count * size);
    for (let first = 0; first < size; first += BLOCK) {
      const columns = Math.min(BLOCK, size - first);
      const inner = first + columns;
      // Columns beyond `inner` of these rows of L⁻¹ are zero.
      const block = new Float64Array(columns * inner);
      for (let j = 0; j < columns; j++) {
        block.set(inverse.subarray((first + j) * size, (first + j) * size + inner), j * inner);
      }
      const left = inner === size ? x : leadingColumns(x, count, size, inner);
      const product = algebra.productTransposed(left, block, count, inner, columns);
      for (let i = 0; i < count; i++) out.set(product.subarray(i * columns, (i + 1) * columns), i * size + first);
    }
    return out;
  }

  /** Each of `count` rows y of length M as L⁻ᵀ·y, fresh. */
  unwhitenRows(y: Float64Array, count: number): Float64Array {
    return this.algebra.product(y, this.inverse, count, this.size, this.size);
  }
}

function leadingColumns(x: Float64Array, rows: number, stride: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) out.set(x.subarray(i * stride, i * stride + columns), i * columns);
  return out;
}
