import type { ExternalField, FieldResponse } from "@qmmm/core";
import type { Multipoles } from "../energy/multipoles.js";
import type { ModelAtGeometry, TightBindingModel } from "../tight-binding-model.js";
import { ChargesInField } from "./charges-in-field.js";
import { DipoleCoupling } from "./dipole-coupling.js";
import { RespondingSurroundings } from "./responding-surroundings.js";
import { type Embedding, SiteCoupling } from "./site-coupling.js";

/** What stands around a molecule at one geometry, as its charges and multipoles meet it. */
export class Surroundings {
  constructor(
    private readonly model: TightBindingModel,
    private readonly embedding: Embedding,
    private readonly nuclei: Float64Array,
    private readonly place: ModelAtGeometry,
  ) {}

  /**
   * Charges, and dipoles if there are any; undefined without charges.
   *
   * @param polarAtoms - atoms with dipoles and quadrupoles of their own, or 0
   */
  fixed({ charges, dipoles, sites, widths }: ExternalField, polarAtoms: number): ChargesInField | undefined {
    if (charges.length === 0) return undefined;
    return new ChargesInField(
      this.coupling(sites, widths),
      charges,
      this.place.radii,
      this.model.shells.basis.shellCount,
      polarAtoms,
      dipoles === undefined ? undefined : { coupling: this.dipoleCoupling(sites), dipoles },
    );
  }

  responding(response: FieldResponse): RespondingSurroundings {
    const { dipolar, points } = response;
    const dipoles = dipolar === true ? this.dipoleCoupling(points) : undefined;
    return new RespondingSurroundings(response, this.coupling(points), dipoles, this.place.radii);
  }

  /** Potential (Eh/e) and field (Eh/(e·a0)) of the molecule at points. */
  potentialAt(points: Float64Array, multipoles: Multipoles): { potential: Float64Array; field: Float64Array } {
    const { nuclei } = this;
    const potential = new Float64Array(points.length / 3);
    const slopes = new Float64Array(points.length);
    this.coupling(points).addGradient(multipoles, new Float64Array(potential.length).fill(1), {
      nuclei: new Float64Array(nuclei.length),
      radii: new Float64Array(nuclei.length / 3),
      sites: slopes,
      charges: potential,
    });
    return { potential, field: slopes.map((value) => -value) };
  }

  private coupling(sites: Float64Array, widths?: Float64Array): SiteCoupling {
    const { embedding, model, nuclei, place } = this;
    return new SiteCoupling(model.shells, nuclei, place.radii, embedding, model.hardnessMean, sites, widths);
  }

  private dipoleCoupling(sites: Float64Array): DipoleCoupling {
    const { embedding, model, nuclei, place } = this;
    return new DipoleCoupling(model.shells, nuclei, place.radii, embedding, model.hardnessMean, sites);
  }
}
