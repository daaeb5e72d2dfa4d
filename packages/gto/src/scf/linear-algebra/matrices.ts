import type { LinearAlgebraKernels } from "./contracts.js";

/** Matrix operations of the self-consistent field on the kernels of one simulation; every method returns a fresh matrix. */
export class MatrixAlgebra {
  constructor(
    private readonly multiplyKernel: LinearAlgebraKernels["gto/multiply"],
    private readonly eigenKernel: LinearAlgebraKernels["gto/symmetricEigen"],
    private readonly addSquareKernel: LinearAlgebraKernels["gto/addSquare"],
  ) {}

  /** a (rows×inner) · b (inner×columns). */
  product(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
    const out = new Float64Array(rows * columns);
    this.multiplyKernel(out, a, b, rows, inner, columns, false, false);
    return out;
  }

  /** a (rows×inner) · bᵀ, with b held as columns×inner. */
  productTransposed(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
    const out = new Float64Array(rows * columns);
    this.multiplyKernel(out, a, b, rows, inner, columns, false, true);
    return out;
  }

  /** aᵀ·b, with a held as inner×rows and b inner×columns. */
  transposedProduct(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
    const out = new Float64Array(rows * columns);
    this.multiplyKernel(out, a, b, rows, inner, columns, true, false);
    return out;
  }

  /** Adds a·aᵀ of a rows×inner matrix to the lower triangle of `out`, the upper one being left to chance. */
  addSquare(out: Float64Array, a: Float64Array, rows: number, inner: number): void {
    this.addSquareKernel(out, a, rows, inner);
  }

  /** c·m·cᵀ for a symmetric m (n×n) and k rows c (k×n). */
  congruence(c: Float64Array, m: Float64Array, k: number, n: number): Float64Array {
    return this.productTransposed(this.product(c, m, k, n, n), c, k, n, k);
  }

  /** cᵀ·c of k rows of length n: the projector on them, or their density. */
  outer(c: Float64Array, k: number, n: number): Float64Array {
    return this.transposedProduct(c, c, n, k, n);
  }

  /** cᵀ·m·c of k rows of length n and a k×k matrix. */
  expand(c: Float64Array, m: Float64Array, k: number, n: number): Float64Array {
    return this.transposedProduct(c, this.product(m, c, k, k, n), n, k, n);
  }

  /** Ascending eigenvalues and, as rows, eigenvectors of a symmetric n×n matrix. */
  eigen(matrix: Float64Array, n: number): { readonly values: Float64Array; readonly vectors: Float64Array } {
    const values = new Float64Array(n);
    const vectors = new Float64Array(n * n);
    this.eigenKernel(values, vectors, matrix, n);
    return { values, vectors };
  }

  /** Σ f(eigenvalue)·|v⟩⟨v| of a symmetric n×n matrix. */
  matrixFunction(matrix: Float64Array, n: number, f: (eigenvalue: number) => number): Float64Array {
    const { values, vectors } = this.eigen(matrix, n);
    const scaled = vectors.slice();
    for (let k = 0; k < n; k++) {
      const factor = f(values[k]);
      for (let j = 0; j < n; j++) scaled[k * n + j] *= factor;
    }
    return this.transposedProduct(vectors, scaled, n, n, n);
  }
}

/** Σ aᵢbᵢ: of two symmetric matrices, the trace of their product. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** target += factor · source. */
export function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}

/** Largest magnitude; 0 for an empty array. */
export function maxAbs(a: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}

/** mᵀ of an n×n matrix, fresh. */
export function transposed(m: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = m[i * n + j];
  return out;
}

/** m + mᵀ of an n×n matrix, fresh. */
export function symmetrised(m: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = m[i * n + j] + m[j * n + i];
  return out;
}
