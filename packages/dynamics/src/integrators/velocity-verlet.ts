import type { Constraints } from "../constraints/constraints.js";
import type { DynamicsState, Evaluate, Integrator } from "./integrator.js";
import { constrainedDrift, kick } from "./propagators.js";

/** Parameters of {@link VelocityVerlet}. */
export interface VelocityVerletOptions {
  /** Time step, ħ/Eh. */
  readonly timeStep: number;
  /** 1/mₑ, 0 for frozen atoms; length N. */
  readonly inverseMasses: Float64Array;
  /** Distances that stay what they are; the starting positions and velocities satisfy them. */
  readonly constraints?: Constraints | undefined;
}

/**
 * Velocity Verlet: half a kick, a drift, half a kick (Swope, Andersen, Berens, Wilson 1982, doi:10.1063/1.442716).
 * Symplectic and reversible; the energy error is bounded and falls with the square of the time step. With constraints it is
 * RATTLE (Andersen 1983, doi:10.1016/0021-9991(83)90014-1).
 */
export class VelocityVerlet implements Integrator {
  readonly name = "velocity-verlet";
  readonly heat = 0;

  constructor(private readonly options: VelocityVerletOptions) {}

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { timeStep, inverseMasses, constraints } = this.options;
    const { geometry, evaluation } = state;
    const velocities = new Float64Array(state.velocities.length);
    kick(velocities, state.velocities, evaluation.forces!, inverseMasses, 0.5 * timeStep);
    const moved = constrainedDrift(geometry, velocities, inverseMasses, timeStep, constraints);
    const next = await evaluate(moved);
    kick(velocities, velocities, next.forces!, inverseMasses, 0.5 * timeStep);
    constraints?.holdVelocities(velocities, moved);
    return { geometry: moved, velocities, evaluation: next };
  }

  snapshot(): null {
    return null;
  }

  restore(): void {}
}
