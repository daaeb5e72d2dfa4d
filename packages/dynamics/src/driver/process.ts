import type { Geometry, Snapshot, StepReport, TaskResult } from "@qmmm/core";

/**
 * Something that advances in steps: an optimisation, dynamics, a single point. `drive` calls it and tells the hooks, so
 * that every task keeps the same order of events.
 */
export interface SteppedProcess {
  /** Name of the task in reports. */
  readonly task: string;
  /** Steps done; 0 after `begin`. */
  readonly step: number;
  /** Where the atoms are after `step` steps. */
  readonly geometry: Geometry;
  /** True when nothing is left to do. */
  readonly finished: boolean;
  /** True when the present step belongs into the trajectory. */
  readonly frameDue: boolean;
  /** Evaluates the starting point. */
  begin(signal: AbortSignal | undefined): Promise<void>;
  /** Does one step. All or nothing: when it throws, the process still stands at the step before. */
  advance(signal: AbortSignal | undefined): Promise<void>;
  report(): StepReport;
  /** Everything from which `restore` goes on bit-identically, the potential's state included. */
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
  result(): TaskResult;
}
