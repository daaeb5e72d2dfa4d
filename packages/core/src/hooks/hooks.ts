import { AsyncSeriesHook, AsyncSeriesWaterfallHook, SyncBailHook, SyncHook } from "tapable";
import type { Evaluation, Want } from "../contracts/potential.js";
import type { ExternalField } from "../contracts/quantum.js";
import type { CheckpointOffer, StepReport, TaskResult } from "../contracts/task.js";
import { isQmmmError, PluginError } from "../errors/qmmm-error.js";
import type { Geometry } from "../model/geometry.js";
import type { Partition, System } from "../model/system.js";
import type { SimulationSpec } from "../simulation/simulation.js";

/** One iteration of a self-consistent field. */
export interface ScfIteration {
  readonly level: string;
  /** From 1. */
  readonly iteration: number;
  /** Energy, Eh. */
  readonly energy: number;
  /** Change from the iteration before, Eh; NaN in the first after a start. */
  readonly change: number;
  /** Largest element of the orbital gradient FDS − SDF in an orthogonal basis, Eh. */
  readonly error: number;
}

/** How far a long piece of work within an evaluation has come, such as a field at many points. */
export interface WorkReport {
  readonly level: string;
  /** What is counted, such as "points of density". */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** What a potential was asked and gave. */
export interface EvaluatedReport {
  readonly geometry: Geometry;
  readonly want: Want;
  readonly evaluation: Evaluation;
}

type Kind = "waterfall" | "series" | "sync" | "bail";

const KINDS = {
  configure: "waterfall",
  prepareSystem: "waterfall",
  partition: "waterfall",
  transformField: "waterfall",
  transformForces: "waterfall",
  ready: "series",
  beforeStep: "series",
  afterStep: "series",
  frame: "series",
  regionChange: "series",
  checkpoint: "series",
  finish: "series",
  scfIteration: "sync",
  work: "sync",
  evaluated: "sync",
  failed: "sync",
  shouldStop: "bail",
} as const satisfies Record<string, Kind>;

/**
 * What each hook carries. Waterfall taps return the value that goes on (undefined keeps it); series taps are awaited one
 * after the other in the order of tapping; sync taps only watch; the first tap of a bail hook that answers decides.
 */
export interface HookPayloads {
  /** Once, first: what the simulation is to be made of, before anything is built. A tap may return changed ones. */
  configure: SimulationSpec;
  /** Once, after reading: the system, before regions are selected. A tap may return a changed one (same units, a0). */
  prepareSystem: System;
  /** Once per partition made: the regions, before the potential is built. A tap may return changed ones. */
  partition: Partition;
  /** At every QM solve of a coupling: the field, a0 and e. A tap may add a uniform field or dipoles but not move sites. */
  transformField: ExternalField;
  /** At every evaluation of the simulation's potential that has forces: a tap may add a bias to energy, a named term and forces. */
  transformForces: Evaluation;
  /** Once, when the potential is built and the simulation frozen, before step one. */
  ready: { readonly system: System };
  /** Before each step of a task; nothing has moved yet. Geometry in a0; read-only. */
  beforeStep: { readonly task: string; readonly step: number; readonly geometry: Geometry };
  /** After each step, the starting point included (step 0). Read-only. */
  afterStep: StepReport;
  /** After `afterStep`, at the steps that a task's output interval selects: write a frame. Read-only. */
  frame: StepReport;
  /** When atoms enter or leave a region. */
  regionChange: Partition;
  /** After `frame`, at every step: a state that may be kept. Taking one costs a copy. */
  checkpoint: CheckpointOffer;
  /** Once per task, at its end. */
  finish: TaskResult;
  /** Every SCF iteration of every level. */
  scfIteration: ScfIteration;
  /** Now and then during work within an evaluation that takes long beside the self-consistent field. */
  work: WorkReport;
  /** Every evaluation of the simulation's potential. */
  evaluated: EvaluatedReport;
  /** An error that ends a task, before it is thrown on. */
  failed: Error;
  /** After every step: the first tap that returns true ends the task in good order. */
  shouldStop: StepReport;
}

/** Names of the hooks. */
export type HookName = keyof HookPayloads;

type TapResult<N extends HookName> = (typeof KINDS)[N] extends "waterfall"
  ? HookPayloads[N] | undefined | Promise<HookPayloads[N] | undefined>
  : (typeof KINDS)[N] extends "series"
    ? void | Promise<void>
    : (typeof KINDS)[N] extends "bail"
      ? boolean | undefined
      : // biome-ignore lint/suspicious/noConfusingVoidType: a watcher returns nothing
        void;

/** What a plugin attaches to a hook. */
export type Tap<N extends HookName> = (payload: HookPayloads[N]) => TapResult<N>;

/** The side of the hooks that plugins and reporters see. */
export interface HookTaps {
  /**
   * Attaches to a hook.
   *
   * @param name - of the hook
   * @param plugin - who attaches; named in errors
   * @param tap - called in the order of attaching, lower `stage` first
   */
  tap<N extends HookName>(name: N, plugin: string, tap: Tap<N>, options?: { readonly stage?: number }): void;
}

/** The hooks of one simulation. Made with it and gone with it; there is no way to untap. */
export interface SimulationHooks extends HookTaps {
  /** True when someone listens: guard expensive payloads with it. */
  isUsed(name: HookName): boolean;
  /** Runs a waterfall: returns the value after all taps. */
  transform<N extends "configure" | "prepareSystem" | "partition" | "transformField" | "transformForces">(
    name: N,
    value: HookPayloads[N],
  ): Promise<HookPayloads[N]>;
  /** Runs side effects one after the other. */
  emit<N extends "ready" | "beforeStep" | "afterStep" | "frame" | "regionChange" | "checkpoint" | "finish">(
    name: N,
    payload: HookPayloads[N],
  ): Promise<void>;
  /** Tells the watchers. */
  notify<N extends "scfIteration" | "work" | "evaluated" | "failed">(name: N, payload: HookPayloads[N]): void;
  /** Asks whether to stop: true as soon as one tap says so. */
  shouldStop(report: StepReport): boolean;
}

interface AnyHook {
  readonly tap: (options: { name: string; stage: number }, fn: (payload: unknown) => unknown) => void;
  readonly tapPromise?: (options: { name: string; stage: number }, fn: (payload: unknown) => Promise<unknown>) => void;
  readonly promise?: (payload: unknown) => Promise<unknown>;
  readonly call?: (payload: unknown) => unknown;
  isUsed(): boolean;
}

function makeHook(kind: Kind): AnyHook {
  switch (kind) {
    case "waterfall":
      return new AsyncSeriesWaterfallHook<[unknown]>(["payload"]) as unknown as AnyHook;
    case "series":
      return new AsyncSeriesHook<[unknown]>(["payload"]) as unknown as AnyHook;
    case "sync":
      return new SyncHook<[unknown]>(["payload"]) as unknown as AnyHook;
    case "bail":
      return new SyncBailHook<[unknown], boolean | undefined>(["payload"]) as unknown as AnyHook;
  }
}

function failure(hook: string, plugin: string, error: unknown): Error {
  if (isQmmmError(error) && error.details.plugin !== undefined) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PluginError(
    "QMMM_HOOK_FAILED",
    `${plugin} failed in hook ${hook}: ${message}`,
    {
      plugin,
      hook,
      ...(isQmmmError(error)
        ? { value: error.details.value, originalCode: error.code, action: error.details.action }
        : {}),
    },
    { cause: error },
  );
}

/** Makes the hooks of one simulation. */
export function createHooks(): SimulationHooks {
  const hooks = new Map<string, AnyHook>(Object.entries(KINDS).map(([name, kind]) => [name, makeHook(kind)]));
  const hook = (name: string): AnyHook => {
    const found = hooks.get(name);
    if (found === undefined) {
      throw new PluginError("QMMM_HOOK_UNKNOWN", `There is no hook named ${name}`, {
        value: name,
        allowed: [...hooks.keys()],
        action: "Tap one of the hooks that exist",
      });
    }
    return found;
  };
  return {
    tap(name, plugin, tap, options) {
      const target = hook(name);
      const where = { name: plugin, stage: options?.stage ?? 0 };
      const run = tap as (payload: unknown) => unknown;
      const kind: Kind = KINDS[name];
      if (kind === "waterfall" || kind === "series") {
        target.tapPromise!(where, async (payload) => {
          try {
            return await run(payload);
          } catch (error) {
            throw failure(name, plugin, error);
          }
        });
      } else {
        target.tap(where, (payload) => {
          try {
            return run(payload);
          } catch (error) {
            throw failure(name, plugin, error);
          }
        });
      }
    },
    isUsed: (name) => hook(name).isUsed(),
    async transform<N extends HookName>(name: N, value: HookPayloads[N]) {
      const target = hook(name);
      return target.isUsed() ? ((await target.promise!(value)) as HookPayloads[N]) : value;
    },
    async emit(name, payload) {
      const target = hook(name);
      if (target.isUsed()) await target.promise!(payload);
    },
    notify(name, payload) {
      const target = hook(name);
      if (target.isUsed()) target.call!(payload);
    },
    shouldStop(report) {
      return hook("shouldStop").call!(report) === true;
    },
  };
}
