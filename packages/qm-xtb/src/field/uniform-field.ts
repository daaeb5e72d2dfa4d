import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import { moleculeDipole } from "../properties/moments.js";

/** Energy of the molecule's dipole in a uniform electric field, −μ·F. */
export class UniformField implements ChargeInteraction {
  readonly name = "uniform field";

  constructor(
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    private readonly field: readonly [number, number, number],
  ) {}

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { field, nuclei, shells } = this;
    const dipole = moleculeDipole(shells, nuclei, multipoles);
    const [x, y, z] = field;
    const byAtom = new Float64Array(shells.elements.length);
    for (let a = 0; a < byAtom.length; a++) {
      byAtom[a] = -(x * nuclei[3 * a] + y * nuclei[3 * a + 1] + z * nuclei[3 * a + 2]);
      for (let i = 0; i < 3; i++) by.dipole[3 * a + i] -= field[i];
    }
    by.addByAtom(byAtom, shells);
    return -(x * dipole[0] + y * dipole[1] + z * dipole[2]);
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array): void {
    const charges = multipoles.atomCharges(this.shells);
    for (let k = 0; k < gradient.length; k++) gradient[k] -= charges[Math.floor(k / 3)] * this.field[k % 3];
  }
}
