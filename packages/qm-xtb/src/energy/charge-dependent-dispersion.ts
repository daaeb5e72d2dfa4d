import type { D4AtGeometry } from "@qmmm/dispersion";
import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ChargeInteraction, Multipoles } from "./multipoles.js";

/**
 * D4 with the charges of the self-consistent field for pairs, and neutral atoms for triples (Bannwarth, Ehlert and Grimme
 * 2019, eqs 32 to 35; Caldeweyher et al. 2019, doi:10.1063/1.5090222).
 */
export class ChargeDependentDispersion implements ChargeInteraction {
  readonly name = "dispersion";
  private readonly threeBody: number;

  constructor(
    private readonly shells: TightBindingShells,
    private readonly d4: D4AtGeometry,
  ) {
    this.threeBody = d4.threeBody();
  }

  energy(multipoles: Multipoles, by: Multipoles): number {
    const charges = multipoles.atomCharges(this.shells);
    const byCharge = new Float64Array(charges.length);
    const energy = this.d4.twoBody(charges, byCharge) + this.threeBody;
    by.addByAtom(byCharge, this.shells);
    return energy;
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array): void {
    const { forces } = this.d4.evaluate(multipoles.atomCharges(this.shells));
    if (forces === undefined) return;
    for (let k = 0; k < gradient.length; k++) gradient[k] -= forces[k];
  }
}
