import { createHooks, type Evaluation, type HookTaps, InputError, type StepReport, type TaskResult } from "@qmmm/core";
import { describe, expect, test } from "vitest";

const evaluation: Evaluation = { energy: 1, terms: { a: 1 } };
const geometry = { positions: new Float64Array(3) };
const report: StepReport = { task: "t", step: 0, geometry, evaluation, quantities: {} };
const result: TaskResult = { task: "t", converged: true, steps: 0, geometry, evaluation, summary: {} };

describe("order", () => {
  test("taps run in the order of tapping, lower stage first", async () => {
    const hooks = createHooks();
    const seen: string[] = [];
    hooks.tap("afterStep", "a", () => void seen.push("a"));
    hooks.tap("afterStep", "late", () => void seen.push("late"), { stage: 10 });
    hooks.tap("afterStep", "b", async () => {
      await Promise.resolve();
      seen.push("b");
    });
    hooks.tap("afterStep", "early", () => void seen.push("early"), { stage: -10 });
    await hooks.emit("afterStep", report);
    expect(seen).toEqual(["early", "a", "b", "late"]);
  });

  test("a series waits for each tap", async () => {
    const hooks = createHooks();
    const seen: string[] = [];
    hooks.tap("finish", "slow", async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push("slow");
    });
    hooks.tap("finish", "quick", () => void seen.push("quick"));
    await hooks.emit("finish", result);
    expect(seen).toEqual(["slow", "quick"]);
  });
});

describe("waterfall", () => {
  test("each tap gets what the one before gave; undefined keeps it", async () => {
    const hooks = createHooks();
    hooks.tap("transformForces", "doubles", (value) => ({ ...value, energy: 2 * value.energy }));
    hooks.tap("transformForces", "watches", () => undefined);
    hooks.tap("transformForces", "adds", async (value) => ({ ...value, energy: value.energy + 1 }));
    expect((await hooks.transform("transformForces", evaluation)).energy).toBe(3);
    expect(evaluation.energy).toBe(1);
  });

  test("without taps the value itself comes back", async () => {
    expect(await createHooks().transform("transformForces", evaluation)).toBe(evaluation);
  });
});

describe("watching and deciding", () => {
  test("sync taps are told", () => {
    const hooks = createHooks();
    const energies: number[] = [];
    hooks.tap("scfIteration", "log", ({ energy }) => void energies.push(energy));
    hooks.notify("scfIteration", { level: "high", iteration: 1, energy: -1, change: 0, error: 0 });
    expect(energies).toEqual([-1]);
  });

  test("the first tap that answers decides", () => {
    const hooks = createHooks();
    const asked: string[] = [];
    expect(hooks.shouldStop(report)).toBe(false);
    hooks.tap("shouldStop", "silent", () => void asked.push("silent"));
    hooks.tap("shouldStop", "stops", () => {
      asked.push("stops");
      return true;
    });
    hooks.tap("shouldStop", "later", () => {
      asked.push("later");
      return false;
    });
    expect(hooks.shouldStop(report)).toBe(true);
    expect(asked).toEqual(["silent", "stops"]);
  });

  test("isUsed", () => {
    const hooks = createHooks();
    expect(hooks.isUsed("evaluated")).toBe(false);
    hooks.tap("evaluated", "x", () => {});
    expect(hooks.isUsed("evaluated")).toBe(true);
    expect(createHooks().isUsed("evaluated")).toBe(false);
  });
});

describe("failures", () => {
  const cause = new InputError("QMMM_DISK_FULL", "no space", { value: "/x", action: "Free some" });

  test.each(["afterStep", "transformForces", "evaluated", "shouldStop"] as const)(
    "%s names plugin and hook and keeps the plugin's own code",
    async (name) => {
      const hooks = createHooks();
      hooks.tap(name, "tracer", () => {
        throw cause;
      });
      const run = async (): Promise<unknown> => {
        switch (name) {
          case "afterStep":
            return hooks.emit("afterStep", report);
          case "transformForces":
            return hooks.transform("transformForces", evaluation);
          case "evaluated":
            return hooks.notify("evaluated", { geometry, want: {}, evaluation });
          case "shouldStop":
            return hooks.shouldStop(report);
        }
      };
      await expect(run()).rejects.toMatchObject({
        code: "QMMM_HOOK_FAILED",
        message: `tracer failed in hook ${name}: no space`,
        details: { plugin: "tracer", hook: name, originalCode: "QMMM_DISK_FULL", action: "Free some", value: "/x" },
        cause,
      });
    },
  );

  test("a rejected promise is a failure too, and later taps do not run", async () => {
    const hooks = createHooks();
    let later = false;
    hooks.tap("ready", "bad", () => Promise.reject(new Error("nope")));
    hooks.tap("ready", "later", () => void (later = true));
    const system = { topology: undefined as never, geometry };
    await expect(hooks.emit("ready", { system })).rejects.toThrow("bad failed in hook ready: nope");
    expect(later).toBe(false);
  });

  test("an unknown hook is refused, with those that exist", () => {
    const hooks: HookTaps = createHooks();
    expect(() => hooks.tap("beforestep" as "beforeStep", "x", () => {})).toThrow(
      expect.objectContaining({
        code: "QMMM_HOOK_UNKNOWN",
        details: expect.objectContaining({ value: "beforestep", allowed: expect.arrayContaining(["beforeStep"]) }),
      }),
    );
  });
});
