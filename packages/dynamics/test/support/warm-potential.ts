import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import { SnapshotReader } from "@qmmm/dynamics";
import type { Surface } from "./analytic-potential.js";

/**
 * A potential whose results depend on what it evaluated before, as those of a self-consistent field started from its
 * last density do: an inner amplitude follows the positions by only half at each evaluation.
 */
export class WarmPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces"]);
  private amplitude = 0;

  constructor(private readonly surface: Surface) {}

  async evaluate({ positions }: Geometry, _want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    const target = positions.reduce((sum, x, k) => sum + Math.sin(x + k), 0);
    this.amplitude += 0.5 * (target - this.amplitude);
    const gradient = new Float64Array(positions.length);
    const bare = this.surface(positions, gradient);
    const error = 1e-6 * (this.amplitude - target);
    const energy = bare + error;
    return {
      energy,
      terms: { bare, error },
      forces: gradient.map((g) => -g * (1 + error)),
      observed: { amplitude: this.amplitude, charges: Float64Array.of(this.amplitude, -this.amplitude) },
    };
  }

  snapshot(): Snapshot {
    return { amplitude: this.amplitude };
  }

  restore(state: Snapshot): void {
    this.amplitude = SnapshotReader.of(state).number("amplitude");
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
