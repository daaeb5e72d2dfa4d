import type { GaussianBasis } from "@qmmm/gto";

/** Integrals per pair of functions: the overlap alone, or with first (3) and second (6) moments. */
export type MomentStride = 1 | 10;

/**
 * Overlap and moment integrals of contracted s, p and d shells. A pair of functions μ ≥ ν has the place
 * (μ(μ+1)/2 + ν)·stride; there stand S, then with stride 10 the moments x, y, z, xx, xy, xz, yy, yz, zz of χ_μχ_ν about
 * the atom of χ_μ, in atomic units. Functions are in order of atoms. `nuclei` are 3·atoms, a0.
 */
export interface XtbKernels {
  /** Fills `out`. */
  "xtb/overlapMoments": (out: Float64Array, basis: GaussianBasis, nuclei: Float64Array, stride: MomentStride) => void;
  /**
   * Adds to `gradient` (3·atoms, Eh/a0) the derivative of Σ byIntegral·integral at fixed `byIntegral`, which is laid out
   * like the integrals. Functions and the points of their moments move with their atoms.
   */
  "xtb/overlapMomentsGradient": (
    gradient: Float64Array,
    byIntegral: Float64Array,
    basis: GaussianBasis,
    nuclei: Float64Array,
    stride: MomentStride,
  ) => void;
}

declare module "@qmmm/core" {
  interface KernelSignatures extends XtbKernels {}
}
