import type { Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate, Integrator } from "../integrators/integrator.js";
import type { Thermostat } from "./thermostat.js";

/**
 * An integrator between two half steps of a thermostat: bath, motion, bath. Reversible when both are. Scaled velocities
 * satisfy constraints as the unscaled ones did.
 */
export class Thermostatted implements Integrator {
  readonly name: string;

  constructor(
    private readonly motion: Integrator,
    private readonly thermostat: Thermostat,
    private readonly timeStep: number,
  ) {
    this.name = `${motion.name} with ${thermostat.name}`;
  }

  get heat(): number {
    return this.motion.heat + this.thermostat.heat;
  }

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const before = this.snapshot();
    try {
      const velocities = state.velocities.slice();
      this.thermostat.act(velocities, 0.5 * this.timeStep);
      const next = await this.motion.advance({ ...state, velocities }, evaluate);
      const after = next.velocities.slice();
      this.thermostat.act(after, 0.5 * this.timeStep);
      return { ...next, velocities: after };
    } catch (error) {
      this.restore(before);
      throw error;
    }
  }

  snapshot(): Snapshot {
    return { motion: this.motion.snapshot(), thermostat: this.thermostat.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "integrator.");
    this.motion.restore(reader.raw("motion"));
    this.thermostat.restore(reader.raw("thermostat"));
  }
}
