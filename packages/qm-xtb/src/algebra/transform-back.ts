import { MatrixProduct } from "@qmmm/gto";
import type { TridiagonalForm } from "./tridiagonal-form.js";

/** Reflections that are applied at a time. */
const BLOCK = 32;

/**
 * Turns eigenvectors of T (columns, n×count) into those of A. Reflections are gathered: H_1…H_b = 1 − VᵀTV with v in the rows of
 * V and T upper triangular, so that they become products of matrices (Schreiber and Van Loan 1989, doi:10.1137/0910005).
 */
export function transformBack(
  { norms, reflections }: TridiagonalForm,
  vectors: Float64Array,
  n: number,
  count: number,
): void {
  const rows = new Float64Array(BLOCK * n);
  const overlaps = new Float64Array(BLOCK * BLOCK);
  const projections = new Float64Array(BLOCK * count);
  const changes = new Float64Array(BLOCK * count);
  const product = new MatrixProduct();
  const wide = { row: count, column: 1 };
  for (let first = 1; first < n; first += BLOCK) {
    const size = Math.min(BLOCK, n - first);
    // The longest of the block has this many components; the others end in zeros.
    const length = first + size - 1;
    rows.fill(0, 0, size * length);
    for (let k = 0; k < size; k++) {
      if (norms[first + k] === 0) continue;
      const row = (first + k) * n;
      rows.set(reflections.subarray(row, row + first + k), k * length);
    }
    const v = { row: length, column: 1 };
    const transposed = { row: 1, column: length };
    product.multiply(overlaps, rows, v, rows, transposed, size, length, size);
    const factor = negativeTriangularFactor(overlaps, norms, first, size);
    product.multiply(projections, rows, v, vectors, wide, size, length, count);
    product.multiply(changes, factor, { row: 1, column: size }, projections, wide, size, size, count);
    product.multiply(vectors, rows, transposed, changes, wide, length, size, count, { accumulate: true });
  }
}

/** −T: column j of T is −τ_j·T·⟨v_i|v_j⟩ above the diagonal, on it τ_j = 1/h_j; 0 where there is no reflection. */
function negativeTriangularFactor(
  overlaps: Float64Array,
  norms: Float64Array,
  first: number,
  size: number,
): Float64Array {
  const t = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const h = norms[first + j];
    if (h === 0) continue;
    const tau = 1 / h;
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let k = i; k < j; k++) sum += t[i * size + k] * overlaps[k * size + j];
      t[i * size + j] = -tau * sum;
    }
    t[j * size + j] = -tau;
  }
  return t;
}
