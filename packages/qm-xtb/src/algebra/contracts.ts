/** Dense linear algebra on row-major matrices. Outputs come first, are allocated by the caller and overwritten. */
export interface XtbAlgebraKernels {
  /**
   * All eigenvalues (ascending, length n) and the eigenvectors of the `count` lowest of a symmetric n×n matrix, of which the
   * lower triangle is read. Column k of `vectors` (n×count) is the normalised eigenvector of `values[k]`. `matrix` is not modified.
   */
  "xtb/lowestEigenvectors": (
    values: Float64Array,
    vectors: Float64Array,
    matrix: Float64Array,
    n: number,
    count: number,
  ) => void;
}

declare module "@qmmm/core" {
  interface KernelSignatures extends XtbAlgebraKernels {}
}
