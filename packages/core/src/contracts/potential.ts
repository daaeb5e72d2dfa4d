import type { Geometry } from "../model/geometry.js";
import type { Snapshot } from "../model/snapshot.js";
import type { DividedEnergy, Division } from "./division.js";
import type { QmProperties } from "./qm-properties.js";
import type { Volume } from "./volume.js";

/** What a potential can deliver beside its energy. */
export type Quantity = "forces" | "virial" | "parameterDerivatives";

/** What the caller wants beside the energy. */
export interface Want {
  readonly forces?: boolean;
  readonly virial?: boolean;
  /** Names of parameters to differentiate with respect to. */
  readonly parameterDerivatives?: readonly string[];
  /** Properties of the quantum molecules inside, reported in `observed`, `documents` and `volumes`; a force field has none. */
  readonly properties?: QmProperties | undefined;
  /** The energies of force fields divided among groups of atoms, in `divided`. */
  readonly division?: Division | undefined;
}

/** The value of a potential at one geometry. */
export interface Evaluation {
  /** Energy, Eh. */
  readonly energy: number;
  /** The ledger: named terms, Eh, that sum to `energy`, each owned by one level. */
  readonly terms: Readonly<Record<string, number>>;
  /** Forces −∂E/∂R, Eh/a0; length 3N; fresh, the caller's to keep. */
  readonly forces?: Float64Array | undefined;
  /** −∂E/∂ε for a homogeneous strain ε, Eh; length 9, row-major, symmetric; fresh. */
  readonly virial?: Float64Array | undefined;
  /** ∂E/∂parameter, Eh per unit of the parameter. */
  readonly parameterDerivatives?: Readonly<Record<string, number>> | undefined;
  /** Observations for logs and reports (SCF iterations, charges in e, dipoles in e·a0); never needed for the physics. */
  readonly observed?: Readonly<Record<string, number | Float64Array>> | undefined;
  /** The energies of force fields by term and pair of groups, when a division is wanted. */
  readonly divided?: DividedEnergy | undefined;
  /** Texts for files of their own (orbitals in the Molden format), by file name. */
  readonly documents?: Readonly<Record<string, string>> | undefined;
  /** Fields on regular grids, by name. */
  readonly volumes?: Readonly<Record<string, Volume>> | undefined;
}

/**
 * A differentiable function of nuclear positions and, where periodic, of the cell. Everything that moves atoms consumes
 * one and does not know what is inside.
 */
export interface Potential extends AsyncDisposable {
  /** Declared capabilities; the conformance kit tests them. */
  readonly supports: ReadonlySet<Quantity>;
  /** Adjustable parameters (λ, a bias centre) by name; absent when there are none. */
  readonly parameters?: Record<string, number>;
  /**
   * Energy and what else is wanted at a geometry.
   *
   * @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED` for a quantity outside `supports`.
   */
  evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation>;
  /** Inner state on which the next result depends (a density used as the next guess), for bit-identical restarts. */
  snapshot(): Snapshot;
  /** Returns to a state that `snapshot` of an equal potential gave. */
  restore(state: Snapshot): void;
}
