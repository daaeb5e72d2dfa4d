import type { XtbAlgebraKernels } from "./contracts.js";
import { transformBack } from "./transform-back.js";
import { tridiagonalEigenvalues, tridiagonalEigenvectors } from "./tridiagonal-eigen.js";
import { tridiagonalForm } from "./tridiagonal-form.js";

/** Householder reduction, eigenvalues by QL, eigenvectors by inverse iteration. */
export const lowestEigenvectors: XtbAlgebraKernels["xtb/lowestEigenvectors"] = (values, vectors, matrix, n, count) => {
  if (n === 0) return;
  const form = tridiagonalForm(matrix, n);
  values.set(tridiagonalEigenvalues(form.diagonal, form.offDiagonal));
  const rows = new Float64Array(count * n);
  tridiagonalEigenvectors(rows, form.diagonal, form.offDiagonal, values, count);
  for (let k = 0; k < count; k++) for (let i = 0; i < n; i++) vectors[i * count + k] = rows[k * n + i];
  transformBack(form, vectors, n, count);
};
