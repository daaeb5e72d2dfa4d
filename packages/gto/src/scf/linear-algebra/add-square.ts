import type { LinearAlgebraKernels } from "./contracts.js";
import { MatrixProduct } from "./matrix-product.js";

/** Lower triangle of a·aᵀ, added to what is there. */
export const addSquare: LinearAlgebraKernels["gto/addSquare"] = (out, a, rows, inner) => {
  const forwards = { row: inner, column: 1 };
  const transposed = { row: 1, column: inner };
  new MatrixProduct().multiply(out, a, forwards, a, transposed, rows, inner, rows, { accumulate: true, lower: true });
};
