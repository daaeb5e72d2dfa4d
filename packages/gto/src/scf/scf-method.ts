import type { QmQuantity } from "@qmmm/core";
import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { GridRecipe } from "../grid/grid-recipe.js";
import type { DensityFitting } from "./density-fitting/density-fitting.js";
import type { SpinReference } from "./electron-counts.js";
import type { ExactExchange } from "./exact-exchange.js";
import type { FockContribution } from "./fock-contribution.js";
import type { OrbitalExtrapolation } from "./orbital-history.js";
import type { ScfProgress, ScfSettings } from "./scf-iterations.js";

/** How a field is made self-consistent. */
export interface ScfOptions extends ScfSettings {
  /** Superposition of atomic densities, or the bare core Hamiltonian. */
  readonly guess: "sad" | "core";
  /** How a solve starts from earlier ones; the last one alone by default. */
  readonly extrapolation?: OrbitalExtrapolation | undefined;
  /** Eigenvalues of the overlap below this are removed. */
  readonly linearDependency: number;
  /** Whether a failed attempt is followed by a stronger one. */
  readonly retry: boolean;
  /** `check` reports the lowest eigenvalues of the orbital Hessian, `follow` also leaves an unstable solution. */
  readonly stability: "off" | "check" | "follow";
  /** Bytes that stored repulsion integrals may take. */
  readonly memory: number;
  /** Repulsion contributions below this are left out, Eh. */
  readonly screening: number;
}

/** Contributions to the Fock matrix at positions of the nuclei, a0. */
export type ContributionsAt = (nuclei: Float64Array) => readonly FockContribution[];

/** What makes one method out of the self-consistent field. */
export interface ScfMethod {
  /** Name of the level, for errors. */
  readonly name: string;
  readonly reference: SpinReference;
  readonly exchange: ExactExchange;
  /** kT of the electrons, Eh; 0 fills the lowest orbitals. */
  readonly temperature: number;
  /** Density fitting of the repulsion; four-centre integrals without. */
  readonly densityFitting?: DensityFitting | undefined;
  /** How densities are integrated where that takes a grid. */
  readonly grid: GridRecipe;
  /** Further energies of the electrons, such as exchange–correlation, in a molecule of some elements. */
  readonly electronic?: ((elements: Uint8Array, basis: GaussianBasis) => ContributionsAt) | undefined;
  /** Energies of the nuclei alone, such as dispersion. */
  readonly nuclear?: ContributionsAt | undefined;
  readonly options: ScfOptions;
  /** Called after every iteration. */
  readonly onIteration?: ((progress: ScfProgress) => void) | undefined;
  /** Called now and then during work on many points. */
  readonly onWork?: ((what: string, done: number, total: number) => void) | undefined;
}

/** Quantities that every self-consistent field here can deliver. */
export const SCF_QUANTITIES: ReadonlySet<QmQuantity> = new Set<QmQuantity>([
  "forces",
  "fieldForces",
  "fieldPotential",
  "dipole",
  "quadrupole",
  "potentialAt",
  "spin",
  "orbitals",
  "volumes",
  "charges:mulliken",
  "charges:loewdin",
  "charges:esp",
  "charges:hirshfeld",
  "charges:cm5",
  "field:widths",
  "field:uniform",
  "field:response",
]);
