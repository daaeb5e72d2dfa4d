import type { RandomStream, Snapshot } from "@qmmm/core";
import type { Constraints } from "../constraints/constraints.js";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate, Integrator } from "./integrator.js";
import { constrainedDrift, kick } from "./propagators.js";

/** Parameters of {@link LangevinBaoab}. */
export interface LangevinOptions {
  /** Time step, ħ/Eh. */
  readonly timeStep: number;
  /** 1/mₑ, 0 for frozen atoms; length N. */
  readonly inverseMasses: Float64Array;
  /** Thermal energy kT of the bath, Eh. */
  readonly thermalEnergy: number;
  /** Collision rate γ, Eh/ħ. */
  readonly friction: number;
  /** Source of the noise; its state travels in the snapshot. */
  readonly random: RandomStream;
  /** Distances that stay what they are; the starting positions and velocities satisfy them. */
  readonly constraints?: Constraints | undefined;
}

/** Kinetic energy after less before, Eh. */
function kineticGain(after: Float64Array, before: Float64Array, inverseMasses: Float64Array): number {
  let gain = 0;
  for (let atom = 0; atom < inverseMasses.length; atom++) {
    const inverse = inverseMasses[atom]!;
    if (inverse === 0) continue;
    let change = 0;
    for (let k = 3 * atom; k < 3 * atom + 3; k++) change += after[k]! * after[k]! - before[k]! * before[k]!;
    gain += (0.5 * change) / inverse;
  }
  return gain;
}

/**
 * Langevin dynamics by the BAOAB splitting (Leimkuhler & Matthews 2013, doi:10.1093/amrx/abs010 and
 * doi:10.1063/1.4802990): kick B, drift A, exact Ornstein–Uhlenbeck step O in the velocities, drift A, kick B, with one
 * evaluation per step. Averages over positions are far more accurate than those over velocities; for harmonic forces
 * they are exact at every stable time step.
 *
 * `heat` sums the kinetic energy that the O steps bring in: total energy minus heat would be constant for an infinitely
 * short time step and shows the integration error of a finite one (Bussi & Parrinello 2007, doi:10.1103/PhysRevE.75.056707).
 */
export class LangevinBaoab implements Integrator {
  readonly name = "langevin-baoab";
  heat = 0;
  private readonly damping: number;

  constructor(private readonly options: LangevinOptions) {
    this.damping = Math.exp(-options.friction * options.timeStep);
  }

  /** The O step in place. */
  private exchange(velocities: Float64Array): void {
    const { inverseMasses, thermalEnergy, random } = this.options;
    const { damping } = this;
    const noise = Math.sqrt((1 - damping * damping) * thermalEnergy);
    for (let atom = 0; atom < inverseMasses.length; atom++) {
      const inverse = inverseMasses[atom]!;
      if (inverse === 0) continue;
      const width = noise * Math.sqrt(inverse);
      for (let k = 3 * atom; k < 3 * atom + 3; k++) velocities[k] = damping * velocities[k]! + width * random.normal();
    }
  }

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { timeStep, inverseMasses, constraints } = this.options;
    const { geometry, evaluation } = state;
    const half = 0.5 * timeStep;
    const velocities = new Float64Array(state.velocities.length);
    kick(velocities, state.velocities, evaluation.forces!, inverseMasses, half);
    constraints?.holdVelocities(velocities, geometry);
    const middle = constrainedDrift(geometry, velocities, inverseMasses, half, constraints);
    constraints?.holdVelocities(velocities, middle);
    const before = velocities.slice();
    this.exchange(velocities);
    constraints?.holdVelocities(velocities, middle);
    const heat = kineticGain(velocities, before, inverseMasses);
    const moved = constrainedDrift(middle, velocities, inverseMasses, half, constraints);
    constraints?.holdVelocities(velocities, moved);
    const next = await evaluate(moved);
    kick(velocities, velocities, next.forces!, inverseMasses, half);
    constraints?.holdVelocities(velocities, moved);
    this.heat += heat;
    return { geometry: moved, velocities, evaluation: next };
  }

  snapshot(): Snapshot {
    return { heat: this.heat, random: this.options.random.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "integrator.");
    this.heat = reader.number("heat");
    this.options.random.restore(reader.raw("random"));
  }
}
