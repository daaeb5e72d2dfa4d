import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import { SnapshotReader } from "@qmmm/dynamics";
import type { Surface } from "./analytic-potential.js";

/**
 * A potential whose results depend on what it evaluated before, as those of a self-consistent field started from its
 * last density do: an inner amplitude follows the positions by only half at each evaluation.
 */
export class WarmPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces", "virial"]);
  private amplitude = 0;

  constructor(private readonly surface: Surface) {}

  async evaluate({ positions }: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
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
      virial: want.virial ? virialOf(positions, gradient) : undefined,
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

/** −Σ∂E/∂r⊗r, symmetrised. */
function virialOf(positions: Float64Array, gradient: Float64Array): Float64Array {
  const virial = new Float64Array(9);
  for (let k = 0; k < positions.length; k++) {
    const [atom, a] = [k - (k % 3), k % 3];
    for (let b = 0; b < 3; b++) {
      const half = -0.5 * gradient[k]! * positions[atom + b]!;
      virial[3 * a + b]! += half;
      virial[3 * b + a]! += half;
    }
  }
  return virial;
}
