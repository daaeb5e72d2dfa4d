import { InputError } from "@qmmm/core";
import { cholesky, invertLower, type LinearAlgebraKernels } from "@qmmm/gto";
import type { XtbAlgebraKernels } from "../algebra/contracts.js";

/** The linear algebra kernels of one simulation. */
export interface AlgebraKernels {
  readonly lowestEigenvectors: XtbAlgebraKernels["xtb/lowestEigenvectors"];
  readonly multiply: LinearAlgebraKernels["gto/multiply"];
}

/** Orbital energies and the lowest orbitals. */
export interface EigenOrbitals {
  /** All of them, ascending, Eh. */
  readonly energies: Float64Array;
  /** Number of orbitals in `orbitals`. */
  readonly count: number;
  /** n×count: column k belongs to `energies[k]`. */
  readonly orbitals: Float64Array;
}

/** Rows that are multiplied at a time where one half of a result is enough. */
const BLOCK = 48;

/** H·C = S·C·ε for many H with one S, by Cholesky's factors S = LLᵀ. */
export class GeneralisedEigenproblem {
  /** Rows of L⁻¹ in blocks of BLOCK, each as wide as its last row is long. */
  private readonly inverseRows: readonly Float64Array[];
  /** Rows of L⁻ᵀ in blocks of BLOCK, each from the column of its first row on. */
  private readonly inverseTransposedRows: readonly Float64Array[];
  private readonly matrix: Float64Array;
  private readonly half: Float64Array;
  private readonly product: Float64Array;

  /**
   * @param overlap - n×n; not modified
   * @throws InputError `QMMM_XTB_OVERLAP` when it is not positive definite
   */
  constructor(
    private readonly kernels: AlgebraKernels,
    overlap: Float64Array,
    private readonly n: number,
  ) {
    const factor = cholesky(overlap, n, 0);
    if (factor === undefined) {
      throw new InputError("QMMM_XTB_OVERLAP", "The basis functions of the QM region are linearly dependent", {
        allowed: "an overlap matrix that is positive definite",
        action: "Check the geometry: atoms may lie too close together",
      });
    }
    const inverse = invertLower(factor, n);
    this.inverseRows = blocksOf(n).map(([start, end]) => {
      const rows = new Float64Array((end - start) * end);
      for (let i = start; i < end; i++) rows.set(inverse.subarray(i * n, i * n + end), (i - start) * end);
      return rows;
    });
    this.inverseTransposedRows = blocksOf(n).map(([start, end]) => {
      const rows = new Float64Array((end - start) * (n - start));
      for (let j = start; j < n; j++) {
        for (let i = start; i < Math.min(end, j + 1); i++)
          rows[(i - start) * (n - start) + j - start] = inverse[j * n + i];
      }
      return rows;
    });
    this.matrix = new Float64Array(n * n);
    this.half = new Float64Array(BLOCK * n);
    this.product = new Float64Array(BLOCK * BLOCK);
  }

  /**
   * @param hamiltonian - n×n, symmetric; not modified
   * @param count - orbitals wanted
   */
  solve(hamiltonian: Float64Array, count: number): EigenOrbitals {
    const { kernels, n } = this;
    this.orthogonalise(hamiltonian);
    const energies = new Float64Array(n);
    const vectors = new Float64Array(n * count);
    kernels.lowestEigenvectors(energies, vectors, this.matrix, n, count);
    const orbitals = new Float64Array(n * count);
    blocksOf(n).forEach(([start, end], k) => {
      const out = orbitals.subarray(start * count, end * count);
      const rows = this.inverseTransposedRows[k];
      kernels.multiply(out, rows, vectors.subarray(start * count), end - start, n - start, count, false, false);
    });
    return { energies, count, orbitals };
  }

  /** Lower triangle of L⁻¹HL⁻ᵀ into `matrix`, by blocks of rows and columns; each leaves out the zeros of L⁻¹. */
  private orthogonalise(hamiltonian: Float64Array): void {
    const { half, inverseRows, matrix, n, product } = this;
    const { multiply } = this.kernels;
    const blocks = blocksOf(n);
    blocks.forEach(([start, end], k) => {
      const rows = end - start;
      multiply(half, inverseRows[k], leadingColumns(hamiltonian, n, n, end), rows, end, n, false, true);
      for (let l = 0; l <= k; l++) {
        const [first, last] = blocks[l];
        const columns = last - first;
        multiply(product, leadingColumns(half, rows, n, last), inverseRows[l], rows, last, columns, false, true);
        for (let i = 0; i < rows; i++) {
          matrix.set(product.subarray(i * columns, (i + 1) * columns), (start + i) * n + first);
        }
      }
    });
  }
}

/** Σ_k left_ik·right_jk for a result that is symmetric, n×n; left and right are n×inner; fresh. */
export function symmetricProduct(
  multiply: AlgebraKernels["multiply"],
  left: Float64Array,
  right: Float64Array,
  n: number,
  inner: number,
): Float64Array {
  const out = new Float64Array(n * n);
  const block = new Float64Array(BLOCK * n);
  for (const [start, end] of blocksOf(n)) {
    multiply(block, left.subarray(start * inner, end * inner), right, end - start, inner, end, false, true);
    for (let i = start; i < end; i++) {
      for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = block[(i - start) * end + j];
    }
  }
  return out;
}

/** Ranges that 0 … n − 1 falls into. */
function blocksOf(n: number): readonly (readonly [start: number, end: number])[] {
  const blocks: [number, number][] = [];
  for (let start = 0; start < n; start += BLOCK) blocks.push([start, Math.min(n, start + BLOCK)]);
  return blocks;
}

/** The first `count` columns of a rows×n matrix; fresh. */
function leadingColumns(matrix: Float64Array, rows: number, n: number, count: number): Float64Array {
  const out = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) out.set(matrix.subarray(i * n, i * n + count), i * count);
  return out;
}
