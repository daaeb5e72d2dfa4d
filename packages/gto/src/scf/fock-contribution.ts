import type { SpinDensities } from "../integrals/contracts.js";

/** Matrices of either spin, N×N row-major. For a closed shell `beta` is the very same array as `alpha`. */
export interface SpinMatrices {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

/**
 * A part of the electronic energy that is not linear in the density: electron repulsion, exchange–correlation, a response
 * of the surroundings. Bound to one geometry.
 */
export interface FockContribution {
  /**
   * Adds ∂E/∂Pσ to `fock` (once when `beta` is `alpha`) and writes this contribution's energies, Eh, into `terms` under
   * its own names. Densities are not modified.
   */
  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void;
  /** Adds the derivative of its energy at fixed density to `gradient` (3·atoms, Eh/a0). */
  addGradient(gradient: Float64Array, densities: SpinDensities): void;
  /**
   * Adds the first-order change of its Fock matrices for symmetric changes of the densities; needed for stability
   * analysis only.
   */
  addResponse?(fock: SpinMatrices, changes: SpinDensities): void;
  /** A cheaper contribution that is near this one, for iterations far from the solution; absent or undefined: none. */
  rough?(): FockContribution | undefined;
}
