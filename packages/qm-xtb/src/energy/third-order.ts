import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ChargeInteraction, Multipoles } from "./multipoles.js";

/**
 * Change of the hardness with charge, ⅓ΣΓq³, of atoms (Grimme, Bannwarth and Shushkov 2017, eq 3) or of shells (Bannwarth,
 * Ehlert and Grimme 2019, eq 22).
 */
export class ThirdOrder implements ChargeInteraction {
  readonly name = "third-order";
  private readonly ofAtoms: boolean;

  constructor(private readonly shells: TightBindingShells) {
    this.ofAtoms = shells.hardnessDerivatives.length !== shells.levels.length;
  }

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { hardnessDerivatives } = this.shells;
    const charges = this.ofAtoms ? multipoles.atomCharges(this.shells) : multipoles.shell;
    let energy = 0;
    const potential = charges.map((q, k) => {
      energy += (hardnessDerivatives[k] * q * q * q) / 3;
      return hardnessDerivatives[k] * q * q;
    });
    if (this.ofAtoms) by.addByAtom(potential, this.shells);
    else for (let s = 0; s < potential.length; s++) by.shell[s] += potential[s];
    return energy;
  }

  addGradient(): void {}
}
