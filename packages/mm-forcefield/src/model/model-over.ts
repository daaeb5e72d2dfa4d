import type { FixedDistances, ForceFieldPotential, MmModel, Scope, TermMask, VirtualSites } from "@qmmm/core";

/** A model that is another one in all but its potential. */
export abstract class ModelOver implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: MmModel["lennardJones"];
  readonly coulombScale: number;
  readonly cutoff: number | undefined;
  readonly conventions: MmModel["conventions"];
  readonly virtualSites: VirtualSites | undefined;
  readonly constraints: FixedDistances | undefined;

  /** @param further - what the record says beside the conventions of the other model, and what differs from it */
  constructor(
    protected readonly base: MmModel,
    further: Partial<Pick<MmModel, "conventions" | "lennardJones">> = {},
  ) {
    this.charges = base.charges;
    this.lennardJones = further.lennardJones ?? base.lennardJones;
    this.coulombScale = base.coulombScale;
    this.cutoff = base.cutoff;
    this.conventions = { ...base.conventions, ...further.conventions };
    this.virtualSites = base.virtualSites;
    this.constraints = base.constraints;
  }

  equilibriumBond(i: number, j: number): number | undefined {
    return this.base.equilibriumBond(i, j);
  }

  equilibriumAngle(i: number, j: number, k: number): number | undefined {
    return this.base.equilibriumAngle?.(i, j, k);
  }

  abstract potential(mask: TermMask, scope: Scope): Promise<ForceFieldPotential>;
}
