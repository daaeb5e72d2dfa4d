import type { Evaluation, Potential, Quantity, Want } from "../contracts/potential.js";
import { ConvergenceError, UnsupportedError } from "../errors/qmmm-error.js";
import type { SimulationHooks } from "../hooks/hooks.js";
import type { Geometry } from "../model/geometry.js";
import type { Snapshot } from "../model/snapshot.js";

/** The potential of a simulation: lets hooks change and watch every evaluation, and never lets a NaN through. */
export class HookedPotential implements Potential {
  readonly supports: ReadonlySet<Quantity>;
  readonly parameters?: Record<string, number>;

  constructor(
    private readonly inner: Potential,
    private readonly hooks: SimulationHooks,
  ) {
    this.supports = inner.supports;
    if (inner.parameters !== undefined) this.parameters = inner.parameters;
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    const wanted: Quantity[] = [];
    if (want.forces === true) wanted.push("forces");
    if (want.virial === true) wanted.push("virial");
    if ((want.parameterDerivatives?.length ?? 0) > 0) wanted.push("parameterDerivatives");
    for (const quantity of wanted) {
      if (this.supports.has(quantity)) continue;
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `This potential does not give ${quantity}`, {
        value: quantity,
        allowed: [...this.supports],
        action: "Choose a method that gives it",
      });
    }
    let evaluation = await this.inner.evaluate(geometry, want, signal);
    if (evaluation.forces !== undefined) evaluation = await this.hooks.transform("transformForces", evaluation);
    if (!Number.isFinite(evaluation.energy)) {
      throw new ConvergenceError("QMMM_ENERGY_NOT_FINITE", `The energy is ${evaluation.energy}`, {
        value: evaluation.energy,
        terms: evaluation.terms,
        action: "Look for atoms on top of each other in the starting structure",
      });
    }
    if (this.hooks.isUsed("evaluated")) this.hooks.notify("evaluated", { geometry, want, evaluation });
    return evaluation;
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
