import {
  type Coupling,
  type CouplingParts,
  type Evaluation,
  type Geometry,
  type MmModel,
  type Potential,
  type QmEngine,
  type Quantity,
  type SiteMap,
  type Snapshot,
  type TermMask,
  UnsupportedError,
  type Want,
} from "@qmmm/core";

/** Ways in which the coupling below can be wrong. */
export type Flaw = "noBackForce" | "capForceDropped" | "countsTwice" | "unsavedState" | "silentField";

/** Additive electrostatic embedding of one region. */
export class AdditiveCoupling implements Coupling {
  constructor(private readonly flaw?: Flaw) {}

  async bind({ system, partition, mm, levels, boundary, hooks, scope }: CouplingParts): Promise<Potential> {
    const region = partition.regions[0]!;
    const level = levels.get("high")!;
    const map = boundary.connect(system, region, mm!, true);
    const engine = await level.method.open(map.molecule, level.scope);
    const inRegion = new Uint8Array(system.topology.atomCount);
    for (const atom of region.atoms) inRegion[atom] = 1;
    const mask: TermMask = {
      region: inRegion,
      bonded: { inside: this.flaw === "countsTwice", outside: true, rule: "all" },
      lennardJones: { inside: false, across: true, outside: true },
      coulomb: { inside: false, across: false, outside: true },
    };
    const classical = await (mm as MmModel).potential(mask, scope);
    return new AdditivePotential(map, engine, classical, hooks, this.flaw);
  }
}

class AdditivePotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces", "virial"]);

  constructor(
    private readonly map: SiteMap,
    private readonly engine: QmEngine,
    private readonly classical: Potential,
    private readonly hooks: CouplingParts["hooks"],
    private readonly flaw: Flaw | undefined,
  ) {}

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    if (want.parameterDerivatives !== undefined) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "There are no parameters", { value: "lambda" });
    }
    const mm = await this.classical.evaluate(geometry, { forces: true, virial: true }, signal);
    const { nuclei, sites, charges } = this.map.apply(geometry);
    const plain = { sites, charges: this.flaw === "silentField" ? charges.slice(1) : charges };
    const field = await this.hooks.transform("transformField", plain);
    const intact = this.flaw === "silentField" ? { sites, charges } : field;
    const qm = await this.engine.solve(nuclei, intact, { forces: true, fieldForces: true }, signal);
    const forces = mm.forces!.slice();
    const virial = mm.virial!.slice();
    const cotangent = {
      nuclei: qm.forces!.slice(),
      sites: this.flaw === "noBackForce" ? new Float64Array(sites.length) : qm.fieldForces!,
      potential: qm.fieldPotential!,
    };
    if (this.flaw === "capForceDropped") cotangent.nuclei.fill(0, cotangent.nuclei.length - 3);
    this.map.pullback(geometry, cotangent, forces, virial);
    return {
      energy: mm.energy + qm.energy,
      terms: { ...mm.terms, ...qm.terms },
      ...(want.forces ? { forces } : {}),
      ...(want.virial ? { virial } : {}),
    };
  }

  snapshot(): Snapshot {
    return this.flaw === "unsavedState" ? null : this.engine.snapshot();
  }

  restore(state: Snapshot): void {
    if (this.flaw !== "unsavedState") this.engine.restore(state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
    await this.classical[Symbol.asyncDispose]();
  }
}
