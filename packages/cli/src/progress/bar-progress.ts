import type { StepReport } from "@qmmm/core";
import { Presets, SingleBar } from "cli-progress";
import { headline, leftText, Pace, type Progress } from "./progress.js";

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
    const payload = { watch: headline(report), left: leftText(left) };
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

  within(text: string): void {
    // With a bar on the screen a person sees that the run lives.
    if (this.bar !== undefined || performance.now() - this.drawn < REDRAW) return;
    this.drawn = performance.now();
    this.stream.cursorTo(0);
    this.stream.write(`  ${text}`);
    this.stream.clearLine(1);
  }

  end(): void {
    if (this.bar === undefined && this.drawn > 0) {
      this.stream.cursorTo(0);
      this.stream.clearLine(0);
    }
    this.bar?.stop();
    this.bar = undefined;
  }
}
