import type { ThreeCentreEngine } from "../../integrals/contracts.js";
import { choleskyFromBelow, invertLower } from "../linear-algebra/cholesky.js";
import { LowerTriangle } from "../linear-algebra/lower-triangle.js";
import { addScaled, type MatrixAlgebra, transposed } from "../linear-algebra/matrices.js";
import type { FittingMetric } from "./fitting-metric.js";

/** Pivots below this share of the largest diagonal element leave the operator without a factor that can be inverted. */
const PIVOT = 1e-4;

/** Long-range exchange of products that are fitted in the Coulomb metric. */
export interface FittedLongRange {
  /** Integrals of the operator erf(ωr)/r. */
  readonly engine: ThreeCentreEngine;
  /** Share of long-range exchange. */
  readonly share: number;
}

/**
 * The operator of all exchange over whitened fitting functions, x + x_lr·G with G = L⁻¹·W·L⁻ᵀ and W = (P|erf(ωr)/r|Q): fitted
 * products interact by the operator that they belong to. One fit serves all ranges, and it is as well conditioned as without
 * range separation, which (P|erf(ωr)/r|Q) as a metric is not.
 */
export class RangedOperator {
  /** F with x + x_lr·G = Fᵀ·F, and its inverse; undefined where the operator is nearly singular, as without exchange at short range. */
  readonly factor: { readonly triangle: LowerTriangle; readonly inverse: LowerTriangle } | undefined;
  /** G, M×M. */
  private readonly longRange: Float64Array;
  /** The symmetric root of the operator where it has no factor. */
  private readonly root: Float64Array | undefined;

  constructor(
    private readonly algebra: MatrixAlgebra,
    { inverse, size }: FittingMetric,
    { engine, share }: FittedLongRange,
    full: number,
  ) {
    const repulsion = new Float64Array(size * size);
    engine.metric(repulsion);
    const half = inverse.rows(repulsion, size);
    this.longRange = inverse.rows(transposed(half, size), size);
    const whole = this.longRange.map((value) => share * value);
    for (let p = 0; p < size; p++) whole[p * size + p] += full;
    const factor = choleskyFromBelow(whole, size, PIVOT);
    if (factor !== undefined) {
      const triangle = (matrix: Float64Array): LowerTriangle => new LowerTriangle(algebra, matrix, size);
      this.factor = { triangle: triangle(factor), inverse: triangle(invertLower(factor, size)) };
    } else {
      this.root = algebra.matrixFunction(whole, size, (value) => Math.sqrt(Math.max(value, 0)));
    }
  }

  /** Rows of length M whose scalar products are those of the operator: those given where they have F already, else multiplied by the root. */
  rows(given: Float64Array, count: number): Float64Array {
    const { root, algebra } = this;
    if (root === undefined) return given;
    const size = Math.sqrt(root.length);
    return algebra.product(given, root, count, size, size);
  }

  /** Rows y of length M as full·y + share·y·G, fresh. */
  apply(y: Float64Array, count: number, full: number, share: number): Float64Array {
    const size = Math.sqrt(this.longRange.length);
    const out = this.algebra.product(y, this.longRange, count, size, size);
    for (let i = 0; i < out.length; i++) out[i] *= share;
    addScaled(out, y, full);
    return out;
  }
}
