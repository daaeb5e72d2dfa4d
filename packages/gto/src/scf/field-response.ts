import type { FieldResponse } from "@qmmm/core";
import type { SpinDensities } from "../integrals/contracts.js";
import type { FockContribution, SpinMatrices } from "./fock-contribution.js";
import { addScaled } from "./linear-algebra/matrices.js";
import { type MoleculeInField, totalDensity } from "./molecule-in-field.js";
import { addNuclearPotential, nucleiInField } from "./nuclear-interactions.js";
import type { ScfKernels } from "./scf-kernels.js";

/**
 * Response of the surroundings as a part of the energy: G(φ) of the molecule's potential φ at the response's points. Its
 * derivative with respect to φ are charges, which act on the electrons like those of a field.
 */
export class ResponseOfSurroundings implements FockContribution {
  constructor(
    private readonly kernels: ScfKernels,
    private readonly molecule: MoleculeInField,
    private readonly response: FieldResponse,
  ) {}

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const { basis, nuclei } = this.molecule;
    const charges = new Float64Array(this.response.points.length / 3);
    terms[this.response.name] = this.respond(charges, densities);
    const potential = new Float64Array(fock.alpha.length);
    this.kernels.chargePotential(potential, basis, nuclei, { positions: this.response.points, charges });
    addScaled(fock.alpha, potential, -1);
    if (fock.beta !== fock.alpha) addScaled(fock.beta, potential, -1);
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { basis, nuclei } = this.molecule;
    const charges = new Float64Array(this.response.points.length / 3);
    this.respond(charges, densities);
    const sites = { positions: this.response.points, charges };
    this.kernels.chargePotentialGradient(gradient, null, basis, nuclei, sites, totalDensity(densities));
    nucleiInField(this.molecule.charges, nuclei, sites, { nuclei: gradient });
  }

  /** Energy of the response; its charges go into `charges`. */
  private respond(charges: Float64Array, densities: SpinDensities): number {
    const { basis, nuclei } = this.molecule;
    const { points } = this.response;
    const potential = new Float64Array(charges.length);
    this.kernels.electronPotential(potential, null, basis, nuclei, points, null, totalDensity(densities));
    addNuclearPotential(potential, null, this.molecule.charges, nuclei, points);
    return this.response.respond(charges, potential);
  }
}
