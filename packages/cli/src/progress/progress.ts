import type { ScfIteration, StepReport, WorkReport } from "@qmmm/core";
import { durationText } from "../output/numbers.js";
import type { Terminal } from "../terminal.js";

/** What a person sees while a run goes on. */
export interface Progress {
  /** Says something of its own line. */
  say(line: string): void;
  /** A stage begins. */
  stage(title: string): void;
  /** A step was done. */
  step(report: StepReport): void;
  /** A sign of life from within a step that takes long. */
  within(text: string): void;
  /** The stage has ended; its line is left as it is. */
  end(): void;
}

/** Estimates the time left from the pace since the stage began in this process. */
export class Pace {
  private began = performance.now();
  private firstStep: number | undefined;

  restart(): void {
    this.began = performance.now();
    this.firstStep = undefined;
  }

  /** Seconds left; undefined while nothing is known. */
  left({ step, lastStep }: StepReport): number | undefined {
    if (this.firstStep === undefined) {
      this.firstStep = step;
      this.began = performance.now();
    }
    const done = step - this.firstStep;
    if (lastStep === undefined || done === 0) return undefined;
    return ((performance.now() - this.began) / 1000 / done) * (lastStep - step);
  }
}

/** What of a step is worth a line: energy, then what tells how the task is going. */
export function headline({ evaluation, quantities }: StepReport): string {
  const watched = ["temperature", "maxForce"].flatMap((name) => {
    const found = quantities[name];
    return found === undefined ? [] : [`${name} ${Number(found.value.toPrecision(4))} ${found.unit}`];
  });
  return [`E ${evaluation.energy.toFixed(6)} Eh`, ...watched].join("  ");
}

/** An iteration of a self-consistent field in a line; the first of several has no change. */
export function iterationText({ level, iteration, energy, change }: ScfIteration): string {
  const moved = Number.isFinite(change) ? `  change ${change.toExponential(1)} Eh` : "";
  return `${level}: SCF iteration ${iteration}  E ${energy.toFixed(6)} Eh${moved}`;
}

/** Work within an evaluation in a line. */
export function workText({ level, what, done, total }: WorkReport): string {
  return `${level}: ${what}: ${done} of ${total}`;
}

/** Time left as an estimate deserves: no fractions of seconds. */
export function leftText(seconds: number | undefined): string {
  return seconds === undefined ? "" : `${seconds < 60 ? `${Math.round(seconds)} s` : durationText(seconds)} left`;
}

/** Says nothing. */
export const silent: Progress = { say() {}, stage() {}, step() {}, within() {}, end() {} };

/** Shortest time between two lines, s, and the time after which a line is due in any case. */
const SHORTEST = 1;
const LONGEST = 10;
/** Share of the steps after which a line is due. */
const SHARE = 0.05;

/** Progress where lines can't be redrawn (a batch system's log): one line per interval. */
export class LineProgress implements Progress {
  private readonly pace = new Pace();
  private lastTime = 0;
  private lastStep = 0;

  constructor(private readonly terminal: Pick<Terminal, "out">) {}

  say(line: string): void {
    this.terminal.out(`${line}\n`);
  }

  stage(title: string): void {
    this.say(title);
    this.pace.restart();
    this.lastTime = performance.now();
    this.lastStep = 0;
  }

  step(report: StepReport): void {
    const left = this.pace.left(report);
    const { step, lastStep } = report;
    const waited = (performance.now() - this.lastTime) / 1000;
    const share = lastStep === undefined || lastStep === 0 ? 0 : (step - this.lastStep) / lastStep;
    if (waited < SHORTEST || (waited < LONGEST && share < SHARE)) return;
    this.lastTime = performance.now();
    this.lastStep = step;
    const total = lastStep === undefined ? "" : ` of ${lastStep}`;
    this.say(`  step ${step}${total}  ${headline(report)}  ${leftText(left)}`.trimEnd());
  }

  within(text: string): void {
    if ((performance.now() - this.lastTime) / 1000 < LONGEST) return;
    this.lastTime = performance.now();
    this.say(`  ${text}`);
  }

  end(): void {}
}
