import type { MatrixAlgebra } from "../linear-algebra/matrices.js";
import { semidefiniteFactors } from "../linear-algebra/semidefinite-factors.js";

/** Eigenvalues below this are left out of an indefinite matrix. */
const SMALLEST_EIGENVALUE = 1e-13;

/** A symmetric matrix as Σ rᵀ·r over `positive` rows less the same over `negative` ones, k×N each. */
export interface DensityFactors {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/**
 * Factors of a symmetric matrix over N functions: as many rows as there are occupied orbitals for a density, eigenvectors for
 * the change of one.
 */
export function densityFactors(algebra: MatrixAlgebra, matrix: Float64Array, n: number): DensityFactors {
  const rows = semidefiniteFactors(matrix, n);
  if (rows !== undefined) return { positive: rows, negative: new Float64Array(0) };
  const { values, vectors } = algebra.eigen(matrix, n);
  const scaled = (wanted: (value: number) => boolean): Float64Array => {
    const chosen = Array.from(values.keys()).filter((k) => wanted(values[k]));
    const out = new Float64Array(chosen.length * n);
    chosen.forEach((k, row) => {
      const factor = Math.sqrt(Math.abs(values[k]));
      for (let j = 0; j < n; j++) out[row * n + j] = factor * vectors[k * n + j];
    });
    return out;
  };
  return {
    positive: scaled((value) => value > SMALLEST_EIGENVALUE),
    negative: scaled((value) => value < -SMALLEST_EIGENVALUE),
  };
}
