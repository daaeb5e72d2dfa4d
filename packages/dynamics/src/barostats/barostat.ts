import type { Measured, Snapshot } from "@qmmm/core";
import type { DynamicsState, Evaluate } from "../integrators/integrator.js";

/** A bath that changes the cell between steps. */
export interface Barostat {
  readonly name: string;
  /** Acts after every so many steps. */
  readonly every: number;
  /** Energy given to the system so far, less the work on the surroundings and so on: total energy minus this is conserved, Eh. */
  readonly heat: number;
  readonly figures?: Readonly<Record<string, Measured>> | undefined;
  /** The state after the bath has acted once; a new one, or the same when the bath leaves it. */
  act(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState>;
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}
