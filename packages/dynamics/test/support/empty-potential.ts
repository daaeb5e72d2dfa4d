import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import { UnsupportedError } from "@qmmm/core";

/** Nothing at all, with forces and virial: what a restraint adds is then all there is. */
export class EmptyPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces", "virial"]);

  async evaluate({ positions }: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if (want.parameterDerivatives !== undefined) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "Nothing has no parameters");
    }
    return {
      energy: 0,
      terms: { nothing: 0 },
      forces: want.forces ? new Float64Array(positions.length) : undefined,
      virial: want.virial ? new Float64Array(9) : undefined,
    };
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
