import type { Cell, KernelTable } from "@qmmm/core";
import { fieldForces, fieldsAt, type PointFieldForces, type PointFields } from "../multipoles/point-fields.js";
import { type PotentialDerivatives, periodicDerivatives } from "../multipoles/potential-derivatives.js";
import type { LongRangeSettings } from "./settings.js";

/**
 * Electrostatic potential of charges and all their periodic images at arbitrary points, by the solver that gives the energies.
 * Linear in the charges: potentials of groups add up to that of all. A charge exactly at a point acts there by its images
 * alone. The mean potential over the cell is zero.
 */
export class PeriodicPotential {
  private readonly inCell: (cell: Cell) => PotentialDerivatives;

  constructor(settings: LongRangeSettings, kernels: KernelTable) {
    this.inCell = periodicDerivatives(settings, kernels);
  }

  /**
   * @param potential - Eh/e, length p, overwritten
   * @param field - minus the gradient, Eh/(e·a0), length 3p, overwritten; length 0 when not wanted
   * @param points - a0, length 3p
   * @param positions - of the charges, a0, length 3n
   * @param charges - e times the square root of the Coulomb constant; length n
   */
  evaluate(
    potential: Float64Array,
    field: Float64Array,
    points: Float64Array,
    positions: Float64Array,
    charges: Float64Array,
    cell: Cell,
  ): void {
    const rank = field.length > 0 ? 1 : 0;
    const width = rank === 1 ? 4 : 1;
    const derivatives = new Float64Array(width * potential.length);
    this.inCell(cell)(derivatives, rank, points, { positions, values: charges, rank: 0 });
    for (let p = 0; p < potential.length; p++) {
      potential[p] = derivatives[width * p]!;
      for (let d = 1; d < width; d++) field[3 * p + d - 1] = -derivatives[width * p + d]!;
    }
  }

  /** Potential, field and field gradient at points, as `fieldsAt`. */
  fields(points: Float64Array, positions: Float64Array, charges: Float64Array, cell: Cell): PointFields {
    return fieldsAt(this.inCell(cell), points, positions, charges);
  }

  /** The transpose of `fields`, as `fieldForces`. */
  forces(
    points: Float64Array,
    cotangent: PointFields,
    positions: Float64Array,
    charges: Float64Array,
    cell: Cell,
  ): PointFieldForces {
    return fieldForces(this.inCell(cell), points, cotangent, positions, charges);
  }
}
