/** Points of a quadrature with what nonlocal correlation needs of them. */
export interface NonlocalPoints {
  /** Number of points, n. */
  readonly count: number;
  /** Positions: all x, all y, all z, a0; length 3n. */
  readonly positions: Float64Array;
  /** Electrons of each point, wρ; length n. */
  readonly electrons: Float64Array;
  /** ω₀; length n. */
  readonly omega: Float64Array;
  /** κ; length n. */
  readonly kappa: Float64Array;
}

/** Kernels of nonlocal correlation. Outputs come first and are allocated by the caller. */
export interface NonlocalKernels {
  /**
   * At every point i, overwritten, each of length n: F_i = Σ_j w_jρ_jΦ_ij, and its derivatives by the point's own κ_i and ω_i. With
   * g_ij = ω_i R² + κ_i, Φ_ij = −3/(2 g_ij g_ji (g_ij + g_ji)).
   */
  "dft/nonlocalSums": (
    sums: Float64Array,
    byKappa: Float64Array,
    byOmega: Float64Array,
    points: NonlocalPoints,
  ) => void;
  /** Adds the derivative of ½ Σ_ij w_iρ_i w_jρ_j Φ_ij by the position of each point to `gradient`: all x, all y, all z; length 3n. */
  "dft/nonlocalGradient": (gradient: Float64Array, points: NonlocalPoints) => void;
}

declare module "@qmmm/core" {
  interface KernelSignatures extends NonlocalKernels {}
}
