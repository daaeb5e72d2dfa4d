import type { DynamicsState, Evaluate, Integrator } from "./integrator.js";
import { drift, kick } from "./propagators.js";

/** Parameters of {@link VelocityVerlet}. */
export interface VelocityVerletOptions {
  /** Time step, ħ/Eh. */
  readonly timeStep: number;
  /** 1/mₑ, 0 for frozen atoms; length N. */
  readonly inverseMasses: Float64Array;
}

/**
 * Velocity Verlet: half a kick, a drift, half a kick (Swope, Andersen, Berens, Wilson 1982, doi:10.1063/1.442716).
 * Symplectic and reversible; the energy error is bounded and falls with the square of the time step.
 */
export class VelocityVerlet implements Integrator {
  readonly name = "velocity-verlet";
  readonly heat = 0;

  constructor(private readonly options: VelocityVerletOptions) {}

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { timeStep, inverseMasses } = this.options;
    const { geometry, evaluation } = state;
    const velocities = new Float64Array(state.velocities.length);
    const positions = new Float64Array(geometry.positions.length);
    kick(velocities, state.velocities, evaluation.forces!, inverseMasses, 0.5 * timeStep);
    drift(positions, geometry.positions, velocities, inverseMasses, timeStep);
    const moved = { ...geometry, positions };
    const next = await evaluate(moved);
    kick(velocities, velocities, next.forces!, inverseMasses, 0.5 * timeStep);
    return { geometry: moved, velocities, evaluation: next };
  }

  snapshot(): null {
    return null;
  }

  restore(): void {}
}
