import type { Potential } from "../contracts/potential.js";
import type { StepReport, Task, TaskResult } from "../contracts/task.js";
import { createHooks, type HookName, type SimulationHooks } from "../hooks/hooks.js";
import type { RandomStream } from "../model/random.js";
import type { Snapshot } from "../model/snapshot.js";
import { decodeSnapshot, encodeSnapshot } from "../model/snapshot-codec.js";
import type { System } from "../model/system.js";
import { abortProblems, bitDifferences, sameBits } from "./compare.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";

/** Checks of `taskSuite`. */
export const TASK_CHECKS = ["steps", "hooks", "repeat", "inputs", "resume", "stop", "abort"] as const;
export type TaskCheck = (typeof TASK_CHECKS)[number];

/** A task with what it works on. */
export interface TaskCase {
  readonly task: Task;
  readonly system: System;
  readonly potential: Potential;
  readonly random: RandomStream;
}

/** What `taskSuite` takes. */
export interface TaskSuite extends TestRunner {
  readonly name: string;
  /** Makes everything afresh, always the same. */
  readonly create: () => Promise<TaskCase>;
  /** Steps at whose checkpoint the task is ended and resumed; default 1 and 3. */
  readonly interrupt?: readonly number[];
  readonly exclusions?: Exclusions<TaskCheck>;
}

interface Run {
  readonly result: TaskResult;
  readonly reports: readonly StepReport[];
  /** Moments in order, `afterStep 3`. */
  readonly moments: readonly string[];
  readonly checkpoints: ReadonlyMap<number, Uint8Array>;
}

/** Keeps what hooks saw: arrays are the task's own, so copies. */
function copied(report: StepReport): StepReport {
  const { geometry, velocities, evaluation } = report;
  return {
    ...report,
    geometry: { ...geometry, positions: geometry.positions.slice() },
    velocities: velocities?.slice(),
    evaluation: { energy: evaluation.energy, terms: { ...evaluation.terms }, forces: evaluation.forces?.slice() },
  };
}

async function runTask(
  { task, system, potential, random }: TaskCase,
  options: { readonly resume?: Snapshot; readonly stopAt?: number; readonly signal?: AbortSignal } = {},
): Promise<Run> {
  const hooks: SimulationHooks = createHooks();
  const reports: StepReport[] = [];
  const moments: string[] = [];
  const checkpoints = new Map<number, Uint8Array>();
  const suite = "conformance suite";
  const note = (name: HookName, step: number): void => {
    moments.push(`${name} ${step}`);
  };
  hooks.tap("beforeStep", suite, ({ step }) => note("beforeStep", step));
  hooks.tap("afterStep", suite, (report) => {
    note("afterStep", report.step);
    reports.push(copied(report));
  });
  hooks.tap("frame", suite, ({ step }) => note("frame", step));
  hooks.tap("checkpoint", suite, (offer) => {
    note("checkpoint", offer.step);
    checkpoints.set(offer.step, encodeSnapshot(offer.take()));
  });
  hooks.tap("finish", suite, ({ steps }) => note("finish", steps));
  hooks.tap("shouldStop", suite, ({ step }) => (step === options.stopAt ? true : undefined));
  try {
    const { stopAt: _, ...rest } = options;
    const result = await task.run({ system, potential, hooks, random, ...rest });
    return { result, reports, moments, checkpoints };
  } finally {
    await potential[Symbol.asyncDispose]();
  }
}

function sameCourse(what: string, actual: readonly StepReport[], expected: readonly StepReport[]): string[] {
  if (actual.length !== expected.length) return [`${what}: ${actual.length} steps instead of ${expected.length}`];
  for (const [k, report] of expected.entries()) {
    const problems = bitDifferences(`${what}, step ${report.step}`, actual[k]!, report);
    if (problems.length > 0) return problems;
  }
  return [];
}

