import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import type { InducedDipoles } from "./induced-dipoles.js";

/** Induced dipoles of some of the atoms, and the factor of their energy. */
export interface WeightedDipoles {
  readonly weight: number;
  readonly dipoles: InducedDipoles;
}

/** A force field's potential with the energy of induced dipoles, the term `polarisation`, added. */
export class PolarisedPotential implements Potential {
  readonly supports: ReadonlySet<Quantity>;

  /** @param fixed - everything else; this potential disposes of it */
  constructor(
    private readonly fixed: Potential,
    private readonly shares: readonly WeightedDipoles[],
  ) {
    this.supports = fixed.supports;
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    const fixed = await this.fixed.evaluate(geometry, want, signal);
    if (this.shares.length === 0) return fixed;
    const forces = fixed.forces?.slice();
    const virial = fixed.virial?.slice();
    let polarisation = 0;
    let iterations = 0;
    for (const { weight, dipoles } of this.shares) {
      const induced = dipoles.induce(geometry, undefined, {
        forces: forces !== undefined,
        virial: virial !== undefined,
      });
      polarisation += weight * induced.energy;
      iterations += induced.iterations;
      addScaled(forces, weight, induced.forces);
      addScaled(virial, weight, induced.virial);
    }
    return {
      ...fixed,
      energy: fixed.energy + polarisation,
      terms: { ...fixed.terms, polarisation },
      forces,
      virial,
      observed: { ...fixed.observed, inductionIterations: iterations },
    };
  }

  snapshot(): Snapshot {
    return { fixed: this.fixed.snapshot(), dipoles: this.shares.map(({ dipoles }) => dipoles.snapshot()) };
  }

  restore(state: Snapshot): void {
    const { fixed, dipoles } = state as { fixed: Snapshot; dipoles: readonly Snapshot[] };
    this.fixed.restore(fixed);
    this.shares.forEach((share, n) => {
      share.dipoles.restore(dipoles[n]);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fixed[Symbol.asyncDispose]();
  }
}

function addScaled(sum: Float64Array | undefined, factor: number, values: Float64Array | undefined): void {
  if (sum === undefined || values === undefined) return;
  for (let k = 0; k < sum.length; k++) sum[k] += factor * values[k];
}
