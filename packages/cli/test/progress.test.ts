import type { StepReport } from "@qmmm/core";
import { describe, expect, test, vi } from "vitest";
import { BarProgress } from "../src/progress/bar-progress.js";
import { iterationText, LineProgress, workText } from "../src/progress/progress.js";

const report = (step: number, lastStep: number | undefined = 100): StepReport => ({
  task: "dynamics",
  step,
  lastStep,
  geometry: { positions: new Float64Array(3) },
  evaluation: { energy: -76.0123456789, terms: {} },
  quantities: { time: { value: step, unit: "fs" }, temperature: { value: 298.765, unit: "K" } },
});

/** Runs steps of `seconds` each on a clock of our own. */
function clock(): { tick(seconds: number): void } {
  vi.useFakeTimers({ toFake: ["performance"] });
  return { tick: (seconds) => vi.advanceTimersByTime(1000 * seconds) };
}

describe("progress in a batch system's log", () => {
  test("one line per interval, with energy, temperature and time left", () => {
    const time = clock();
    let out = "";
    const progress = new LineProgress({ out: (text) => (out += text) });
    progress.stage("Stage 1 of 1: dynamics");
    for (let step = 0; step <= 100; step++) {
      progress.step(report(step));
      time.tick(0.5);
    }
    vi.useRealTimers();
    const lines = out.trim().split("\n");
    // 5 % of the steps take 2.5 s.
    expect(lines.slice(1)).toHaveLength(20);
    expect(lines[1]).toBe("  step 5 of 100  E -76.012346 Eh  temperature 298.8 K  48 s left");
    expect(lines.at(-1)).toContain("0 s left");
  });

  test("a line every ten seconds where steps are slow, and from within a step that takes longer", () => {
    const time = clock();
    let out = "";
    const progress = new LineProgress({ out: (text) => (out += text) });
    progress.stage("Stage 1 of 1: energy");
    for (let iteration = 1; iteration <= 9; iteration++) {
      time.tick(3);
      progress.within(iterationText({ level: "high", iteration, energy: -76, change: -1e-4, error: 1 }));
    }
    vi.useRealTimers();
    expect(out.trim().split("\n").slice(1)).toEqual([
      "  high: SCF iteration 4  E -76.000000 Eh  change -1.0e-4 Eh",
      "  high: SCF iteration 8  E -76.000000 Eh  change -1.0e-4 Eh",
    ]);
  });
});

test("the first iteration of a field has no change to tell", () => {
  const first = { level: "high", iteration: 1, energy: -76, change: Number.NaN, error: 1 };
  expect(iterationText(first)).toBe("high: SCF iteration 1  E -76.000000 Eh");
});

test("work on many points tells how far it is", () => {
  expect(workText({ level: "high", what: "points of potential", done: 512, total: 4096 })).toBe(
    "high: points of potential: 512 of 4096",
  );
});

test("progress on a screen is one line, redrawn", () => {
  let out = "";
  const screen = {
    isTTY: true,
    columns: 120,
    write: (text: string) => {
      out += text;
      return true;
    },
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
    on: () => screen,
    removeListener: () => screen,
  };
  const progress = new BarProgress(screen as unknown as NodeJS.WriteStream);
  progress.stage("Stage 1 of 1: dynamics");
  for (const step of [0, 50, 100]) progress.step(report(step));
  progress.end();
  expect(out).toContain("100/100");
  expect(out).toContain("E -76.012346 Eh  temperature 298.8 K");
  expect(out.match(/dynamics/g)).toHaveLength(1);
});
