import { KERNELS, type MmModel, type Potential, type Scope, type TermMask } from "@qmmm/core";
import { selfLennardJones } from "../parameters/lennard-jones.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import { keptTerms } from "./masking.js";
import { MmPotential } from "./mm-potential.js";

/** The model of a force field whose parameters are resolved. */
export class ResolvedMmModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale: number;
  readonly cutoff: number | undefined;
  readonly conventions: Readonly<Record<string, string | number>>;
  private readonly bondLengths = new Map<number, number>();

  constructor(readonly parameters: MmParameters) {
    this.charges = parameters.charges;
    this.lennardJones = selfLennardJones(parameters.lennardJones);
    this.coulombScale = parameters.coulombScale;
    this.cutoff = parameters.cutoff;
    this.conventions = parameters.conventions;
    for (const terms of [parameters.quarticBonds, parameters.bonds]) {
      if (terms === undefined) continue;
      const { atoms, parameters: numbers } = terms;
      for (let n = 0; 2 * n < atoms.length; n++) {
        this.bondLengths.set(this.pairKey(atoms[2 * n]!, atoms[2 * n + 1]!), numbers[2 * n + 1]!);
      }
    }
  }

  private pairKey(i: number, j: number): number {
    return Math.min(i, j) * this.parameters.atomCount + Math.max(i, j);
  }

  equilibriumBond(i: number, j: number): number | undefined {
    return this.bondLengths.get(this.pairKey(i, j));
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const { atomCount, cutoff, skin, treatment } = this.parameters;
    const terms = keptTerms(this.parameters, mask);
    return new MmPotential(atomCount, terms, cutoff, skin, scope.resolve(KERNELS), treatment);
  }
}
