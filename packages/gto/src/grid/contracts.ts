import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { Partition } from "./partition/atomic-cells.js";

/** Points of a molecule's quadrature, in blocks of neighbours. */
export interface MolecularGrid {
  /** Number of points, n. */
  readonly count: number;
  /** Positions, a0; length 3n. */
  readonly points: Float64Array;
  /** Weights, a0³; length n. */
  readonly weights: Float64Array;
  /** Weights of the atomic quadratures, before space is divided among the atoms; length n. */
  readonly atomicWeights: Float64Array;
  /** Atom that each point moves with; length n. */
  readonly parents: Int32Array;
  /** First point of each block; length blocks + 1. */
  readonly blockOffset: Int32Array;
  readonly partition: Partition;
}

/** A spin's density at the points of a grid; what is null is not computed. */
export interface DensityOnGrid {
  /** ρ, a0⁻³; length n. */
  readonly density: Float64Array;
  /** ∇ρ: all x components, all y, all z; length 3n. */
  readonly gradient: Float64Array | null;
  /** τ = ½ Σ_i |∇ψ_i|²; length n. */
  readonly kinetic: Float64Array | null;
}

/** Orbitals of one basis and geometry on one grid. Arrays of points are in the order of the grid. */
export interface GridOrbitals {
  /** Densities of symmetric N×N matrices, overwritten. */
  densities(out: readonly DensityOnGrid[], matrices: readonly Float64Array[]): void;
  /**
   * The transpose: adds ∂E/∂P to each matrix, where `derivatives` hold ∂E/∂ρ, ∂E/∂∇ρ and ∂E/∂τ of every point, with its
   * weight.
   */
  addPotentials(matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void;
  /**
   * Adds to `gradient` (3·atoms) the derivative of E at fixed density matrices and weights: functions move with their atoms,
   * and so do points.
   */
  addGradient(gradient: Float64Array, matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void;
}

/** Kernels of numerical integration. Outputs come first and are allocated by the caller. */
export interface GridKernels {
  /** Share of each point's parent in the division of space among the atoms, overwritten; length n. */
  "gto/partitionShares": (
    shares: Float64Array,
    partition: Partition,
    nuclei: Float64Array,
    points: Float64Array,
    parents: Int32Array,
  ) => void;
  /** Adds Σ_p factors_p ∂share_p/∂R to `gradient` (3·atoms), each point moving with its parent. */
  "gto/partitionGradient": (
    gradient: Float64Array,
    partition: Partition,
    nuclei: Float64Array,
    points: Float64Array,
    parents: Int32Array,
    factors: Float64Array,
  ) => void;
  /**
   * Basis functions of some shells at `count` points (3·count, interleaved), and their derivatives up to `order` (0 to 2).
   * Of each component (value; x, y, z; xx, xy, xz, yy, yz, zz) a matrix functions×count, one after the other, overwritten.
   */
  "gto/orbitalsOnGrid": (
    out: Float64Array,
    basis: GaussianBasis,
    nuclei: Float64Array,
    shells: Int32Array,
    points: Float64Array,
    count: number,
    order: 0 | 1 | 2,
  ) => void;
  /** Opens the orbitals of a geometry on a grid; `memory` bytes may be kept between calls. */
  "gto/gridOrbitals": (basis: GaussianBasis, nuclei: Float64Array, grid: MolecularGrid, memory: number) => GridOrbitals;
}

declare module "@qmmm/core" {
  interface KernelSignatures extends GridKernels {}
}
