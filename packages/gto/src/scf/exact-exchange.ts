/**
 * Shares of exact exchange in a method, −½Σσ Pσ·(full·K + longRange·K^lr)[Pσ], K^lr with the operator erf(ωr)/r. Short-range
 * exchange is full exchange less its long-range part.
 */
export interface ExactExchange {
  /** Share at all distances. */
  readonly full: number;
  /** Share that is added at long range. CAM-B3LYP (Yanai et al. 2004, doi:10.1016/j.cplett.2004.06.011): full 0.19, longRange 0.46. */
  readonly longRange: number;
  /** ω, a0⁻¹; without meaning when longRange is 0. */
  readonly omega: number;
}

/** The same share of exact exchange at all distances: 1 for Hartree–Fock, 0 for a pure density functional. */
export function globalExchange(full: number): ExactExchange {
  return { full, longRange: 0, omega: 0 };
}
