import type { StepReport } from "@qmmm/core";
import { Presets, SingleBar } from "cli-progress";
import { durationText } from "../output/numbers.js";
import { headline, Pace, type Progress } from "./progress.js";

/** Shortest time between two redraws, ms. */
const REDRAW = 80;

/** Progress on a terminal: one line, redrawn, with step, total, energy, what is watched and the time left. */
export class BarProgress implements Progress {
  private readonly pace = new Pace();
  private bar: SingleBar | undefined;
  private drawn = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  say(line: string): void {
    this.end();
    this.stream.write(`${line}\n`);
  }

  stage(title: string): void {
    this.say(title);
    this.pace.restart();
    this.drawn = 0;
  }

  step(report: StepReport): void {
    const left = this.pace.left(report);
    const { step, lastStep } = report;
    const isLast = step === lastStep;
    if (performance.now() - this.drawn < REDRAW && !isLast) return;
    this.drawn = performance.now();
    const payload = { watch: headline(report), left: left === undefined ? "" : `${durationText(left)} left` };
    if (this.bar === undefined) {
      const format = lastStep === undefined ? "  step {value}  {watch}" : "  {bar} {value}/{total}  {watch}  {left}";
      const options = {
        format,
        stream: this.stream,
        barsize: 20,
        hideCursor: true,
        gracefulExit: false,
        autopadding: false,
        fps: 1000 / REDRAW,
      };
      this.bar = new SingleBar(options, Presets.shades_classic);
      this.bar.start(lastStep ?? 0, step, payload);
    } else {
      this.bar.update(step, payload);
    }
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
