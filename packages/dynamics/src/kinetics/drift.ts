import type { Snapshot } from "@qmmm/core";
import type { SnapshotReader } from "../driver/state.js";

/**
 * Straight line through a series as it comes in: how a quantity that should be conserved drifts, and how it fluctuates
 * about the drift. Means and co-moments are updated one value at a time (Welford 1962, doi:10.1080/00401706.1962.10490022),
 * so that small changes of a large number keep their digits.
 */
export class DriftLine {
  private count = 0;
  private meanTime = 0;
  private meanValue = 0;
  /** Σ(t − t̄)², Σ(t − t̄)(y − ȳ), Σ(y − ȳ)². */
  private timeTime = 0;
  private timeValue = 0;
  private valueValue = 0;

  add(time: number, value: number): void {
    this.count++;
    const fromTime = time - this.meanTime;
    const fromValue = value - this.meanValue;
    this.meanTime += fromTime / this.count;
    this.meanValue += fromValue / this.count;
    this.timeTime += fromTime * (time - this.meanTime);
    this.timeValue += fromTime * (value - this.meanValue);
    this.valueValue += fromValue * (value - this.meanValue);
  }

  /** Mean of the values; 0 when there are none. */
  get mean(): number {
    return this.meanValue;
  }

  /** Least-squares slope, value per time; 0 for fewer than two points. */
  get slope(): number {
    return this.timeTime > 0 ? this.timeValue / this.timeTime : 0;
  }

  /** Root mean square deviation from the line. */
  get fluctuation(): number {
    if (this.count < 3) return 0;
    return Math.sqrt(Math.max(0, (this.valueValue - this.slope * this.timeValue) / this.count));
  }

  snapshot(): Snapshot {
    const { count, meanTime, meanValue, timeTime, timeValue, valueValue } = this;
    return { count, meanTime, meanValue, timeTime, timeValue, valueValue };
  }

  restore(state: SnapshotReader): void {
    this.count = state.number("count");
    this.meanTime = state.number("meanTime");
    this.meanValue = state.number("meanValue");
    this.timeTime = state.number("timeTime");
    this.timeValue = state.number("timeValue");
    this.valueValue = state.number("valueValue");
  }
}
