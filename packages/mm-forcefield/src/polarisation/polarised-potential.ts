import {
  type Evaluation,
  type ForceFieldPotential,
  type Geometry,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import type { InducedDipoles } from "./induced-dipoles.js";

/** Induced dipoles of some of the atoms, and the factor of their energy. */
export interface WeightedDipoles {
  readonly weight: number;
  /** 1 for atoms that are among them, 0 for others; length N. */
  readonly members: Uint8Array;
  readonly dipoles: InducedDipoles;
}

/** A force field's potential with the energy of induced dipoles, the term `polarisation`, added. */
export class PolarisedPotential implements ForceFieldPotential {
  readonly supports: ReadonlySet<Quantity>;
  /** The charges of each share at first. */
  private readonly initial: readonly Float64Array[];
  private recharged = false;

  /** @param fixed - everything else; this potential disposes of it */
  constructor(
    private readonly fixed: ForceFieldPotential,
    private readonly shares: readonly WeightedDipoles[],
  ) {
    this.supports = fixed.supports;
    this.initial = shares.map(({ dipoles }) => dipoles.charges);
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

  /**
   * Gives atoms other charges, whose field induces dipoles from then on.
   *
   * @throws QmmmError `QMMM_MM_CHARGES`, `QMMM_MM_CHARGE_PRODUCT`; no charge has changed then
   */
  setCharges(atoms: Int32Array, charges: Float64Array): void {
    if (this.fixed.setCharges === undefined) {
      throw new UnsupportedError("QMMM_MM_CHARGES", "The charges of this force field stay as they are", {
        action: "Make a new model with these charges",
      });
    }
    this.fixed.setCharges(atoms, charges);
    for (const { dipoles, members } of this.shares) {
      const own = atoms.filter((atom) => members[atom] === 1);
      dipoles.setCharges(
        own,
        charges.filter((_, n) => members[atoms[n]] === 1),
      );
    }
    this.recharged = true;
  }

  snapshot(): Snapshot {
    return {
      fixed: this.fixed.snapshot(),
      dipoles: this.shares.map(({ dipoles }) => dipoles.snapshot()),
      charges: this.recharged ? this.shares.map(({ dipoles }) => dipoles.charges) : null,
    };
  }

  restore(state: Snapshot): void {
    const { fixed, dipoles, charges } = state as {
      fixed: Snapshot;
      dipoles: readonly Snapshot[];
      charges: readonly Float64Array[] | null;
    };
    this.fixed.restore(fixed);
    this.recharged = charges !== null;
    this.shares.forEach((share, n) => {
      share.dipoles.restore(dipoles[n]);
      const all = Int32Array.from(share.members.keys());
      share.dipoles.setCharges(all, charges?.[n] ?? this.initial[n]);
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
