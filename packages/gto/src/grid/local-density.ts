import { MatrixProduct, type Strides } from "../scf/linear-algebra/matrix-product.js";
import { semidefiniteFactors } from "../scf/linear-algebra/semidefinite-factors.js";
import type { GridBlock } from "./grid-blocks.js";

/** Factors that stay below this on a block are left out there: densities are quadratic in them. */
const NEGLIGIBLE_FACTOR = 1e-8;

/** A density matrix P over all functions, and rows r with P = Σ rᵀ·r unless it is indefinite, as the change of one is. */
export interface FactoredDensity {
  readonly matrix: Float64Array;
  readonly rows: Float64Array | undefined;
}

export function factoredDensity(matrix: Float64Array, n: number): FactoredDensity {
  return { matrix, rows: semidefiniteFactors(matrix, n) };
}

/** The part of a density matrix on the functions of one block, as a matrix or, where that is less work, as factors. */
export class LocalDensity {
  /** Number of factors; 0 where the matrix itself is used. */
  rank = 0;
  private readonly product = new MatrixProduct();
  /** m×m, or rank×m. */
  private readonly local: Float64Array;
  private readonly chosen: Int32Array;
  private readonly orbitals: Float64Array;
  private functions = 0;

  /**
   * @param n - functions of the basis
   * @param mostFunctions - of any block
   * @param mostPoints - of any block
   */
  constructor(
    private readonly n: number,
    mostFunctions: number,
    mostPoints: number,
  ) {
    this.local = new Float64Array(mostFunctions * mostFunctions);
    this.chosen = new Int32Array(n);
    this.orbitals = new Float64Array(mostFunctions * mostPoints);
  }

  /**
   * Takes the part of a block whose values are known.
   *
   * @param worth - factors are used when there are fewer than this times the number of functions
   */
  take({ matrix, rows }: FactoredDensity, { functions, largest }: GridBlock, worth: number): void {
    const { n, local } = this;
    const m = functions.length;
    this.functions = m;
    this.rank = 0;
    const count = rows === undefined ? 0 : this.choose(rows, functions, largest);
    if (rows !== undefined && count > 0 && count < worth * m) {
      this.rank = count;
      for (let k = 0; k < count; k++) {
        const row = this.chosen[k] * n;
        for (let j = 0; j < m; j++) local[k * m + j] = rows[row + functions[j]];
      }
      return;
    }
    for (let i = 0; i < m; i++) {
      const row = functions[i] * n;
      for (let j = 0; j < m; j++) local[i * m + j] = matrix[row + functions[j]];
    }
  }

  /** out (functions×points) = P·values. */
  times(out: Float64Array, values: Float64Array, points: number): void {
    const { local, functions: m, rank, product, orbitals } = this;
    if (rank === 0) {
      product.multiply(out, local, rowMajor(m), values, rowMajor(points), m, m, points);
      return;
    }
    this.project(orbitals, values, points);
    product.multiply(out, local, { row: 1, column: m }, orbitals, rowMajor(points), m, rank, points);
  }

  /** out (rank×points) = factors·values. */
  project(out: Float64Array, values: Float64Array, points: number): void {
    const { local, functions: m, rank, product } = this;
    product.multiply(out, local, rowMajor(m), values, rowMajor(points), rank, m, points);
  }

  /** Lists the factors that matter on a block and returns how many there are. */
  private choose(rows: Float64Array, functions: Int32Array, largest: Float64Array): number {
    const { n, chosen } = this;
    let count = 0;
    for (let k = 0, row = 0; row < rows.length; k++, row += n) {
      let bound = 0;
      for (let j = 0; j < functions.length && bound < NEGLIGIBLE_FACTOR; j++) {
        bound += Math.abs(rows[row + functions[j]]) * largest[j];
      }
      if (bound >= NEGLIGIBLE_FACTOR) chosen[count++] = k;
    }
    return count;
  }
}

function rowMajor(columns: number): Strides {
  return { row: columns, column: 1 };
}
