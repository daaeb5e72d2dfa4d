import { KERNELS, type MmModel, type Potential, type Scope, type TermMask } from "@qmmm/core";
import { type ManyBodyInteraction, manyBodyTerms } from "./many-body.js";
import { SolidPotential } from "./solid-potential.js";

/** The model of a many-body potential. It has no partial charges, Lennard-Jones parameters or bonds. */
export class SolidModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale = 1;
  readonly cutoff: number;

  /** @param skin - how far lists of neighbours reach beyond the cutoff, a0 */
  constructor(
    atomCount: number,
    private readonly interaction: ManyBodyInteraction,
    private readonly skin: number,
    readonly conventions: Readonly<Record<string, string | number>>,
  ) {
    this.charges = new Float64Array(atomCount);
    this.lennardJones = { sigma: new Float64Array(atomCount), epsilon: new Float64Array(atomCount) };
    this.cutoff = interaction.cutoff;
  }

  equilibriumBond(): undefined {
    return undefined;
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const kernels = scope.resolve(KERNELS);
    return new SolidPotential(mask.region, manyBodyTerms(this.interaction, mask, kernels), this.skin, kernels);
  }
}
