import type { Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { Minimiser, Objective, Point } from "./minimiser.js";
import { displaced, dot, longestMove } from "./minimiser.js";

/** Parameters of {@link Lbfgs}. */
export interface LbfgsOptions {
  /** Number of steps whose curvature is remembered. */
  readonly memory: number;
  /** Longest move of an atom in one step, a0. */
  readonly maxMove: number;
  /** Curvature assumed before any is known, Eh/a0². */
  readonly initialCurvature: number;
}

/** Values used when none are given. */
export const LBFGS_DEFAULTS: LbfgsOptions = { memory: 20, maxMove: 0.4, initialCurvature: 0.7 };

/** A step s and the change y of the gradient along it. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  /** s·y */
  readonly curvature: number;
}

/** Fall of the value, relative to that promised by the slope, with which a step is content (Nocedal & Wright's c₁). */
const SUFFICIENT_FALL = 1e-4;
/** Parameters δ and σ of Hager and Zhang's approximate condition. */
const APPROXIMATE_FALL = 0.1;
const SLOPE_LEFT = 0.9;
/** Rounding and convergence noise expected of a value, relative to its size (at least 1). */
const NOISE = 1e-8;
/** Smallest cosine between s and y with which a pair is remembered: the curvature must be positive. */
const LEAST_COSINE = 1e-6;
const TRIALS = 8;
const TRIALS_ALONG_GRADIENT = 24;

/**
 * Limited-memory BFGS (Nocedal 1980, doi:10.1090/S0025-5718-1980-0572855-7; Nocedal & Wright, Numerical Optimization,
 * 2006, algorithms 7.4 and 7.5, initial scaling eq. 7.20).
 *
 * The full step is tried first, cut to a radius per atom; when the value does not fall enough (Armijo's condition or,
 * within the noise of the value, the approximate Wolfe condition on the slope of Hager & Zhang 2005,
 * doi:10.1137/030601880), the step shrinks to the minimum of the cubic through both ends. The radius follows the lengths
 * that work. Pairs without positive curvature are not learnt; when no step along the direction is good, the history is
 * dropped and the step starts again along the forces.
 */
export class Lbfgs implements Minimiser {
  readonly name = "lbfgs";
  private readonly options: LbfgsOptions;
  private pairs: Pair[] = [];
  private radius: number;

  constructor(options: Partial<LbfgsOptions> = {}) {
    this.options = { ...LBFGS_DEFAULTS, ...options };
    this.radius = this.options.maxMove;
  }

  async advance<P extends Point>(from: P, objective: Objective<P>): Promise<P | undefined> {
    if (this.pairs.length > 0) {
      const next = await this.search(from, this.direction(from.gradient), objective, TRIALS);
      if (next !== undefined) return next;
      this.pairs = [];
    }
    return this.search(from, this.direction(from.gradient), objective, TRIALS_ALONG_GRADIENT);
  }

  /** −H·g by the two-loop recursion. */
  private direction(gradient: Float64Array): Float64Array {
    const { pairs } = this;
    const q = gradient.map((g) => -g);
    const alpha = new Float64Array(pairs.length);
    for (let i = pairs.length - 1; i >= 0; i--) {
      const { s, y, curvature } = pairs[i]!;
      alpha[i] = dot(s, q) / curvature;
      for (let k = 0; k < q.length; k++) q[k] = q[k]! - alpha[i]! * y[k]!;
    }
    const last = pairs.at(-1);
    const scale = last === undefined ? 1 / this.options.initialCurvature : last.curvature / dot(last.y, last.y);
    for (let k = 0; k < q.length; k++) q[k] = q[k]! * scale;
    for (let i = 0; i < pairs.length; i++) {
      const { s, y, curvature } = pairs[i]!;
      const beta = dot(y, q) / curvature;
      for (let k = 0; k < q.length; k++) q[k] = q[k]! + (alpha[i]! - beta) * s[k]!;
    }
    return q;
  }

  /** Looks along a direction for a good point, the full (cut) step first; learns from the one found. */
  private async search<P extends Point>(
    from: P,
    direction: Float64Array,
    objective: Objective<P>,
    trials: number,
  ): Promise<P | undefined> {
    const slope = dot(from.gradient, direction);
    if (!(slope < 0)) return undefined;
    const longest = longestMove(direction);
    const cut = longest > this.radius;
    let factor = cut ? this.radius / longest : 1;
    for (let trial = 0; trial < trials; trial++) {
      const next = await objective(displaced(from.x, direction, factor));
      const slopeThere = dot(next.gradient, direction);
      if (isGood(from.value, slope, factor, next.value, slopeThere)) {
        if (trial > 0) this.radius = factor * longest;
        else if (cut) this.radius = Math.min(2 * this.radius, this.options.maxMove);
        this.learn(from, next);
        return next;
      }
      factor *= shrinkage(from.value, slope * factor, next.value, slopeThere * factor);
    }
    return undefined;
  }

  private learn(from: Point, next: Point): void {
    const s = displaced(next.x, from.x, -1);
    const y = displaced(next.gradient, from.gradient, -1);
    const curvature = dot(s, y);
    if (!(curvature > LEAST_COSINE * Math.sqrt(dot(s, s) * dot(y, y)))) return;
    this.pairs.push({ s, y, curvature });
    if (this.pairs.length > this.options.memory) this.pairs.shift();
  }

  snapshot(): Snapshot {
    return { radius: this.radius, pairs: this.pairs.map(({ s, y, curvature }) => ({ s, y, curvature })) };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "minimiser.");
    this.radius = reader.number("radius");
    this.pairs = reader.list("pairs").map((entry) => {
      const pair = SnapshotReader.of(entry, "minimiser.pairs.");
      return { s: pair.array("s"), y: pair.array("y"), curvature: pair.number("curvature") };
    });
  }
}

/** Whether a step of `factor` along a direction with the given slopes lowers the value enough. False when not finite. */
function isGood(value: number, slope: number, factor: number, valueThere: number, slopeThere: number): boolean {
  if (!Number.isFinite(slopeThere)) return false;
  if (valueThere <= value + SUFFICIENT_FALL * factor * slope) return true;
  const noise = NOISE * Math.max(1, Math.abs(value));
  const flatter = SLOPE_LEFT * slope <= slopeThere && slopeThere <= (2 * APPROXIMATE_FALL - 1) * slope;
  return flatter && valueThere <= value + noise;
}

/** Part of the step at which the cubic through both ends has its minimum (Nocedal & Wright eq. 3.59), from 0.1 to 0.5. */
function shrinkage(value: number, slope: number, valueThere: number, slopeThere: number): number {
  const d1 = slope + slopeThere - 3 * (valueThere - value);
  const d2 = Math.sqrt(d1 * d1 - slope * slopeThere);
  const minimum = 1 - (slopeThere + d2 - d1) / (slopeThere - slope + 2 * d2);
  return Number.isFinite(minimum) ? Math.min(0.5, Math.max(0.1, minimum)) : 0.25;
}
