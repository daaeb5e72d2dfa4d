import type { MatrixAlgebra } from "./linear-algebra/matrices.js";

/** An orthonormal basis of the space that the basis functions span. */
export interface OrthonormalBasis {
  /** Number of basis functions, N. */
  readonly functionCount: number;
  /** Number of orthonormal vectors, M ≤ N. */
  readonly size: number;
  /** Vectors in terms of the functions, one per row; M×N. */
  readonly vectors: Float64Array;
  /** Vectors times the overlap, M×N: takes orbitals over the functions to orbitals over the vectors. */
  readonly covectors: Float64Array;
  readonly smallestOverlapEigenvalue: number;
}

/**
 * Orthonormalises the basis functions: symmetrically, S^(−1/2) (Löwdin 1950, doi:10.1063/1.1747632), or, when an
 * eigenvalue of the overlap lies below `threshold`, canonically without the vectors of such eigenvalues (Löwdin 1970,
 * doi:10.1016/S0065-3276(08)60339-1).
 */
export function orthonormalBasis(
  algebra: MatrixAlgebra,
  overlap: Float64Array,
  functionCount: number,
  threshold: number,
): OrthonormalBasis {
  const n = functionCount;
  const { values, vectors: eigenvectors } = algebra.eigen(overlap, n);
  let first = 0;
  while (first < n && values[first] < threshold) first++;
  const size = n - first;
  const scaled = eigenvectors.slice(first * n);
  for (let k = 0; k < size; k++) {
    const factor = 1 / Math.sqrt(values[first + k]);
    for (let j = 0; j < n; j++) scaled[k * n + j] *= factor;
  }
  const vectors = size < n ? scaled : algebra.transposedProduct(eigenvectors, scaled, n, n, n);
  return {
    functionCount: n,
    size,
    vectors,
    covectors: algebra.product(vectors, overlap, size, n, n),
    smallestOverlapEigenvalue: values[0],
  };
}
