import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { LinearAlgebraKernels } from "./contracts.js";

/** Eigenvalues and eigenvectors of a symmetric matrix, ascending, by ml-matrix (Householder reduction and implicit QL). */
export const symmetricEigen: LinearAlgebraKernels["gto/symmetricEigen"] = (values, vectors, matrix, n) => {
  if (n === 0) return;
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, matrix), {
    assumeSymmetric: true,
  });
  values.set(realEigenvalues);
  for (let k = 0; k < n; k++) vectors.set(eigenvectorMatrix.getColumn(k), k * n);
};
