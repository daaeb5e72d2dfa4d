import type { Snapshot } from "@qmmm/core";
import type { ScfOutcome, ScfStart } from "./scf-iterations.js";
import type { ScfProblem } from "./scf-problem.js";

/** What the next solution of one molecule starts from. */
export interface ScfHistory {
  clear(): void;
  /** Remembers a solution; its arrays are kept. */
  add(problem: ScfProblem, nuclei: Float64Array, solution: Pick<ScfOutcome, "occupied" | "densities">): void;
  /** Where the iterations at a geometry start; undefined without earlier solutions of use. */
  start(problem: ScfProblem, nuclei: Float64Array): ScfStart | undefined;
  snapshot(): Snapshot;
  /** Takes back a state that {@link snapshot} gave; false, and unchanged, when it belongs to another molecule or basis. */
  restore(state: Snapshot): boolean;
}
