import type { XtbAlgebraKernels } from "./contracts.js";
import { tridiagonalEigenvalues, tridiagonalEigenvectors } from "./tridiagonal-eigen.js";
import { transformBack, tridiagonalForm } from "./tridiagonal-form.js";

/** Householder reduction, eigenvalues by QL, eigenvectors by inverse iteration. */
export const lowestEigenvectors: XtbAlgebraKernels["xtb/lowestEigenvectors"] = (values, vectors, matrix, n, count) => {
  if (n === 0) return;
  const form = tridiagonalForm(matrix, n);
  values.set(tridiagonalEigenvalues(form.diagonal, form.offDiagonal));
  tridiagonalEigenvectors(vectors, form.diagonal, form.offDiagonal, values, count);
  transformBack(form, vectors, n, count);
};
