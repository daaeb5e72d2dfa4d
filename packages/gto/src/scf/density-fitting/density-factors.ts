import { pivotedCholesky } from "../linear-algebra/cholesky.js";
import { dot, type MatrixAlgebra } from "../linear-algebra/matrices.js";

/** What is left of a density after its factors, relative to its largest diagonal element. */
const REMAINDER = 1e-14;
/** Largest accepted square deviation of a density from its Cholesky factors: more means that it is indefinite. */
const DEVIATION = 1e-20;
/** Eigenvalues below this are left out of an indefinite matrix. */
const SMALLEST_EIGENVALUE = 1e-13;

/** A symmetric matrix as Σ rᵀ·r over `positive` rows less the same over `negative` ones, k×N each. */
export interface DensityFactors {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/**
 * Factors of a symmetric matrix over N functions: as many rows as there are occupied orbitals for a density (its Cholesky
 * orbitals: Aquilante, Pedersen, Sánchez de Merás & Koch 2006, doi:10.1063/1.2360264), eigenvectors for the change of one.
 */
export function densityFactors(algebra: MatrixAlgebra, matrix: Float64Array, n: number): DensityFactors {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i]);
  const rows = pivotedCholesky(matrix, n, REMAINDER * largest);
  if (rows !== undefined) {
    const product = algebra.outer(rows, rows.length / n, n);
    for (let i = 0; i < product.length; i++) product[i] -= matrix[i];
    if (dot(product, product) <= DEVIATION * Math.max(1, dot(matrix, matrix))) {
      return { positive: rows, negative: new Float64Array(0) };
    }
  }
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
