import type { FockContribution, SpinDensities, SpinMatrices } from "@qmmm/gto";

/** Energy, Eh, and forces, Eh/a0, of a dispersion correction at one geometry. */
export interface DispersionResult {
  readonly energy: number;
  readonly forces?: Float64Array | undefined;
}

/** A correction as a part of the energy that does not depend on the density. */
export class DispersionContribution implements FockContribution {
  private readonly energy: number;

  /**
   * @param evaluate - energy at the geometry, and forces where asked for
   * @param name - of the term
   */
  constructor(
    private readonly evaluate: (derivatives: boolean) => DispersionResult,
    private readonly name = "dispersion",
  ) {
    this.energy = evaluate(false).energy;
  }

  add(_fock: SpinMatrices, _densities: SpinDensities, terms: Record<string, number>): void {
    terms[this.name] = this.energy;
  }

  addGradient(gradient: Float64Array): void {
    const { forces } = this.evaluate(true);
    forces?.forEach((force, i) => {
      gradient[i] -= force;
    });
  }

  addResponse(): void {}
}
