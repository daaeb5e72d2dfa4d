import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import { createMinimumImage } from "@qmmm/core";
import type { Restraint } from "./restraint.js";

/** A potential with restraints added, each a term of its own in the ledger. Releasing it releases the potential. */
export class RestrainedPotential implements Potential {
  readonly supports: ReadonlySet<Quantity>;
  readonly parameters?: Record<string, number>;

  constructor(
    private readonly inner: Potential,
    private readonly restraints: readonly Restraint[],
  ) {
    this.supports = inner.supports;
    if (inner.parameters !== undefined) this.parameters = inner.parameters;
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    const inner = await this.inner.evaluate(geometry, want, signal);
    const place = { geometry, image: createMinimumImage(geometry.cell) };
    const forces = inner.forces?.slice();
    const virial = inner.virial?.slice();
    const terms: Record<string, number> = { ...inner.terms };
    let { energy } = inner;
    for (const restraint of this.restraints) {
      const added = restraint.add(place, { forces, virial });
      terms[`restraint:${restraint.name}`] = added;
      energy += added;
    }
    return { ...inner, energy, terms, forces, virial };
  }

  snapshot(): Snapshot {
    return this.inner.snapshot();
  }

  restore(state: Snapshot): void {
    this.inner.restore(state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]();
  }
}
