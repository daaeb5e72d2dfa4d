import type { ThreeCentreEngine } from "../../integrals/contracts.js";
import { addScaled, type MatrixAlgebra } from "../linear-algebra/matrices.js";
import type { FittingMetric } from "./fitting-metric.js";

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
  /** G, M×M. */
  private readonly longRange: Float64Array;
  /** Rows r with x + x_lr·G = rᵀ·r, M×M. */
  private readonly root: Float64Array;

  constructor(
    private readonly algebra: MatrixAlgebra,
    metric: FittingMetric,
    { engine, share }: FittedLongRange,
    full: number,
  ) {
    const { size } = metric;
    const repulsion = new Float64Array(size * size);
    engine.metric(repulsion);
    const half = metric.rows(repulsion, size);
    this.longRange = metric.rows(transposed(half, size), size);
    const whole = this.longRange.map((value) => share * value);
    for (let p = 0; p < size; p++) whole[p * size + p] += full;
    this.root = algebra.matrixFunction(whole, size, (value) => Math.sqrt(Math.max(value, 0)));
  }

  /** Rows y of length M as y·root, fresh: their scalar products are those of the operator. */
  rows(y: Float64Array, count: number): Float64Array {
    const size = Math.sqrt(this.root.length);
    return this.algebra.product(y, this.root, count, size, size);
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

function transposed(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = a[i * n + j];
  return out;
}
