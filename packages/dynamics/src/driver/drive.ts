import type { SimulationHooks, Snapshot, TaskResult } from "@qmmm/core";
import { createHooks } from "@qmmm/core";
import type { SteppedProcess } from "./process.js";
import { SnapshotReader } from "./state.js";

/** Something whose state can be kept and brought back. */
export interface Stateful {
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

/** What surrounds a process while it runs. */
export interface DriveOptions {
  /** Who is told; nobody when absent. */
  readonly hooks?: SimulationHooks | undefined;
  /** Ends the run in good order: with the last completed step as its result. */
  readonly signal?: AbortSignal | undefined;
  /** State from which to go on, as a checkpoint of the same process gave it. */
  readonly resume?: Snapshot | undefined;
  /** What else travels in checkpoints, by name: a random stream that others use too, say. */
  readonly alongside?: Readonly<Record<string, Stateful>> | undefined;
}

function snapshotOf(process: SteppedProcess, { alongside = {} }: DriveOptions): Snapshot {
  const others = Object.entries(alongside).map(([name, other]) => [name, other.snapshot()] as const);
  return { process: process.snapshot(), alongside: Object.fromEntries(others) };
}

function restore(process: SteppedProcess, state: Snapshot, { alongside = {} }: DriveOptions): void {
  const reader = SnapshotReader.of(state);
  process.restore(reader.raw("process"));
  for (const [name, other] of Object.entries(alongside)) other.restore(reader.record("alongside").raw(name));
}

/** Tells the hooks about the step just done. Returns true when a tap asks to stop. */
async function announce(process: SteppedProcess, hooks: SimulationHooks, options: DriveOptions): Promise<boolean> {
  const report = process.report();
  await hooks.emit("afterStep", report);
  if (process.frameDue) await hooks.emit("frame", report);
  await hooks.emit("checkpoint", { task: process.task, step: process.step, take: () => snapshotOf(process, options) });
  return hooks.shouldStop(report);
}

async function run(process: SteppedProcess, hooks: SimulationHooks, options: DriveOptions): Promise<TaskResult> {
  const { signal, resume } = options;
  let stop = false;
  if (resume === undefined) {
    signal?.throwIfAborted();
    await process.begin(signal);
    stop = await announce(process, hooks, options);
  } else {
    restore(process, resume, options);
  }
  while (!(stop || process.finished || signal?.aborted)) {
    await hooks.emit("beforeStep", { task: process.task, step: process.step + 1, geometry: process.geometry });
    try {
      await process.advance(signal);
    } catch (error) {
      if (signal?.aborted && error === signal.reason) break;
      throw error;
    }
    stop = await announce(process, hooks, options);
  }
  const result = process.result();
  await hooks.emit("finish", result);
  return result;
}

/**
 * Runs a process to its end. The order of events, fixed here for every task:
 *
 * 1. the starting point: `afterStep`, `frame`, `checkpoint`, `shouldStop` with step 0;
 * 2. each step: `beforeStep` with the number of the step to come, the step, `afterStep`, `frame` where one is due,
 *    `checkpoint`, `shouldStop`;
 * 3. `finish`, or `failed` with the error that is then thrown on.
 *
 * A resumed run goes on with `beforeStep` of the next step: the step of its checkpoint was announced before.
 *
 * @throws the error that ended the run; the signal's reason when it was aborted before the first evaluation ended
 */
export async function drive(process: SteppedProcess, options: DriveOptions = {}): Promise<TaskResult> {
  const hooks = options.hooks ?? createHooks();
  try {
    return await run(process, hooks, options);
  } catch (error) {
    hooks.notify("failed", error instanceof Error ? error : new Error(String(error), { cause: error }));
    throw error;
  }
}
