import { setImmediate as nextTurn } from "node:timers/promises";
import { formatError, isQmmmError, type Snapshot, type StepReport, type System, type TaskResult } from "@qmmm/core";
import { formatCube } from "@qmmm/io";
import { CheckpointStore } from "../checkpoint/checkpoint-store.js";
import type { RunCheckpoint } from "../checkpoint/run-checkpoint.js";
import { CheckpointSchedule } from "../checkpoint/schedule.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import type { GrowingFile } from "../files/growing-file.js";
import { locateError } from "../input/load-input.js";
import { stagesOf } from "../input/schema.js";
import { describeRun } from "../output/describe.js";
import { rowOf } from "../output/energy-table.js";
import { writeFinalStructure } from "../output/final-structure.js";
import { type FinalState, makeResult, stageResult } from "../output/make-result.js";
import { durationText } from "../output/numbers.js";
import type { OutputFolder } from "../output/output-folder.js";
import { type Result, ResultSchema, type StageResult } from "../output/result-schema.js";
import { RunLog } from "../output/run-log.js";
import { StageOutput, stagePrefix } from "../output/stage-output.js";
import { perAtomText, tableLines } from "../output/tables.js";
import { iterationText, type Progress, workText } from "../progress/progress.js";
import type { Manifest } from "./manifest.js";
import type { PreparedRun } from "./prepare.js";

/** Name under which the program taps hooks. */
const PROGRAM = "@qmmm/cli";
/** After the taps of plugins: what is written is what they left. */
const LAST = { stage: 1000 };
/** Longest time between two looks at signals, ms. */
const LISTEN_EVERY = 20;

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "stopped"; readonly stage: string; readonly step: number };

/** What a session works with. */
export interface SessionParts {
  readonly prepared: PreparedRun;
  readonly folder: OutputFolder;
  readonly manifest: Manifest;
  readonly progress: Progress;
  /** Tells whether the run was asked to stop. */
  readonly stopRequested: () => boolean;
  /** Where to go on from; undefined to begin. */
  readonly checkpoint?: RunCheckpoint | undefined;
}

/** The stage that runs, and what its hooks write into. */
interface ActiveStage {
  readonly index: number;
  readonly name: string;
  readonly start: Pick<System, "geometry" | "velocities">;
  readonly output: StageOutput;
  readonly schedule: CheckpointSchedule;
  readonly random: { snapshot(): Snapshot };
  step: number;
}

/** A failure of the program's own tap, without the frame that hooks put around failures of plugins. */
function withoutHookFrame(error: unknown): unknown {
  return isQmmmError(error, "QMMM_HOOK_FAILED") && error.details.plugin === PROGRAM ? error.cause : error;
}

/** Runs the stages of a run one after the other, and writes what they give. */
export class RunSession implements Disposable {
  private readonly store: CheckpointStore;
  private readonly logFile: GrowingFile;
  private readonly log: RunLog;
  private readonly stages: StageResult[];
  private readonly began = performance.now();
  private readonly secondsBefore: number;
  private readonly resumed: number;
  private active: ActiveStage | undefined;
  /** True once a step was done. */
  private begun: boolean;
  /** A request to stop, as seen at the step that it ends. */
  private stopping = false;
  private listened = performance.now();

  constructor(private readonly parts: SessionParts) {
    const { folder, checkpoint } = parts;
    this.store = new CheckpointStore(folder);
    this.logFile = checkpoint === undefined ? folder.grow("log.txt") : folder.reopen("log.txt", checkpoint.log);
    this.log = new RunLog(this.logFile);
    this.stages = checkpoint === undefined ? [] : (JSON.parse(checkpoint.finished) as StageResult[]);
    this.begun = checkpoint !== undefined;
    this.secondsBefore = checkpoint?.seconds ?? 0;
    this.resumed = checkpoint === undefined ? 0 : checkpoint.resumed + 1;
    this.attach();
  }

  /** Wall time of the run so far, interruptions left out, s. */
  private get seconds(): number {
    return this.secondsBefore + (performance.now() - this.began) / 1000;
  }

  private get count(): number {
    return this.parts.prepared.tasks.length;
  }

