import { type Cell, type KernelTable, NeighbourGrid } from "@qmmm/core";
import { type ScaledErf, scaledErf } from "./erf-series.js";
import { volumeOf } from "./ewald-sum.js";
import { latticeOf } from "./lattice.js";
import { type ReciprocalSum, reciprocalSum } from "./reciprocal-sum.js";
import type { LongRangeSettings } from "./settings.js";

/**
 * Electrostatic potential and field of charges and all their periodic images at arbitrary points, by the solver that gives the
 * energies. Linear in the charges: potentials of groups add up to that of all.
 */
export class PeriodicPotential {
  private readonly sum: ReciprocalSum;

  constructor(
    private readonly settings: LongRangeSettings,
    kernels: KernelTable,
  ) {
    this.sum = reciprocalSum(settings, kernels);
  }

  /**
   * A charge exactly at a point acts there by its images alone. The mean potential over the cell is zero.
   *
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
    const { beta, cutoff } = this.settings;
    const lattice = latticeOf(cell);
    const reduced: Cell = { vectors: lattice.slice(0, 9) };
    this.sum(potential, field, new Float64Array(0), points, positions, charges, lattice);
    let total = 0;
    for (const q of charges) total += q;
    const background = (-Math.PI * total) / (volumeOf(lattice) * beta * beta);
    const near = new NeighbourGrid(positions, cutoff, reduced);
    const scaled: ScaledErf = { value: 0, slope: 0 };
    const difference = new Float64Array(3);
    for (let point = 0; point < potential.length; point++) {
      const at = 3 * point;
      const force = [0, 0, 0];
      let here = background;
      near.near(points[at]!, points[at + 1]!, points[at + 2]!, (atom, squared) => {
        const q = charges[atom]!;
        scaledErf(scaled, beta * beta * squared);
        if (squared === 0) {
          here -= q * beta * scaled.value;
          return false;
        }
        const inverse = 1 / Math.sqrt(squared);
        here += q * (inverse - beta * scaled.value);
        nearestDifference(difference, points, at, positions, 3 * atom, lattice);
        const slope = q * (inverse ** 3 - beta ** 3 * scaled.slope);
        for (let d = 0; d < 3; d++) force[d]! += slope * difference[d]!;
        return false;
      });
      potential[point]! += here;
      if (field.length > 0) for (let d = 0; d < 3; d++) field[at + d] = force[d]! - field[at + d]!;
    }
  }
}

/** Difference of a point and an atom, the nearest image. */
function nearestDifference(
  out: Float64Array,
  points: Float64Array,
  at: number,
  positions: Float64Array,
  atom: number,
  cell: Float64Array,
): void {
  for (let d = 0; d < 3; d++) out[d] = points[at + d]! - positions[atom + d]!;
  const [x, y, z] = [out[0]!, out[1]!, out[2]!];
  for (let row = 0; row < 3; row++) {
    const w = 9 + 3 * row;
    const cells = Math.round(cell[w]! * x + cell[w + 1]! * y + cell[w + 2]! * z);
    for (let d = 0; d < 3; d++) out[d]! -= cells * cell[3 * row + d]!;
  }
}
