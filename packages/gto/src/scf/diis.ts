import { dot } from "./linear-algebra/matrices.js";
import { solveLinear } from "./linear-algebra/solve-linear.js";

/**
 * Direct inversion in the iterative subspace: the combination of earlier Fock matrices whose commutator with the density
 * is least. Pulay, J. Comput. Chem. 3, 556 (1982), doi:10.1002/jcc.540030413.
 */
export class Diis {
  private readonly vectors: Float64Array[] = [];
  private readonly errors: Float64Array[] = [];
  /** Scalar products of the errors, kept between iterations. */
  private products: number[][] = [];

  constructor(private readonly capacity: number) {}

  /** Adds a vector and its error (both kept, not copied) and gives the extrapolated vector, fresh. */
  extrapolate(vector: Float64Array, error: Float64Array): Float64Array {
    if (this.vectors.length === this.capacity) this.dropOldest();
    this.vectors.push(vector);
    this.errors.push(error);
    const row = this.errors.map((other) => dot(error, other));
    this.products.forEach((entries, i) => {
      entries.push(row[i]);
    });
    this.products.push(row);
    for (;;) {
      const weights = this.weights();
      if (weights !== undefined) return this.combine(weights);
      this.dropOldest();
    }
  }

  private dropOldest(): void {
    this.vectors.shift();
    this.errors.shift();
    this.products.shift();
    for (const entries of this.products) entries.shift();
  }

  /** Weights that sum to one and minimise the error's norm; undefined when the equations are singular. */
  private weights(): Float64Array | undefined {
    const count = this.vectors.length;
    if (count === 1) return Float64Array.of(1);
    // Scaled to errors of unit length, so that singularity is judged by their directions.
    const scale = this.products.map((entries, i) => 1 / Math.sqrt(Math.max(entries[i], Number.MIN_VALUE)));
    const size = count + 1;
    const a = new Float64Array(size * size);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) a[i * size + j] = this.products[i][j] * scale[i] * scale[j];
      a[i * size + i] *= 1 + 1e-13;
      const border = scale[i] / scale[count - 1];
      a[i * size + count] = border;
      a[count * size + i] = border;
    }
    const b = new Float64Array(size);
    b[count] = 1;
    const x = solveLinear(a, b, size);
    if (x === undefined) return undefined;
    const weights = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      weights[i] = x[i] * (scale[i] / scale[count - 1]);
      if (!Number.isFinite(weights[i]) || Math.abs(weights[i]) > 1e6) return undefined;
    }
    return weights;
  }

  private combine(weights: Float64Array): Float64Array {
    const out = new Float64Array(this.vectors[0].length);
    for (let i = 0; i < weights.length; i++) {
      const vector = this.vectors[i];
      const weight = weights[i];
      for (let k = 0; k < out.length; k++) out[k] += weight * vector[k];
    }
    return out;
  }
}
