import type { MatrixAlgebra } from "./matrices.js";

/** Columns per block when rows are transformed: the triangle is used, the rest skipped. */
const BLOCK = 128;

/** A lower triangular matrix T, M×M, that acts on rows of length M. */
export class LowerTriangle {
  /** @param matrix - T with zeros above the diagonal, row-major; kept */
  constructor(
    private readonly algebra: MatrixAlgebra,
    readonly matrix: Float64Array,
    readonly size: number,
  ) {}

  /** Each of `count` rows x as T·x, fresh. */
  rows(x: Float64Array, count: number): Float64Array {
    const { size, matrix, algebra } = this;
    const out = new Float64Array(count * size);
    for (let first = 0; first < size; first += BLOCK) {
      const columns = Math.min(BLOCK, size - first);
      const inner = first + columns;
      // Columns beyond `inner` of these rows of T are zero.
      const block = new Float64Array(columns * inner);
      for (let j = 0; j < columns; j++) {
        block.set(matrix.subarray((first + j) * size, (first + j) * size + inner), j * inner);
      }
      const left = inner === size ? x : leadingColumns(x, count, size, inner);
      const product = algebra.productTransposed(left, block, count, inner, columns);
      for (let i = 0; i < count; i++) out.set(product.subarray(i * columns, (i + 1) * columns), i * size + first);
    }
    return out;
  }

  /** Each of `count` rows y as Tᵀ·y, fresh. */
  transposedRows(y: Float64Array, count: number): Float64Array {
    return this.algebra.product(y, this.matrix, count, this.size, this.size);
  }

  /** T·S, which is lower triangular too. */
  times({ matrix }: LowerTriangle): LowerTriangle {
    const { size, algebra } = this;
    return new LowerTriangle(algebra, algebra.product(this.matrix, matrix, size, size, size), size);
  }
}

function leadingColumns(x: Float64Array, rows: number, stride: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) out.set(x.subarray(i * stride, i * stride + columns), i * columns);
  return out;
}
