import type { QmQuantity } from "@qmmm/core";
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

/** What makes one method out of the self-consistent field. */
export interface ScfMethod {
  /** Name of the level, for errors. */
  readonly name: string;
  readonly reference: SpinReference;
  readonly exchange: ExactExchange;
  /** Density fitting of the repulsion; four-centre integrals without. */
  readonly densityFitting?: DensityFitting | undefined;
  /** Further contributions to the Fock matrix at one geometry, such as exchange–correlation. */
  readonly contributions?: ((nuclei: Float64Array) => readonly FockContribution[]) | undefined;
  readonly options: ScfOptions;
  /** Called after every iteration. */
  readonly onIteration?: ((progress: ScfProgress) => void) | undefined;
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
  "charges:mulliken",
  "charges:loewdin",
  "charges:esp",
  "field:widths",
  "field:uniform",
  "field:response",
]);
