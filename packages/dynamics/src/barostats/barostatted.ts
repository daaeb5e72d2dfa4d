import type { Measured, Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate, Integrator } from "../integrators/integrator.js";
import type { Barostat } from "./barostat.js";

/** An integrator with a barostat that acts after every so many of its steps. */
export class Barostatted implements Integrator {
  readonly name: string;
  private steps = 0;

  constructor(
    private readonly motion: Integrator,
    private readonly barostat: Barostat,
  ) {
    this.name = `${motion.name} with ${barostat.name}`;
  }

  get heat(): number {
    return this.motion.heat + this.barostat.heat;
  }

  get figures(): Readonly<Record<string, Measured>> | undefined {
    return this.barostat.figures;
  }

  async advance(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const before = this.snapshot();
    try {
      const moved = await this.motion.advance(state, evaluate);
      this.steps++;
      return this.steps % this.barostat.every === 0 ? await this.barostat.act(moved, evaluate) : moved;
    } catch (error) {
      this.restore(before);
      throw error;
    }
  }

  snapshot(): Snapshot {
    return { steps: this.steps, motion: this.motion.snapshot(), barostat: this.barostat.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "integrator.");
    this.steps = reader.number("steps");
    this.motion.restore(reader.raw("motion"));
    this.barostat.restore(reader.raw("barostat"));
  }
}
