import { type ForceFieldPotential, KERNELS, type Scope, type TermMask } from "@qmmm/core";
import { SummedPotential } from "../composite/summed-potential.js";
import type { ResolvedMmModel } from "../model/mm-model.js";
import { ModelOver } from "../model/model-over.js";
import type { PairForms } from "./pair-forms.js";
import { PairFormsPotential } from "./pair-forms-potential.js";

const sameName = (term: string): string => term;

/** A model whose atoms have pairs by other functions beside, or instead of, Lennard-Jones ones. */
export class PairFormsModel extends ModelOver {
  constructor(
    base: ResolvedMmModel,
    private readonly forms: PairForms,
  ) {
    super(base);
  }

  async potential(mask: TermMask, scope: Scope): Promise<ForceFieldPotential> {
    const pairs = new PairFormsPotential(this.forms, mask, scope.resolve(KERNELS));
    return new SummedPotential(
      [
        { potential: await this.base.potential(mask, scope), factor: 1, nameOf: sameName },
        { potential: pairs, factor: 1, nameOf: sameName, chargeScale: 0 },
      ],
      this.charges,
    );
  }
}
