import type { FieldResponse } from "@qmmm/core";
import type { MultipoleRadii } from "../energy/anisotropic-electrostatics.js";
import type { ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import type { DipoleCoupling } from "./dipole-coupling.js";
import type { SiteCoupling } from "./site-coupling.js";

/** What surroundings answer to the molecule. */
interface Answer {
  /** Free energy, Eh. */
  readonly energy: number;
  /** Charges at the points, e. */
  readonly charges: Float64Array;
  /** Dipoles at the points, e·a0; absent where the surroundings answer with charges only. */
  readonly dipoles: Float64Array | undefined;
}

/** Free energy of surroundings that respond to the molecule's potential and field, as polarisable sites and periodic images do. */
export class RespondingSurroundings implements ChargeInteraction {
  readonly name: string;

  /** @param dipoles - given where the response is dipolar */
  constructor(
    private readonly response: FieldResponse,
    private readonly coupling: SiteCoupling,
    private readonly dipoles: DipoleCoupling | undefined,
    private readonly radii: MultipoleRadii,
  ) {
    this.name = response.name;
  }

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { charges, dipoles, energy } = this.answer(multipoles);
    this.coupling.addPotential(by, charges);
    if (dipoles !== undefined) this.dipoles?.addPotential(by, dipoles);
    return energy;
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array, byCoordination: Float64Array): void {
    this.addDerivatives(multipoles, gradient, byCoordination);
  }

  /** As `addGradient`; the derivatives by the points too (Eh/a0, 3·points), at the charges and dipoles of the answer. */
  addDerivatives(
    multipoles: Multipoles,
    gradient: Float64Array,
    byCoordination: Float64Array,
    byPoints?: Float64Array,
  ): void {
    const { charges, dipoles } = this.answer(multipoles);
    const radii = new Float64Array(byCoordination.length);
    const into = { nuclei: gradient, radii, sites: byPoints };
    this.coupling.addGradient(multipoles, charges, into);
    if (dipoles !== undefined) this.dipoles?.addGradient(multipoles, dipoles, into);
    for (let a = 0; a < radii.length; a++) byCoordination[a] += radii[a] * this.radii.byCoordination[a];
  }

  private answer(multipoles: Multipoles): Answer {
    const { response } = this;
    const count = response.points.length / 3;
    const potential = new Float64Array(count);
    this.coupling.addPotentialAtSites(potential, multipoles);
    const charges = new Float64Array(count);
    if (this.dipoles === undefined) {
      return { energy: response.respond(charges, potential), charges, dipoles: undefined };
    }
    const field = new Float64Array(3 * count);
    this.dipoles.addFieldAtSites(field, multipoles);
    const dipoles = new Float64Array(3 * count);
    return { energy: response.respond(charges, potential, dipoles, field), charges, dipoles };
  }
}
