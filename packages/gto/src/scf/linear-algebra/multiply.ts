import type { LinearAlgebraKernels } from "./contracts.js";
import { MatrixProduct } from "./matrix-product.js";

/** Matrix product of row-major matrices. */
export const multiply: LinearAlgebraKernels["gto/multiply"] = (
  out,
  a,
  b,
  rows,
  inner,
  columns,
  transposeA,
  transposeB,
) => {
  const aStrides = transposeA ? { row: 1, column: rows } : { row: inner, column: 1 };
  const bStrides = transposeB ? { row: 1, column: inner } : { row: columns, column: 1 };
  new MatrixProduct().multiply(out, a, aStrides, b, bStrides, rows, inner, columns);
};
