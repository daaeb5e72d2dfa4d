import { pivotedCholesky } from "./cholesky.js";
import { dot } from "./matrices.js";
import { MatrixProduct } from "./matrix-product.js";

/** What is left of a matrix after its factors, relative to its largest diagonal element. */
const REMAINDER = 1e-14;
/** Largest accepted square deviation of a matrix from the product of its factors: more means that it is indefinite. */
const DEVIATION = 1e-20;

/**
 * Rows r_k with A = Σ_k r_kᵀ·r_k of a symmetric matrix without negative eigenvalues: of a density as many as there are
 * occupied orbitals, and local like these (Aquilante, Pedersen, Sánchez de Merás & Koch 2006, doi:10.1063/1.2360264).
 *
 * @returns rank×n, or undefined when A is indefinite
 */
export function semidefiniteFactors(matrix: Float64Array, n: number): Float64Array | undefined {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i]);
  const rows = pivotedCholesky(matrix, n, REMAINDER * largest);
  if (rows === undefined) return undefined;
  const product = new Float64Array(n * n);
  const rank = rows.length / n;
  new MatrixProduct().multiply(product, rows, { row: 1, column: n }, rows, { row: n, column: 1 }, n, rank, n);
  for (let i = 0; i < product.length; i++) product[i] -= matrix[i];
  return dot(product, product) <= DEVIATION * Math.max(1, dot(matrix, matrix)) ? rows : undefined;
}