/**
 * Checks that a task keeps its contract: hooks come in order, one report per step, runs repeat bit for bit, inputs are
 * left alone, and a run resumed from any checkpoint goes on exactly as if it had not been interrupted.
 */
export function taskSuite(suite: TaskSuite): void {
  const checks = new Checks(suite, suite.exclusions ?? {}, TASK_CHECKS);
  const { create } = suite;
  suite.describe(`task: ${suite.name}`, () => {
    checks.check("steps", "steps are reported once each, from 0 to the last", async () => {
      const { reports, result } = await runTask(await create());
      const steps = reports.map(({ step }) => step);
      const expected = Array.from({ length: result.steps + 1 }, (_, k) => k);
      return sameBits(steps, expected) ? [] : [`steps ${steps.join(" ")}; the result says ${result.steps}`];
    });
    checks.check(
      "hooks",
      "beforeStep, afterStep, frame, checkpoint come in this order, finish last and once",
      async () => {
        const { moments } = await runTask(await create());
        const order = ["beforeStep", "afterStep", "frame", "checkpoint"];
        const problems: string[] = [];
        let previous: [number, number] = [-1, 0];
        for (const moment of moments.slice(0, -1)) {
          const [name, step] = moment.split(" ") as [string, string];
          const now: [number, number] = [Number(step), order.indexOf(name)];
          if (now[1] < 0) problems.push(`${moment} comes before the end`);
          else if (now[0] < previous[0] || (now[0] === previous[0] && now[1] <= previous[1]))
            problems.push(`${moment} comes late`);
          previous = now;
        }
        if (!moments.at(-1)?.startsWith("finish ")) problems.push(`the last moment is ${moments.at(-1)}`);
        return problems;
      },
    );
    checks.check("repeat", "two runs give the same bits", async () => {
      const one = await runTask(await create());
      const two = await runTask(await create());
      return sameCourse("repeat", two.reports, one.reports);
    });
    checks.check("inputs", "the system is left alone", async () => {
      const one = await create();
      const positions = one.system.geometry.positions.slice();
      const velocities = one.system.velocities?.slice();
      await runTask(one);
      return [
        ...(sameBits(positions, one.system.geometry.positions) ? [] : ["the positions were modified"]),
        ...(sameBits(velocities ?? [], one.system.velocities ?? []) ? [] : ["the velocities were modified"]),
      ];
    });
    for (const step of suite.interrupt ?? [1, 3]) {
      checks.check("resume", `resumed from the checkpoint of step ${step}, it goes on with the same bits`, async () => {
        const whole = await runTask(await create());
        const saved = whole.checkpoints.get(step);
        if (saved === undefined) return [`there is no checkpoint at step ${step}`];
        const rest = await runTask(await create(), { resume: decodeSnapshot(saved) });
        const first = rest.reports[0]?.step ?? -1;
        if (first !== step && first !== step + 1) return [`it goes on at step ${first}`];
        return [
          ...sameCourse("resumed", rest.reports, whole.reports.slice(first)),
          ...(sameBits(rest.result.geometry.positions, whole.result.geometry.positions)
            ? []
            : ["the final positions differ"]),
          ...(rest.result.steps === whole.result.steps
            ? []
            : [`it ends at step ${rest.result.steps} instead of ${whole.result.steps}`]),
        ];
      });
    }
    checks.check("stop", "shouldStop ends it in good order", async () => {
      const { result, moments, reports } = await runTask(await create(), { stopAt: 1 });
      return [
        ...(reports.at(-1)?.step === 1 ? [] : [`it goes on to step ${reports.at(-1)?.step}`]),
        ...(result.steps === 1 ? [] : [`the result says ${result.steps} steps`]),
        ...(moments.at(-1)?.startsWith("finish ") === true ? [] : ["finish is not told"]),
      ];
    });
    checks.check("abort", "an aborted signal ends it with its reason", async () => {
      const one = await create();
      return abortProblems("the task", (signal) => runTask(one, { signal }));
    });
  });
}
