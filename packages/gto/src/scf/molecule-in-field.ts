import type { ExternalField } from "@qmmm/core";
import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { ChargeSites, SpinDensities } from "../integrals/contracts.js";
import { addDipoleGradient } from "./dipole-gradient.js";
import { addScaled } from "./linear-algebra/matrices.js";
import { nuclearRepulsion, nucleiInField } from "./nuclear-interactions.js";
import type { ScfKernels } from "./scf-kernels.js";
import type { OneElectronTerm } from "./scf-problem.js";

/** Nuclei, basis and surroundings of one geometry: everything about the energy that is linear in the density, or constant. */
export class MoleculeInField {
  private readonly nuclearSites: ChargeSites;
  private readonly fieldSites: ChargeSites;

  /**
   * @param charges - of the nuclei, e; length n
   * @param nuclei - positions, a0; length 3n
   */
  constructor(
    private readonly kernels: ScfKernels,
    readonly basis: GaussianBasis,
    readonly charges: Float64Array,
    readonly nuclei: Float64Array,
    private readonly field: ExternalField,
  ) {
    this.nuclearSites = { positions: nuclei, charges };
    this.fieldSites = { positions: field.sites, charges: field.charges, widths: field.widths };
  }

  /** Overlap of the basis functions and the operators of kinetic energy, nuclear attraction and field. */
  oneElectron(): { readonly overlap: Float64Array; readonly operators: readonly OneElectronTerm[] } {
    const { kernels, basis, nuclei, field } = this;
    const size = basis.functionCount ** 2;
    const overlap = new Float64Array(size);
    const kinetic = new Float64Array(size);
    kernels.overlapKinetic(overlap, kinetic, basis, nuclei);
    const attraction = (sites: ChargeSites): Float64Array => {
      const matrix = new Float64Array(size);
      kernels.chargePotential(matrix, basis, nuclei, sites);
      for (let i = 0; i < size; i++) matrix[i] = -matrix[i];
      return matrix;
    };
    const operators = [
      { name: "kinetic", matrix: kinetic },
      { name: "electronNuclear", matrix: attraction(this.nuclearSites) },
    ];
    if (field.charges.length > 0) operators.push({ name: "electronsField", matrix: attraction(this.fieldSites) });
    if (field.uniform !== undefined) {
      const moments = new Float64Array(9 * size);
      kernels.multipoles(moments, basis, nuclei, [0, 0, 0]);
      const matrix = new Float64Array(size);
      field.uniform.forEach((strength, axis) => {
        addScaled(matrix, moments.subarray(axis * size, (axis + 1) * size), strength);
      });
      operators.push({ name: "electronsUniform", matrix });
    }
    return { overlap, operators };
  }

  /** Energies of the nuclei, with each other and with the field, Eh. */
  constantTerms(): Record<string, number> {
    const { charges, nuclei, field } = this;
    const terms: Record<string, number> = { nuclearRepulsion: nuclearRepulsion(charges, nuclei) };
    if (field.charges.length > 0) terms.nucleiField = nucleiInField(charges, nuclei, this.fieldSites);
    if (field.uniform !== undefined) {
      let energy = 0;
      for (let k = 0; k < nuclei.length; k++) energy -= charges[Math.floor(k / 3)] * nuclei[k] * field.uniform[k % 3];
      terms.nucleiUniform = energy;
    }
    return terms;
  }

  /**
   * Adds to `gradient` (3n) the derivatives of all these energies at fixed density, the overlap's weighted by minus the
   * energy-weighted density; with `sitesGradient` (3m) also those of the field's sites.
   */
  addGradient(
    gradient: Float64Array,
    sitesGradient: Float64Array | null,
    density: Float64Array,
    energyWeighted: Float64Array,
  ): void {
    const { kernels, basis, charges, nuclei, field } = this;
    nuclearRepulsion(charges, nuclei, gradient);
    kernels.overlapKineticGradient(
      gradient,
      basis,
      nuclei,
      energyWeighted.map((value) => -value),
      density,
    );
    const atSites = new Float64Array(nuclei.length);
    kernels.chargePotentialGradient(gradient, atSites, basis, nuclei, this.nuclearSites, density);
    addScaled(gradient, atSites, 1);
    if (field.charges.length > 0) {
      kernels.chargePotentialGradient(gradient, sitesGradient, basis, nuclei, this.fieldSites, density);
      nucleiInField(charges, nuclei, this.fieldSites, { nuclei: gradient, sites: sitesGradient ?? undefined });
    }
    if (field.uniform !== undefined) {
      addDipoleGradient(gradient, basis, nuclei, field.uniform, density);
      for (let k = 0; k < nuclei.length; k++) gradient[k] -= charges[Math.floor(k / 3)] * field.uniform[k % 3];
    }
  }

  /** ∂E/∂q of the field's sites, Eh/e: the molecule's potential, averaged over Gaussian charges. */
  potentialAtSites(density: Float64Array): Float64Array {
    const { kernels, basis, charges, nuclei, field } = this;
    const potential = new Float64Array(field.charges.length);
    if (potential.length === 0) return potential;
    kernels.electronPotential(potential, null, basis, nuclei, field.sites, field.widths ?? null, density);
    nucleiInField(charges, nuclei, this.fieldSites, { potential });
    return potential;
  }
}

/** Both spins of a density together, N×N, fresh. */
export function totalDensity({ alpha, beta }: SpinDensities): Float64Array {
  return alpha.map((value, i) => value + beta[i]);
}
