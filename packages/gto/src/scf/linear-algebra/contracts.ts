/** Dense linear algebra on row-major matrices. Outputs come first, are allocated by the caller and overwritten. */
export interface LinearAlgebraKernels {
  /**
   * Eigenvalues (ascending, length n) and eigenvectors of a symmetric n×n matrix. Row k of `vectors` is the normalised
   * eigenvector of `values[k]`. `matrix` is not modified.
   */
  "gto/symmetricEigen": (values: Float64Array, vectors: Float64Array, matrix: Float64Array, n: number) => void;
  /**
   * out (rows×columns) = op(a)·op(b), where op(a) is rows×inner and op(b) inner×columns. With `transposeA`, `a` is held
   * as inner×rows; with `transposeB`, `b` as columns×inner. `out` must not overlap the inputs.
   */
  "gto/multiply": (
    out: Float64Array,
    a: Float64Array,
    b: Float64Array,
    rows: number,
    inner: number,
    columns: number,
    transposeA: boolean,
    transposeB: boolean,
  ) => void;
  /**
   * Adds a·aᵀ of a rows×inner matrix to the lower triangle of `out` (rows×rows), diagonal included. What stands above the
   * diagonal afterwards means nothing. `out` must not overlap `a`.
   */
  "gto/addSquare": (out: Float64Array, a: Float64Array, rows: number, inner: number) => void;
}

declare module "@qmmm/core" {
  interface KernelSignatures extends LinearAlgebraKernels {}
}
