import type { SimulationHooks, Snapshot, StepReport, TaskResult } from "@qmmm/core";
import { createHooks } from "@qmmm/core";
import type { SteppedProcess } from "@qmmm/dynamics";
import { drive } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";

/** Counts to `last`; writes down when it is called. */
class Counter implements SteppedProcess {
  readonly task = "count";
  readonly geometry = { positions: new Float64Array(0) };
  step = 0;

  constructor(
    private readonly last: number,
    private readonly log: string[],
    private readonly onAdvance: (step: number) => void = () => {},
  ) {}

  get finished(): boolean {
    return this.step >= this.last;
  }

  get frameDue(): boolean {
    return this.step % 2 === 0;
  }

  async begin(): Promise<void> {
    this.log.push("begin");
  }

  async advance(): Promise<void> {
    this.onAdvance(this.step + 1);
    this.step++;
    this.log.push(`advance ${this.step}`);
  }

  report(): StepReport {
    const evaluation = { energy: this.step, terms: {} };
    return { task: this.task, step: this.step, geometry: this.geometry, evaluation, quantities: {} };
  }

  snapshot(): Snapshot {
    return this.step;
  }

  restore(state: Snapshot): void {
    this.step = Number(state);
  }

  result(): TaskResult {
    const { geometry, evaluation } = this.report();
    return { task: this.task, converged: this.finished, steps: this.step, geometry, evaluation, summary: {} };
  }
}

function listening(log: string[], stopAt = -1): SimulationHooks {
  const hooks = createHooks();
  hooks.tap("beforeStep", "test", ({ step }) => void log.push(`beforeStep ${step}`));
  hooks.tap("afterStep", "test", ({ step }) => void log.push(`afterStep ${step}`));
  hooks.tap("frame", "test", ({ step }) => void log.push(`frame ${step}`));
  hooks.tap("checkpoint", "test", ({ step }) => void log.push(`checkpoint ${step}`));
  hooks.tap("shouldStop", "test", ({ step }) => {
    log.push(`shouldStop ${step}`);
    return step === stopAt;
  });
  hooks.tap("finish", "test", ({ steps }) => void log.push(`finish ${steps}`));
  hooks.tap("failed", "test", (error) => void log.push(`failed ${error.message}`));
  return hooks;
}

describe("drive", () => {
  it("keeps the order of events", async () => {
    const log: string[] = [];
    const result = await drive(new Counter(2, log), { hooks: listening(log) });
    expect(log).toEqual(
      [
        ["begin", "afterStep 0", "frame 0", "checkpoint 0", "shouldStop 0"],
        ["beforeStep 1", "advance 1", "afterStep 1", "checkpoint 1", "shouldStop 1"],
        ["beforeStep 2", "advance 2", "afterStep 2", "frame 2", "checkpoint 2", "shouldStop 2"],
        ["finish 2"],
      ].flat(),
    );
    expect(result.converged).toBe(true);
  });

  it("waits for taps that take their time", async () => {
    const log: string[] = [];
    const hooks = listening(log);
    hooks.tap("afterStep", "slow", async ({ step }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`slow ${step}`);
    });
    await drive(new Counter(1, log), { hooks });
    expect(log.indexOf("slow 0")).toBeLessThan(log.indexOf("beforeStep 1"));
  });

  it("ends in good order when a tap asks for it", async () => {
    const log: string[] = [];
    const result = await drive(new Counter(9, log), { hooks: listening(log, 3) });
    expect(result).toMatchObject({ converged: false, steps: 3 });
    expect(log.slice(-2)).toEqual(["shouldStop 3", "finish 3"]);
  });

  it("ends in good order when aborted between steps", async () => {
    const log: string[] = [];
    const hooks = listening(log);
    const controller = new AbortController();
    hooks.tap("afterStep", "test", ({ step }) => {
      if (step === 2) controller.abort();
    });
    const result = await drive(new Counter(9, log), { hooks, signal: controller.signal });
    expect(result).toMatchObject({ converged: false, steps: 2 });
    expect(log.at(-1)).toBe("finish 2");
  });

  it("ends with the last completed step when aborted within one", async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const counter = new Counter(9, log, (step) => {
      if (step !== 3) return;
      controller.abort(new Error("enough"));
      controller.signal.throwIfAborted();
    });
    const result = await drive(counter, { hooks: listening(log), signal: controller.signal });
    expect(result).toMatchObject({ converged: false, steps: 2 });
    expect(log.slice(-2)).toEqual(["beforeStep 3", "finish 2"]);
  });

  it("throws the reason when aborted before anything is known", async () => {
    const reason = new Error("enough");
    await expect(drive(new Counter(9, []), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("tells of a failure and throws it on", async () => {
    const log: string[] = [];
    const error = new Error("broken");
    const counter = new Counter(9, log, (step) => {
      if (step === 2) throw error;
    });
    await expect(drive(counter, { hooks: listening(log) })).rejects.toBe(error);
    expect(log.slice(-2)).toEqual(["beforeStep 2", "failed broken"]);
  });

  it("goes on after a checkpoint without announcing its step again", async () => {
    const log: string[] = [];
    let kept: Snapshot = null;
    const hooks = createHooks();
    hooks.tap("checkpoint", "test", (offer) => {
      if (offer.step === 1) kept = offer.take();
    });
    const others = {
      snapshot: () => "state of something else",
      restore: (state: Snapshot) => void log.push(String(state)),
    };
    await drive(new Counter(2, []), { hooks, alongside: { others } });
    await drive(new Counter(2, log), { hooks: listening(log), resume: kept, alongside: { others } });
    expect(log[0]).toBe("state of something else");
    expect(log.slice(1, 3)).toEqual(["beforeStep 2", "advance 2"]);
  });

  it("refuses what is not a checkpoint", async () => {
    await expect(drive(new Counter(2, []), { resume: 5 })).rejects.toMatchObject({ code: "QMMM_CHECKPOINT_CORRUPT" });
  });
});
