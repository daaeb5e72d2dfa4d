import type { MatrixAlgebra } from "./linear-algebra/matrices.js";

/** Below this eigenvalue of their overlap, earlier orbitals no longer serve at the new geometry. */
const SMALLEST_USEFUL = 0.2;

/**
 * Orthonormalises occupied orbitals of an earlier geometry in the overlap of a new one, (C S Cᵀ)^(−1/2) C, which changes
 * them least.
 *
 * @param orbitals - k×N, one per row; not modified
 * @returns fresh orbitals, or undefined when the earlier ones have become linearly dependent
 */
export function reorthonormalised(
  algebra: MatrixAlgebra,
  orbitals: Float64Array,
  overlap: Float64Array,
  functionCount: number,
): Float64Array | undefined {
  const count = orbitals.length / functionCount;
  if (count === 0) return orbitals.slice();
  const metric = algebra.congruence(orbitals, overlap, count, functionCount);
  let smallest = Number.POSITIVE_INFINITY;
  const root = algebra.matrixFunction(metric, count, (value) => {
    smallest = Math.min(smallest, value);
    return 1 / Math.sqrt(Math.max(value, Number.MIN_VALUE));
  });
  if (!(smallest > SMALLEST_USEFUL)) return undefined;
  return algebra.product(root, orbitals, count, count, functionCount);
}
