import type { Snapshot } from "@qmmm/core";
import { DALTON, TIME_IN_FEMTOSECOND } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { Minimiser, Objective, Point } from "./minimiser.js";
import { displaced, dot, longestMove } from "./minimiser.js";

/** Parameters of {@link Fire}. */
export interface FireOptions {
  /** First time step, ħ/Eh. */
  readonly timeStep: number;
  /** Longest and shortest time step, in first time steps. */
  readonly longest: number;
  readonly shortest: number;
  /** Mass of every coordinate, mₑ: only its ratio to the square of the time step matters. */
  readonly mass: number;
  /** Longest move of an atom in one step, a0. */
  readonly maxMove: number;
  /** Downhill steps before the time step grows, and first steps in which it does not shrink. */
  readonly delay: number;
  /** Factors of growth and shrinkage of the time step. */
  readonly growth: number;
  readonly shrinkage: number;
  /** First mixing of velocity and force, and the factor by which it falls. */
  readonly mixing: number;
  readonly mixingDecay: number;
  /** Uphill steps in a row after which the search is given up. */
  readonly patience: number;
}

/** The parameters that Guénolé et al. 2020 recommend; time step and mass suit molecules. */
export const FIRE_DEFAULTS: FireOptions = {
  timeStep: 1 / TIME_IN_FEMTOSECOND,
  longest: 10,
  shortest: 0.02,
  mass: 12 * DALTON,
  maxMove: 0.4,
  delay: 20,
  growth: 1.1,
  shrinkage: 0.5,
  mixing: 0.25,
  mixingDecay: 0.99,
  patience: 2000,
};

/**
 * Fast inertial relaxation engine, version 2.0 (Guénolé, Nöhring, Vaid, Houllé, Xie, Prakash, Bitzek 2020,
 * doi:10.1016/j.commatsci.2020.109584; first version Bitzek et al. 2006, doi:10.1103/PhysRevLett.97.170201): dynamics
 * whose velocity is turned towards the forces, sped up as long as it runs downhill and stopped, with half a step back,
 * when it runs uphill. Semi-implicit Euler integration. Uses gradients only: the value may be noisy or unknown.
 */
export class Fire implements Minimiser {
  readonly name = "fire";
  private readonly options: FireOptions;
  private velocity: Float64Array | undefined;
  private timeStep: number;
  private mixing: number;
  private steps = 0;
  private downhill = 0;
  private uphill = 0;

  constructor(options: Partial<FireOptions> = {}) {
    this.options = { ...FIRE_DEFAULTS, ...options };
    this.timeStep = this.options.timeStep;
    this.mixing = this.options.mixing;
  }

  /** Adapts time step and mixing to the sign of the power F·v. Returns false when patience is at its end. */
  private adapt(power: number): boolean {
    const { timeStep, longest, shortest, delay, growth, shrinkage, mixing, mixingDecay, patience } = this.options;
    if (power > 0) {
      this.downhill++;
      this.uphill = 0;
      if (this.downhill > delay) {
        this.timeStep = Math.min(this.timeStep * growth, longest * timeStep);
        this.mixing *= mixingDecay;
      }
      return true;
    }
    this.downhill = 0;
    this.uphill++;
    if (this.steps >= delay) {
      this.timeStep = Math.max(this.timeStep * shrinkage, shortest * timeStep);
      this.mixing = mixing;
    }
    return this.uphill <= patience;
  }

  async advance<P extends Point>(from: P, objective: Objective<P>): Promise<P | undefined> {
    const { mass, maxMove } = this.options;
    const { gradient } = from;
    const velocity = this.velocity?.slice() ?? new Float64Array(gradient.length);
    const power = -dot(gradient, velocity);
    if (!this.adapt(power)) return undefined;
    let start = from.x;
    if (!(power > 0)) {
      start = displaced(start, velocity, -0.5 * this.timeStep);
      velocity.fill(0);
    }
    const kick = this.timeStep / mass;
    for (let k = 0; k < velocity.length; k++) velocity[k] = velocity[k]! - kick * gradient[k]!;
    const force = Math.sqrt(dot(gradient, gradient));
    const turn = force > 0 ? (this.mixing * Math.sqrt(dot(velocity, velocity))) / force : 0;
    for (let k = 0; k < velocity.length; k++) velocity[k] = (1 - this.mixing) * velocity[k]! - turn * gradient[k]!;
    const longest = this.timeStep * longestMove(velocity);
    const next = await objective(
      displaced(start, velocity, longest > maxMove ? (maxMove / longest) * this.timeStep : this.timeStep),
    );
    this.velocity = velocity;
    this.steps++;
    return next;
  }

  snapshot(): Snapshot {
    const { timeStep, mixing, steps, downhill, uphill, velocity } = this;
    return { timeStep, mixing, steps, downhill, uphill, velocity: velocity?.slice() ?? null };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "minimiser.");
    this.timeStep = reader.number("timeStep");
    this.mixing = reader.number("mixing");
    this.steps = reader.number("steps");
    this.downhill = reader.number("downhill");
    this.uphill = reader.number("uphill");
    this.velocity = reader.raw("velocity") === null ? undefined : reader.array("velocity");
  }
}
