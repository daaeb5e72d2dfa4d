import type { SpinDensities } from "../../integrals/contracts.js";
import type { FockContribution, SpinMatrices } from "../fock-contribution.js";
import { addScaled, dot } from "../linear-algebra/matrices.js";
import type { FittedIntegrals } from "./fitted-integrals.js";

/**
 * Coulomb energy ½ g·V⁻¹·g with the density fitted to auxiliary functions, g_P = Σ D_μν (μν|P) and V = (P|Q). Whitten, J. Chem.
 * Phys. 58, 4496 (1973), doi:10.1063/1.1679012; Eichkorn et al., Chem. Phys. Lett. 240, 283 (1995),
 * doi:10.1016/0009-2614(95)00621-A.
 */
export class FittedCoulomb implements FockContribution {
  constructor(private readonly integrals: FittedIntegrals) {}

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const whitened = this.integrals.project(total(densities));
    terms.coulomb = 0.5 * dot(whitened, whitened);
    this.addPotential(fock, whitened);
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { engine, metric, size } = this.integrals;
    const density = total(densities);
    const coefficients = metric.unwhiten(this.integrals.project(density));
    engine.addCoulombGradient(gradient, density, coefficients);
    const weights = new Float64Array(size * size);
    for (let p = 0; p < size; p++) {
      for (let q = 0; q < size; q++) weights[p * size + q] = -0.5 * coefficients[p] * coefficients[q];
    }
    engine.addMetricGradient(gradient, weights);
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    this.addPotential(fock, this.integrals.project(total(changes)));
  }

  private addPotential(fock: SpinMatrices, whitened: Float64Array): void {
    const coulomb = this.integrals.expand(whitened);
    addScaled(fock.alpha, coulomb, 1);
    if (fock.beta !== fock.alpha) addScaled(fock.beta, coulomb, 1);
  }
}

function total({ alpha, beta }: SpinDensities): Float64Array {
  return alpha.map((value, i) => value + beta[i]);
}
