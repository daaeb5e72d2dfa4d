import type { GaussianBasis } from "../basis/gaussian-basis.js";

/** Charges that the electrons feel: point charges, or Gaussians ρ ∝ exp(−r²/w²) where `widths` is given and positive. */
export interface ChargeSites {
  /** Positions, a0; length 3m. */
  readonly positions: Float64Array;
  /** Charges, e; length m. */
  readonly charges: Float64Array;
  /** Widths w, a0, 0 for a point charge; length m. */
  readonly widths?: Float64Array | undefined;
}

/** Spin densities of a determinant in the atomic-orbital basis, N×N row-major symmetric; a closed shell passes one twice. */
export interface SpinDensities {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

/**
 * Coulomb and exchange matrices, N×N row-major, overwritten; null for what is not wanted. For a closed shell `exchangeBeta`
 * may be `exchangeAlpha`.
 */
export interface CoulombExchange {
  /** J[Pα + Pβ]. */
  readonly coulomb: Float64Array | null;
  /** K[Pα], K[Pβ]; both or neither. */
  readonly exchangeAlpha: Float64Array | null;
  readonly exchangeBeta: Float64Array | null;
}

/** The repulsion energy c·½ΣP·J[P] − x·½Σσ Pσ·K[Pσ] of an operator. */
export interface RepulsionShares {
  readonly coulomb: number;
  readonly exchange: number;
  /** ω of erf(ωr)/r, a0⁻¹; 0 or absent for 1/r. */
  readonly omega?: number | undefined;
}

/** What a repulsion engine keeps between Fock builds at one geometry: bounds, and the integrals themselves when they fit. */
export interface RepulsionEngine {
  /** True when the unique integrals are held in memory. */
  readonly stored: boolean;
  /** Builds J and K. Contributions below `threshold` (Eh) are screened by Schwarz bound times density. */
  build(out: CoulombExchange, densities: SpinDensities, threshold: number): void;
}

/**
 * Two- and three-centre repulsion integrals of a basis and an auxiliary basis at one geometry. The unordered pairs of
 * functions μν that matter come in blocks; pair r of block b, `rowStart[b] ≤ r < rowStart[b + 1]`, is `rowFirst[r]`,
 * `rowSecond[r]`. M is the number of auxiliary functions.
 */
export interface ThreeCentreEngine {
  /** First pair of each block; length blocks + 1. */
  readonly rowStart: Int32Array;
  readonly rowFirst: Int32Array;
  readonly rowSecond: Int32Array;
  /** Writes (P|Q), M×M. */
  metric(out: Float64Array): void;
  /** Writes (μν|P) of a block to `out` from `offset` on, M per pair. */
  integrals(out: Float64Array, offset: number, block: number): void;
  /** Writes Σ_μν D_μν (μν|P), length M. D is symmetric, N×N. */
  project(out: Float64Array, density: Float64Array): void;
  /** Writes Σ_P c_P (μν|P), N×N. */
  expand(out: Float64Array, coefficients: Float64Array): void;
  /** Adds Σ_P c_P Σ_μν D_μν ∂(μν|P)/∂R to `gradient` (3·atomCount). */
  addCoulombGradient(gradient: Float64Array, density: Float64Array, coefficients: Float64Array): void;
  /** Adds Σ_rP w_rP ∂(μν|P)/∂R over the pairs of a block; weights M per pair. */
  addGradient(gradient: Float64Array, block: number, weights: Float64Array): void;
  /** Adds Σ_PQ w_PQ ∂(P|Q)/∂R; weights M×M. */
  addMetricGradient(gradient: Float64Array, weights: Float64Array): void;
}

/**
 * Integral kernels over a Gaussian basis. `nuclei` are atom positions, a0, length 3·atomCount. Outputs come first, are
 * allocated by the caller and overwritten, except those documented as "added to". Matrices are N×N row-major.
 */
export interface GtoKernels {
  /** Overlap ⟨μ|ν⟩ and kinetic energy ⟨μ|−½∇²|ν⟩. */
  "gto/overlapKinetic": (
    overlap: Float64Array,
    kinetic: Float64Array,
    basis: GaussianBasis,
    nuclei: Float64Array,
  ) => void;
  /** Adds Σ_μν overlapWeights_μν ∂S_μν/∂R + Σ_μν kineticWeights_μν ∂T_μν/∂R to `gradient` (3·atomCount); weights symmetric. */
  "gto/overlapKineticGradient": (
    gradient: Float64Array,
    basis: GaussianBasis,
    nuclei: Float64Array,
    overlapWeights: Float64Array,
    kineticWeights: Float64Array,
  ) => void;
  /** Dipole (x, y, z) then second moments (xx, xy, xz, yy, yz, zz) about `origin`; nine N×N matrices in a row. */
  "gto/multipoles": (out: Float64Array, basis: GaussianBasis, nuclei: Float64Array, origin: ArrayLike<number>) => void;
  /** Σ_k q_k ⟨μ| 1/|r−R_k| |ν⟩ (erf(r/w)/r for Gaussian charges). An electron's potential energy is minus this. */
  "gto/chargePotential": (out: Float64Array, basis: GaussianBasis, nuclei: Float64Array, sites: ChargeSites) => void;
  /**
   * Derivatives of E = −Σ_μν P_μν Σ_k q_k ⟨μ|1/|r−R_k||ν⟩ at fixed P: added to `nucleiGradient` (3·atomCount, the basis
   * centres) and, where not null, to `sitesGradient` (3m).
   */
  "gto/chargePotentialGradient": (
    nucleiGradient: Float64Array,
    sitesGradient: Float64Array | null,
    basis: GaussianBasis,
    nuclei: Float64Array,
    sites: ChargeSites,
    density: Float64Array,
  ) => void;
  /** Electrons' electrostatic potential −Σ P_μν⟨μ|1/|r−R||ν⟩ at points (m, Eh/e) and, where not null, its field −∇φ (3m). */
  "gto/electronPotential": (
    potential: Float64Array,
    field: Float64Array | null,
    basis: GaussianBasis,
    nuclei: Float64Array,
    points: Float64Array,
    widths: Float64Array | null,
    density: Float64Array,
  ) => void;
  /**
   * Opens a repulsion engine at one geometry, storing the integrals when they need at most `memory` bytes. With `omega`
   * (a0⁻¹) above 0 the operator is the long-range part erf(ωr)/r in place of 1/r.
   */
  "gto/repulsion": (basis: GaussianBasis, nuclei: Float64Array, memory: number, omega?: number) => RepulsionEngine;
  /** Adds the derivative of the repulsion energy at fixed density to `gradient` (3·atomCount). */
  "gto/repulsionGradient": (
    gradient: Float64Array,
    basis: GaussianBasis,
    nuclei: Float64Array,
    densities: SpinDensities,
    shares: RepulsionShares,
    threshold: number,
  ) => void;
  /**
   * Opens the two- and three-centre integrals of a basis with an auxiliary one on the same atoms, of the operator 1/r or, with
   * `omega` (a0⁻¹) above 0, erf(ωr)/r. Contributions below `threshold` (Eh) are left out.
   */
  "gto/threeCentre": (
    basis: GaussianBasis,
    auxiliary: GaussianBasis,
    nuclei: Float64Array,
    threshold: number,
    omega?: number,
  ) => ThreeCentreEngine;
}
