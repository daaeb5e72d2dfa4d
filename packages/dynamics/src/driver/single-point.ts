import type { Evaluation, Geometry, Measured, Potential, Snapshot, StepReport, TaskResult, Want } from "@qmmm/core";
import type { DriveOptions } from "./drive.js";
import { drive } from "./drive.js";
import type { AtomLabel } from "./guards.js";
import { indexLabel, requireFinite } from "./guards.js";
import type { SteppedProcess } from "./process.js";
import { evaluationSnapshot, readEvaluation, SnapshotReader } from "./state.js";

/** Options of {@link singlePoint}. */
export interface SinglePointOptions {
  /** What to evaluate beside the energy. */
  readonly want: Want;
  /** Names atoms in messages. */
  readonly label?: AtomLabel | undefined;
  /** Name in reports; `energy` when absent. */
  readonly task?: string | undefined;
}

/** One evaluation of a potential, as a process without steps. */
export class SinglePoint implements SteppedProcess {
  readonly task: string;
  readonly step = 0;
  readonly finished = true;
  readonly frameDue = true;
  private evaluation: Evaluation | undefined;

  constructor(
    private readonly potential: Potential,
    readonly geometry: Geometry,
    private readonly options: SinglePointOptions,
  ) {
    this.task = options.task ?? "energy";
  }

  private get here(): Evaluation {
    if (this.evaluation === undefined) throw new Error("Nothing has been evaluated");
    return this.evaluation;
  }

  async begin(signal: AbortSignal | undefined): Promise<void> {
    const evaluation = await this.potential.evaluate(this.geometry, this.options.want, signal);
    requireFinite(evaluation, 0, this.options.label ?? indexLabel);
    this.evaluation = evaluation;
  }

  advance(): Promise<void> {
    return Promise.resolve();
  }

  private quantities(): Record<string, Measured> {
    const { energy, forces } = this.here;
    if (forces === undefined) return { energy: { value: energy, unit: "Eh" } };
    const squares = forces.reduce((sum, f) => sum + f * f, 0);
    return {
      energy: { value: energy, unit: "Eh" },
      forceNorm: { value: Math.sqrt(squares), unit: "Eh/a0" },
      maxForce: { value: forces.reduce((max, f) => Math.max(max, Math.abs(f)), 0), unit: "Eh/a0" },
      rmsForce: { value: Math.sqrt(squares / Math.max(1, forces.length)), unit: "Eh/a0" },
    };
  }

  report(): StepReport {
    const { task, geometry } = this;
    return { task, step: 0, lastStep: 0, geometry, evaluation: this.here, quantities: this.quantities() };
  }

  result(): TaskResult {
    const { task, geometry } = this;
    return { task, converged: true, steps: 0, geometry, evaluation: this.here, summary: this.quantities() };
  }

  snapshot(): Snapshot {
    return { task: this.task, evaluation: evaluationSnapshot(this.here), potential: this.potential.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state);
    reader.expect("task", this.task);
    this.evaluation = readEvaluation(reader.record("evaluation"), this.geometry.positions.length / 3);
    this.potential.restore(reader.raw("potential"));
  }
}

/**
 * Evaluates a potential once.
 *
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE` for what is not finite, and what the potential throws
 */
export function singlePoint(
  potential: Potential,
  geometry: Geometry,
  options: SinglePointOptions & DriveOptions,
): Promise<TaskResult> {
  return drive(new SinglePoint(potential, geometry, options), options);
}
