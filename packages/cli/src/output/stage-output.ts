import type { Snapshot, StepReport, System } from "@qmmm/core";
import type { GrowingFile } from "../files/growing-file.js";
import type { Input } from "../input/schema.js";
import { EnergyTable, type EnergyTableState, rowOf } from "./energy-table.js";
import type { OutputFolder } from "./output-folder.js";
import { openTrajectory, type Trajectory } from "./trajectory.js";

/** A stage's place in the output folder: the folder itself for a run of one stage, a folder of its own otherwise. */
export function stagePrefix(index: number, count: number, task: string): string {
  return count === 1 ? "" : `${index + 1}-${task.replaceAll(/[^A-Za-z0-9_-]/g, "_")}/`;
}

interface StageOutputState {
  readonly [key: string]: Snapshot;
  readonly energies: number;
  /** State of the table as JSON. */
  readonly table: string;
  readonly trajectories: readonly Snapshot[];
}

/** What one stage writes while it runs. */
export class StageOutput implements Disposable {
  private readonly energies: GrowingFile;
  private readonly energiesName: string;
  private readonly table: EnergyTable;
  private readonly trajectories: readonly Trajectory[];

  /** @param resume - as `state()` gave it, to go on from there */
  constructor(
    folder: OutputFolder,
    prefix: string,
    private readonly options: Input["output"],
    system: System,
    resume: Snapshot | undefined,
  ) {
    const state = resume as StageOutputState | undefined;
    const name = `${prefix}energies.csv`;
    this.energies = state === undefined ? folder.grow(name) : folder.reopen(name, state.energies);
    this.table = new EnergyTable(this.energies, JSON.parse(state?.table ?? "{}") as EnergyTableState);
    this.trajectories = options.trajectory.map((format, k) =>
      openTrajectory(format, folder, prefix, system, state?.trajectories[k]),
    );
    this.energiesName = name;
  }

  /** Names of the files that exist, within the output folder. */
  get existingFiles(): Readonly<Record<string, string>> {
    const files: Record<string, string> = { energies: this.energiesName };
    this.trajectories.forEach(({ begun, name }, k) => {
      if (begun) files[`trajectory_${this.options.trajectory[k]}`] = name;
    });
    return files;
  }

  step(report: StepReport): void {
    const last = report.lastStep !== undefined && report.step === report.lastStep;
    if (report.step % this.options.energiesEvery === 0 || last) this.table.add(rowOf(report));
  }

  frame(report: StepReport): void {
    for (const trajectory of this.trajectories) trajectory.frame(report);
  }

  /** Writes what still waits, at the end of the stage. */
  finish(): void {
    this.table.finish();
  }

  state(): Snapshot {
    return {
      energies: this.energies.length,
      table: JSON.stringify(this.table.state()),
      trajectories: this.trajectories.map((trajectory) => trajectory.state()),
    } satisfies StageOutputState;
  }

  /** Waits until the disk has everything. */
  sync(): void {
    this.energies.sync();
    for (const trajectory of this.trajectories) trajectory.sync();
  }

  [Symbol.dispose](): void {
    this.energies[Symbol.dispose]();
    for (const trajectory of this.trajectories) trajectory[Symbol.dispose]();
  }
}
