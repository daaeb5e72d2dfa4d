import type { KernelTable } from "@qmmm/core";
import { fieldForces, fieldsAt, type PointFieldForces, type PointFields } from "./point-fields.js";
import { openDerivatives, type PotentialDerivatives } from "./potential-derivatives.js";

/** Electrostatic potential of charges in open space at arbitrary points; a charge exactly at a point does not act there. */
export class OpenPotential {
  private readonly derivatives: PotentialDerivatives;

  constructor(kernels: KernelTable) {
    this.derivatives = openDerivatives(kernels);
  }

  /** Potential, field and field gradient at points, as `fieldsAt`. */
  fields(points: Float64Array, positions: Float64Array, charges: Float64Array): PointFields {
    return fieldsAt(this.derivatives, points, positions, charges);
  }

  /** The transpose of `fields`, as `fieldForces`. */
  forces(
    points: Float64Array,
    cotangent: PointFields,
    positions: Float64Array,
    charges: Float64Array,
  ): PointFieldForces {
    return fieldForces(this.derivatives, points, cotangent, positions, charges);
  }
}
