import type { Evaluation, Geometry, Measured, Snapshot } from "@qmmm/core";

/** State of dynamics between two steps. A value: integrators return a new one and leave the old one alone. */
export interface DynamicsState {
  readonly geometry: Geometry;
  /** Velocities at the same time as the positions, a0·Eh/ħ; length 3N. */
  readonly velocities: Float64Array;
  /** The potential at `geometry`, with forces. */
  readonly evaluation: Evaluation;
}

/** Gives energy and forces at new positions; throws rather than give what is not finite. */
export type Evaluate = (geometry: Geometry) => Promise<Evaluation>;

/** Advances dynamics by one time step. */
export interface Integrator {
  readonly name: string;
  /** Energy that baths have given to the system so far, Eh; 0 without one. Total energy minus this is conserved. */
  readonly heat: number;
  /** What else is worth knowing about the run, for its result: an acceptance, say. */
  readonly figures?: Readonly<Record<string, Measured>> | undefined;
  advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState>;
  /** What the next step depends on beside the state: random stream, heat. */
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

/** 1/m for atoms that move and 0 for frozen ones, 1/mₑ; length N. */
export function inverseMasses(masses: Float64Array, mobile: Uint8Array): Float64Array {
  return masses.map((mass, atom) => (mobile[atom] === 0 ? 0 : 1 / mass));
}