  private attach(): void {
    const { hooks } = this.parts.prepared.simulation;
    hooks.tap("afterStep", PROGRAM, (report) => this.afterStep(report), LAST);
    hooks.tap("frame", PROGRAM, (report) => this.active?.output.frame(report), LAST);
    hooks.tap("checkpoint", PROGRAM, ({ step, take }) => this.offer(step, take), LAST);
    hooks.tap("scfIteration", PROGRAM, (iteration) => this.parts.progress.within(iterationText(iteration)), LAST);
    hooks.tap("work", PROGRAM, (report) => this.parts.progress.within(workText(report)), LAST);
    hooks.tap("shouldStop", PROGRAM, () => (this.stopping ? true : undefined), LAST);
  }

  private async afterStep(report: StepReport): Promise<void> {
    const { active, parts } = this;
    if (active === undefined) return;
    active.step = report.step;
    this.begun = true;
    active.output.step(report);
    const { logEvery } = parts.prepared.loaded.input.output;
    if (report.step % logEvery === 0 || report.step === report.lastStep) this.log.step(rowOf(report));
    parts.progress.step(report);
    // A task that never waits for anything would never let a signal in.
    if (performance.now() - this.listened >= LISTEN_EVERY) {
      await nextTurn();
      this.listened = performance.now();
    }
    this.stopping ||= parts.stopRequested();
  }

  private offer(step: number, take: () => Snapshot): void {
    const { active } = this;
    if (active === undefined || !(this.stopping || active.schedule.due(step))) return;
    this.save(
      { stage: active.index, task: take(), random: active.random.snapshot(), start: active.start },
      active.output,
    );
    active.schedule.taken(step);
  }

  /** Writes a checkpoint, after the disk has everything that it counts on. */
  private save(
    state: Pick<RunCheckpoint, "stage" | "task" | "potential" | "random" | "start" | "last">,
    output: StageOutput | undefined,
  ): void {
    output?.sync();
    this.log.sync();
    this.store.save({
      ...state,
      finished: JSON.stringify(this.stages),
      log: this.log.length,
      output: output?.state(),
      seconds: this.seconds,
      resumed: this.resumed,
    });
  }

  /**
   * Does what is left of the run.
   *
   * @throws what a task throws; it is in the log then, unless it is a mistake of the input that shows before the first
   * step: that leaves no folder
   */
  async run(): Promise<RunOutcome> {
    try {
      return await this.runStages();
    } catch (thrown) {
      const error = withoutHookFrame(thrown);
      this.parts.progress.end();
      if (!this.begun && exitCodeOf(error) === EXIT.input) {
        this[Symbol.dispose]();
        this.parts.folder.discard();
        throw error;
      }
      try {
        this.log.text("", formatError(error));
      } catch {
        // The log may be what can't be written.
      }
      throw error;
    }
  }

  private async runStages(): Promise<RunOutcome> {
    const { prepared, checkpoint, progress } = this.parts;
    const { loaded, simulation } = prepared;
    this.head();
    let start: ActiveStage["start"] = checkpoint?.start ?? simulation.system;
    let last: FinalState | undefined =
      checkpoint?.last === undefined ? undefined : { ...start, evaluation: checkpoint.last };
    for (let index = checkpoint?.stage ?? 0; index < this.count; index++) {
      const from = index === checkpoint?.stage ? checkpoint : undefined;
      const result = await this.stage(index, start, from);
      progress.end();
      if (result === undefined) {
        const { name, step } = this.active!;
        this.log.text("", `Stopped on request at step ${step} of ${name}; go on with \`qmmm resume\``);
        return { kind: "stopped", stage: name, step };
      }
      const { geometry, velocities } = result;
      start = { geometry, ...(velocities === undefined ? {} : { velocities }) };
      last = result;
      const done = index + 1 === this.count;
      const potential = simulation.potential.snapshot();
      this.save({ stage: index + 1, potential, start, ...(done ? { last: result.evaluation } : {}) }, undefined);
    }
    if (last === undefined) throw new Error("The run ended without a result");
    const result = ResultSchema.parse(
      makeResult(loaded, simulation, last, {
        stages: this.stages,
        files: prepared.resources.records,
        started: this.parts.manifest.started,
        seconds: this.seconds,
        resumed: this.resumed,
      }),
    );
    writeFinalStructure(this.parts.folder, simulation.system, last);
    this.log.heading("Done");
    this.log.text(`wall time ${durationText(this.seconds)}`);
    this.log.sync();
    // Last of all: where this file is, the run is complete.
    this.parts.folder.write("result.json", `${JSON.stringify(result, undefined, 1)}\n`);
    return { kind: "done", result };
  }

