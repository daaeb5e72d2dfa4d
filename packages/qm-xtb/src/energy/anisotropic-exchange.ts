import type { XtbParameters } from "../parameters.js";
import type { ChargeInteraction, Multipoles } from "./multipoles.js";

/** Weights of the six components in Σ_ab Θ_ab². */
const WEIGHTS = [1, 2, 2, 1, 2, 1] as const;

/** On-site exchange–correlation of atomic multipoles, Σ f_μ|μ|² + f_Θ‖Θ‖² (Bannwarth, Ehlert and Grimme 2019, eq 31). */
export class AnisotropicExchange implements ChargeInteraction {
  readonly name = "anisotropic exchange-correlation";

  constructor(
    private readonly parameters: XtbParameters,
    private readonly elements: Uint8Array,
  ) {}

  energy({ dipole, quadrupole }: Multipoles, by: Multipoles): number {
    let energy = 0;
    this.elements.forEach((z, a) => {
      const { dipoleKernel, quadrupoleKernel } = this.parameters.elements[z - 1];
      for (let k = 3 * a; k < 3 * a + 3; k++) {
        energy += dipoleKernel * dipole[k] * dipole[k];
        by.dipole[k] += 2 * dipoleKernel * dipole[k];
      }
      for (let k = 0; k < 6; k++) {
        const value = WEIGHTS[k] * quadrupole[6 * a + k];
        energy += quadrupoleKernel * value * quadrupole[6 * a + k];
        by.quadrupole[6 * a + k] += 2 * quadrupoleKernel * value;
      }
    });
    return energy;
  }

  addGradient(): void {}
}
