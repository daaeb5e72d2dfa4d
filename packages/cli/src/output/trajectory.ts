import type { Snapshot, StepReport, System } from "@qmmm/core";
import { toAtomic } from "@qmmm/core";
import {
  type DcdOptions,
  dcdFrame,
  dcdFrameCountPatches,
  dcdHeader,
  formatExtendedXyz,
  type NetCdfTrajectoryOptions,
  netCdfFrame,
  netCdfFrameCountPatch,
  netCdfTrajectoryHeader,
} from "@qmmm/io";
import type { TrajectoryFormat } from "../input/schema.js";
import { LazyFile, type LazyFileState } from "./lazy-file.js";
import type { OutputFolder } from "./output-folder.js";

/** A trajectory of one stage. The file appears with its first frame. */
export interface Trajectory extends Disposable {
  /** Name within the output folder. */
  readonly name: string;
  /** True when it holds a frame. */
  readonly begun: boolean;
  frame(report: StepReport): void;
  /** From what a resumed run goes on. */
  state(): Snapshot;
  sync(): void;
}

/** Time of a step, ħ/Eh, where the task reports one. */
function timeOf(report: StepReport): number | undefined {
  const time = report.quantities.time;
  return time === undefined || (time.unit !== "fs" && time.unit !== "ps")
    ? undefined
    : toAtomic(time.value, "time", time.unit);
}

class ExtendedXyzTrajectory implements Trajectory {
  private readonly file: LazyFile;

  constructor(
    folder: OutputFolder,
    readonly name: string,
    private readonly system: System,
    state: Snapshot | undefined,
  ) {
    this.file = new LazyFile(folder, name, state as LazyFileState | undefined);
  }

  frame(report: StepReport): void {
    const time = report.quantities.time;
    const { evaluation, velocities, geometry, step } = report;
    this.file.append(
      formatExtendedXyz(this.system.topology, geometry, {
        energy: evaluation.energy,
        forces: evaluation.forces,
        velocities,
        residues: true,
        info: { step, ...(time === undefined ? {} : { [`time_${time.unit}`]: time.value }) },
      }),
    );
  }

  get begun(): boolean {
    return this.file.state() !== null;
  }

  state(): Snapshot {
    return this.file.state();
  }

  sync(): void {
    this.file.sync();
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}

/** What a DCD file's header has to say; interval and time step (ħ/Eh) are known from the second frame on. */
type DcdFacts = {
  readonly frames: number;
  readonly firstStep: number;
  readonly firstTime: number;
  readonly interval: number;
  readonly timeStep: number;
};

class DcdTrajectoryFile implements Trajectory {
  private readonly file: LazyFile;
  private known: DcdFacts;

  constructor(
    folder: OutputFolder,
    readonly name: string,
    private readonly system: System,
    state: Snapshot | undefined,
  ) {
    const kept = state as { readonly file: LazyFileState; readonly known: DcdFacts } | undefined;
    this.known = kept?.known ?? { frames: 0, firstStep: 0, firstTime: 0, interval: 1, timeStep: 0 };
    this.file = new LazyFile(folder, name, kept?.file);
  }

  private get options(): DcdOptions {
    const { firstStep, interval, timeStep } = this.known;
    return {
      atomCount: this.system.topology.atomCount,
      hasCell: this.system.geometry.cell !== undefined,
      firstStep,
      interval,
      timeStep,
      title: this.system.title,
    };
  }

  frame(report: StepReport): void {
    const time = timeOf(report) ?? 0;
    const { frames, firstStep, firstTime } = this.known;
    if (frames === 0) {
      this.known = { ...this.known, firstStep: report.step, firstTime: time };
      this.file.append(dcdHeader(this.options));
    } else if (frames === 1) {
      const interval = Math.max(1, report.step - firstStep);
      this.known = { ...this.known, interval, timeStep: (time - firstTime) / interval };
      this.file.patch(0, dcdHeader(this.options));
    }
    this.file.append(dcdFrame(this.options, report.geometry));
    this.known = { ...this.known, frames: frames + 1 };
    for (const { offset, bytes } of dcdFrameCountPatches(this.options, frames + 1)) this.file.patch(offset, bytes);
  }

  get begun(): boolean {
    return this.known.frames > 0;
  }

  state(): Snapshot {
    return { known: this.known, file: this.file.state() };
  }

  sync(): void {
    this.file.sync();
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}

class NetCdfTrajectoryFile implements Trajectory {
  private readonly file: LazyFile;
  private readonly options: NetCdfTrajectoryOptions;
  private frames: number;

  constructor(
    folder: OutputFolder,
    readonly name: string,
    system: System,
    state: Snapshot | undefined,
  ) {
    const kept = state as { readonly file: LazyFileState; readonly frames: number } | undefined;
    this.frames = kept?.frames ?? 0;
    this.options = {
      atomCount: system.topology.atomCount,
      hasCell: system.geometry.cell !== undefined,
      title: system.title,
    };
    this.file = new LazyFile(folder, name, kept?.file);
  }

  frame(report: StepReport): void {
    if (this.frames === 0) this.file.append(netCdfTrajectoryHeader(this.options));
    this.file.append(netCdfFrame(this.options, report.geometry, timeOf(report) ?? 0));
    this.frames++;
    const { offset, bytes } = netCdfFrameCountPatch(this.frames);
    this.file.patch(offset, bytes);
  }

  get begun(): boolean {
    return this.frames > 0;
  }

  state(): Snapshot {
    return { frames: this.frames, file: this.file.state() };
  }

  sync(): void {
    this.file.sync();
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}

/**
 * Opens a stage's trajectory.
 *
 * @param state - as `state()` gave it at the checkpoint that the run goes on from; undefined for a new one
 */
export function openTrajectory(
  format: TrajectoryFormat,
  folder: OutputFolder,
  prefix: string,
  system: System,
  state: Snapshot | undefined,
): Trajectory {
  if (format === "dcd") return new DcdTrajectoryFile(folder, `${prefix}trajectory.dcd`, system, state);
  if (format === "nc") return new NetCdfTrajectoryFile(folder, `${prefix}trajectory.nc`, system, state);
  return new ExtendedXyzTrajectory(folder, `${prefix}trajectory.extxyz`, system, state);
}
