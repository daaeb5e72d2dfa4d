import type { MultipoleRadii } from "../energy/anisotropic-electrostatics.js";
import { type ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import type { DipoleCoupling } from "./dipole-coupling.js";
import type { SiteCoupling, SiteDerivatives } from "./site-coupling.js";

/** Dipoles at sites, e·a0 (3·sites), and how they act. */
export interface DipolesAtSites {
  readonly coupling: DipoleCoupling;
  readonly dipoles: Float64Array;
}

/** Energy of the molecule's multipoles in the field of given charges and dipoles; linear in both. */
export class ChargesInField implements ChargeInteraction {
  readonly name = "field";
  /** Derivatives of the energy by the multipoles. */
  private readonly potential: Multipoles;

  constructor(
    private readonly coupling: SiteCoupling,
    private readonly charges: Float64Array,
    private readonly radii: MultipoleRadii,
    shellCount: number,
    atomCount: number,
    private readonly dipolar?: DipolesAtSites,
  ) {
    this.potential = new Multipoles(shellCount, atomCount);
    coupling.addPotential(this.potential, charges);
    dipolar?.coupling.addPotential(this.potential, dipolar.dipoles);
  }

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { all } = this.potential;
    let energy = 0;
    for (let k = 0; k < all.length; k++) {
      energy += all[k] * multipoles.all[k];
      by.all[k] += all[k];
    }
    return energy;
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array, byCoordination: Float64Array): void {
    this.addDerivatives(multipoles, gradient, byCoordination);
  }

  /** As `addGradient`; the derivatives by the sites and their charges too, when arrays for them are given. */
  addDerivatives(
    multipoles: Multipoles,
    gradient: Float64Array,
    byCoordination: Float64Array,
    atSites?: Pick<SiteDerivatives, "sites" | "charges">,
  ): void {
    const radii = new Float64Array(byCoordination.length);
    const into = { ...atSites, nuclei: gradient, radii };
    this.coupling.addGradient(multipoles, this.charges, into);
    this.dipolar?.coupling.addGradient(multipoles, this.dipolar.dipoles, into);
    for (let a = 0; a < radii.length; a++) byCoordination[a] += radii[a] * this.radii.byCoordination[a];
  }
}
