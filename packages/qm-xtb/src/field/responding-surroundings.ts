import type { FieldResponse } from "@qmmm/core";
import type { MultipoleRadii } from "../energy/anisotropic-electrostatics.js";
import type { ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import type { SiteCoupling } from "./site-coupling.js";

/** Free energy of surroundings that respond to the molecule's potential, as polarisable sites and periodic images do. */
export class RespondingSurroundings implements ChargeInteraction {
  readonly name: string;

  constructor(
    private readonly response: FieldResponse,
    private readonly coupling: SiteCoupling,
    private readonly radii: MultipoleRadii,
  ) {
    this.name = response.name;
  }

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { charges, energy } = this.respond(multipoles);
    this.coupling.addPotential(by, charges);
    return energy;
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array, byCoordination: Float64Array): void {
    const { charges } = this.respond(multipoles);
    const radii = new Float64Array(byCoordination.length);
    this.coupling.addGradient(multipoles, charges, { nuclei: gradient, radii });
    for (let a = 0; a < radii.length; a++) byCoordination[a] += radii[a] * this.radii.byCoordination[a];
  }

  private respond(multipoles: Multipoles): { readonly charges: Float64Array; readonly energy: number } {
    const count = this.response.points.length / 3;
    const potential = new Float64Array(count);
    this.coupling.addPotentialAtSites(potential, multipoles);
    const charges = new Float64Array(count);
    return { energy: this.response.respond(charges, potential), charges };
  }
}
