import type { MomentRank } from "./components.js";

/*
 * Conventions as of the other kernels: a0, Eh, charges times the square root of the Coulomb constant, `cell` of 18 numbers.
 * Derivatives and moments stand in the order of components.ts, those of one point after those of another.
 */
/** Sources of a potential: sets of moments up to a rank at positions. */
export interface Moments {
  /** a0; length 3n. */
  readonly positions: Float64Array;
  readonly rank: MomentRank;
  /** 1, 4 or 10 numbers for each, times the square root of the Coulomb constant. */
  readonly values: Float64Array;
}

declare module "@qmmm/core" {
  interface KernelSignatures {
    /**
     * Adds the derivatives at points of erfc(βr)/r of sources with moments, nearest images within the cutoff. A source
     * exactly at a point gives −erf(βr)/r there.
     *
     * @param start - first source of each point in `partners`; length 0: every source acts on every point
     */
    "mm/momentPairs": (
      derivatives: Float64Array,
      rank: number,
      points: Float64Array,
      positions: Float64Array,
      moments: Float64Array,
      momentRank: number,
      cell: Float64Array,
      beta: number,
      cutoff: number,
      start: Int32Array,
      partners: Int32Array,
    ) => void;
    /** Structure factors Σ L[exp(2πi k·s)] of sources with moments, as `mm/ewaldStructure`; overwritten. */
    "mm/momentStructure": (
      structure: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      moments: Float64Array,
      momentRank: number,
      waves: Int32Array,
    ) => void;
    /** Adds the derivatives of Σ Re(c*·exp(2πi k·s)) at points. */
    "mm/waveDerivatives": (
      derivatives: Float64Array,
      rank: number,
      points: Float64Array,
      cell: Float64Array,
      coefficients: Float64Array,
      waves: Int32Array,
    ) => void;
    /** Sources with moments on a grid, by the splines of `mm/pmeSpread` and their derivatives; overwritten. */
    "mm/momentSpread": (
      grid: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      moments: Float64Array,
      momentRank: number,
      order: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /** Adds the derivatives at points of what a grid holds, by the same splines. */
    "mm/gridDerivatives": (
      derivatives: Float64Array,
      rank: number,
      grid: Float64Array,
      points: Float64Array,
      cell: Float64Array,
      order: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
  }
}
