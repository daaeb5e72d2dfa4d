import type { MmModel } from "@qmmm/core";

/** A model whose Coulomb energy is that of its `charges`, each with every other, without exclusions, by Ewald's sum. */
export interface BareCharges {
  readonly bareCharges: true;
}

/** Whether the Coulomb energy of a model may be left to a sum over its charges. */
export function hasBareCharges(model: MmModel): model is MmModel & BareCharges {
  return "bareCharges" in model && model.bareCharges === true;
}
