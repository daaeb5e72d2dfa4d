import type { RandomStream, Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate, Integrator } from "./integrator.js";
import { drift, kick } from "./propagators.js";

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

  /** The O step in place. Returns the kinetic energy that it brings in, Eh. */
  private exchange(velocities: Float64Array): number {
    const { inverseMasses, thermalEnergy, random } = this.options;
    const { damping } = this;
    const noise = Math.sqrt((1 - damping * damping) * thermalEnergy);
    let heat = 0;
    for (let atom = 0; atom < inverseMasses.length; atom++) {
      const inverse = inverseMasses[atom]!;
      if (inverse === 0) continue;
      const width = noise * Math.sqrt(inverse);
      let change = 0;
      for (let k = 3 * atom; k < 3 * atom + 3; k++) {
        const before = velocities[k]!;
        const after = damping * before + width * random.normal();
        velocities[k] = after;
        change += after * after - before * before;
      }
      heat += (0.5 * change) / inverse;
    }
    return heat;
  }

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { timeStep, inverseMasses } = this.options;
    const { geometry, evaluation } = state;
    const half = 0.5 * timeStep;
    const velocities = new Float64Array(state.velocities.length);
    const positions = new Float64Array(geometry.positions.length);
    kick(velocities, state.velocities, evaluation.forces!, inverseMasses, half);
    drift(positions, geometry.positions, velocities, inverseMasses, half);
    const heat = this.exchange(velocities);
    drift(positions, positions, velocities, inverseMasses, half);
    const moved = { ...geometry, positions };
    const next = await evaluate(moved);
    kick(velocities, velocities, next.forces!, inverseMasses, half);
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
