import type { Evaluation, Snapshot, StepReport, Task, TaskContext, TaskResult } from "@qmmm/core";

/** Ways in which the task below can be wrong. */
export type Flaw =
  | "losesRandom"
  | "losesPotential"
  | "movesInput"
  | "checkpointEarly"
  | "ignoresStop"
  | "skipsStart"
  | "noFinish"
  | "ignoresAbort";

const LAST = 5;

interface State {
  readonly step: number;
  readonly positions: Float64Array;
  readonly random: Snapshot;
  readonly potential: Snapshot;
}

/** Walks downhill with random kicks for five steps. */
export class WalkerTask implements Task {
  constructor(private readonly flaw?: Flaw) {}

  async run({ system, potential, hooks, random, signal, resume }: TaskContext): Promise<TaskResult> {
    const { flaw } = this;
    const resumed = resume as State | undefined;
    const positions = flaw === "movesInput" ? system.geometry.positions : system.geometry.positions.slice();
    let step = 0;
    if (resumed !== undefined) {
      positions.set(resumed.positions);
      random.restore(resumed.random);
      potential.restore(resumed.potential);
      step = resumed.step;
    }
    const geometry = { ...system.geometry, positions };
    const kicks = new Float64Array(positions.length);
    const stop = flaw === "ignoresAbort" ? undefined : signal;
    let evaluation: Evaluation | undefined;
    for (let first = true; ; first = false) {
      if (!first || resumed !== undefined) {
        if (step === LAST) break;
        step++;
        await hooks.emit("beforeStep", { task: "walk", step, geometry });
        random.fillNormal(kicks);
        const { forces } = await potential.evaluate(geometry, { forces: true }, stop);
        for (let k = 0; k < positions.length; k++) positions[k]! += 0.1 * forces![k]! + 1e-3 * kicks[k]!;
      }
      evaluation = await potential.evaluate(geometry, { forces: true }, stop);
      const report: StepReport = { task: "walk", step, lastStep: LAST, geometry, evaluation, quantities: {} };
      const take = (): Snapshot => ({
        step: report.step,
        positions: positions.slice(),
        random:
          flaw === "losesRandom" ? { ...(random.snapshot() as object), counter: [1, 0, 0, 0] } : random.snapshot(),
        potential: flaw === "losesPotential" ? { calls: 0 } : potential.snapshot(),
      });
      if (flaw === "checkpointEarly") await hooks.emit("checkpoint", { task: "walk", step, take });
      if (flaw !== "skipsStart" || step > 0) await hooks.emit("afterStep", report);
      await hooks.emit("frame", report);
      if (flaw !== "checkpointEarly") await hooks.emit("checkpoint", { task: "walk", step, take });
      if (hooks.shouldStop(report) && flaw !== "ignoresStop") break;
    }
    const result: TaskResult = {
      task: "walk",
      converged: true,
      steps: step,
      geometry,
      evaluation: evaluation!,
      summary: {},
    };
    if (flaw !== "noFinish") await hooks.emit("finish", result);
    return result;
  }
}
