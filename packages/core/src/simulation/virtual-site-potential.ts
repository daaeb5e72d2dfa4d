import type { ForceFieldPotential } from "../contracts/mechanics.js";
import type { Evaluation, Quantity, Want } from "../contracts/potential.js";
import type { Geometry } from "../model/geometry.js";
import type { Snapshot } from "../model/snapshot.js";
import type { VirtualSites } from "../model/virtual-sites/virtual-sites.js";

/** A potential whose virtual sites follow their parents: places them first, and spreads the forces on them last. */
class VirtualSitePotential implements ForceFieldPotential {
  readonly supports: ReadonlySet<Quantity>;
  readonly parameters?: Record<string, number>;
  readonly setCharges?: (atoms: Int32Array, charges: Float64Array) => void;

  constructor(
    private readonly inner: ForceFieldPotential,
    private readonly virtual: VirtualSites,
  ) {
    this.supports = inner.supports;
    if (inner.parameters !== undefined) this.parameters = inner.parameters;
    if (inner.setCharges !== undefined) this.setCharges = inner.setCharges.bind(inner);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    const placed = this.virtual.placed(geometry);
    const forcesToo = want.virial === true ? { ...want, forces: true } : want;
    const evaluation = await this.inner.evaluate(placed, forcesToo, signal);
    if (evaluation.forces === undefined) return evaluation;
    const forces = evaluation.forces.slice();
    const virial = evaluation.virial?.slice();
    this.virtual.pullback(placed, forces, virial);
    return {
      ...evaluation,
      forces: want.forces === true ? forces : undefined,
      ...(virial === undefined ? {} : { virial }),
    };
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

/**
 * A potential of all atoms as a function of the free ones: whatever positions the virtual sites are given, it places them
 * itself; the forces on them are zero, those on their parents and the virial contain their part. Takes over the potential.
 */
export function withVirtualSites(
  potential: ForceFieldPotential,
  virtual: VirtualSites | undefined,
): ForceFieldPotential {
  return virtual === undefined || virtual.count === 0 ? potential : new VirtualSitePotential(potential, virtual);
}