  /** Heads the log of a new run, or notes that the run goes on. */
  private head(): void {
    const { prepared, checkpoint } = this.parts;
    const { loaded, simulation } = prepared;
    if (checkpoint !== undefined) {
      this.log.text(
        "",
        `Resumed (${this.resumed}) from the checkpoint in stage ${checkpoint.stage + 1} of ${this.count}`,
      );
      return;
    }
    const title = loaded.input.title ?? simulation.system.title;
    this.log.text(`QM/MM run${title === undefined ? "" : `: ${title}`}`);
    for (const section of describeRun(loaded, simulation)) {
      this.log.heading(section.title);
      this.log.text(...section.lines);
    }
  }

  /** Runs one stage; undefined when it was stopped on request. */
  private async stage(
    index: number,
    start: ActiveStage["start"],
    from: RunCheckpoint | undefined,
  ): Promise<TaskResult | undefined> {
    const { prepared, folder, progress } = this.parts;
    const { simulation, loaded } = prepared;
    const { input } = loaded;
    const { options, path } = stagesOf(input)[index]!;
    const prefix = stagePrefix(index, this.count, options.type);
    const name = prefix === "" ? options.type : prefix.slice(0, -1);
    const random = simulation.random.split(`stage ${index + 1}`);
    if (from?.random !== undefined) random.restore(from.random);
    if (from?.potential !== undefined) simulation.potential.restore(from.potential);
    const { velocities: _, ...system } = simulation.system;
    const began = performance.now();
    using output = new StageOutput(folder, prefix, input.output, simulation.system, from?.output);
    this.active = {
      index,
      name,
      start,
      output,
      schedule: new CheckpointSchedule(input.run.checkpointEvery),
      random,
      step: 0,
    };
    progress.stage(
      `Stage ${index + 1} of ${this.count}: ${options.type}${from?.task === undefined ? "" : " (resumed)"}`,
    );
    if (from?.task === undefined) this.log.heading(`Stage ${index + 1} of ${this.count}: ${options.type}`);
    let result: TaskResult;
    try {
      result = await prepared.tasks[index]!.run({
        system: { ...system, ...start },
        potential: simulation.potential,
        mechanics: simulation.mechanics,
        hooks: simulation.hooks,
        random,
        resume: from?.task,
      });
    } catch (error) {
      throw locateError(withoutHookFrame(error), loaded.document, path);
    }
    if (this.stopping) return undefined;
    output.finish();
    output.sync();
    const seconds = (performance.now() - began) / 1000;
    const files: Record<string, string> = { ...output.existingFiles };
    for (const [file, text] of Object.entries(result.evaluation.documents ?? {})) {
      files[file] = `${prefix}${file}`;
      folder.write(`${prefix}${file}`, text);
    }
    for (const [name, volume] of Object.entries(result.evaluation.volumes ?? {})) {
      // Colons of names of fields mean something else in names of files.
      const file = `${name.replaceAll(":", "-")}.cube`;
      files[file] = `${prefix}${file}`;
      folder.write(`${prefix}${file}`, formatCube(volume));
    }
    if (result.perAtom !== undefined) {
      const file = `${prefix}atoms.extxyz`;
      files["numbers per atom"] = file;
      folder.write(file, perAtomText(simulation.system.topology, result.geometry, result.perAtom));
    }
    this.stages.push(stageResult(name, result, files, seconds));
    this.log.text("", result.message ?? (result.converged ? "Done" : "Not converged"));
    for (const [key, { value, unit }] of Object.entries(result.summary)) {
      this.log.text(`  ${key.padEnd(28)} ${value}${unit === "1" ? "" : ` ${unit}`}`);
    }
    for (const table of result.tables ?? []) this.log.text("", ...tableLines(table));
    return result;
  }

  [Symbol.dispose](): void {
    this.logFile[Symbol.dispose]();
  }
}
