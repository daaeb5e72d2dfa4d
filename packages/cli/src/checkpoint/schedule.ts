import type { Interval } from "../input/duration.js";

/** Says when a checkpoint is due. */
export class CheckpointSchedule {
  private lastTime = performance.now();
  private lastStep = 0;

  constructor(private readonly interval: Interval) {}

  due(step: number): boolean {
    return "steps" in this.interval
      ? step - this.lastStep >= this.interval.steps
      : performance.now() - this.lastTime >= 1000 * this.interval.seconds;
  }

  /** Notes that one was taken. */
  taken(step: number): void {
    this.lastTime = performance.now();
    this.lastStep = step;
  }
}
