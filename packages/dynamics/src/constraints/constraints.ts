import type { Geometry } from "@qmmm/core";

/** Holonomic constraints of dynamics: internal distances that stay what they are. */
export interface Constraints {
  /** Degrees of freedom that they take. */
  readonly count: number;
  /**
   * Moves positions after an unconstrained step, in place, to where the constraints hold: by displacements along the
   * constraints at the step's start, weighted by 1/m (Ryckaert, Ciccotti, Berendsen 1977, doi:10.1016/0021-9991(77)90098-5).
   *
   * @param positions - a0; length 3N
   * @param start - positions before the step, where the constraints hold, and the cell
   * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` when the step is too long for them
   */
  holdPositions(positions: Float64Array, start: Geometry): void;
  /**
   * Takes from velocities, in place, what would change the constrained distances (Andersen 1983,
   * doi:10.1016/0021-9991(83)90014-1).
   *
   * @param velocities - a0·Eh/ħ; length 3N
   */
  holdVelocities(velocities: Float64Array, geometry: Geometry): void;
  /**
   * Adds to `virial` (9, row-major, Eh) that of the forces of constraint which act at this moment: those by which the
   * second time derivative of every constrained distance stays zero. A function of the state only, so that it is the same
   * in a resumed run.
   */
  addVirial(virial: Float64Array, geometry: Geometry, velocities: Float64Array, forces: Float64Array): void;
}

/** Several sets of constraints that share no atoms, as one. */
export class SeparateConstraints implements Constraints {
  readonly count: number;

  constructor(private readonly parts: readonly Constraints[]) {
    this.count = parts.reduce((sum, part) => sum + part.count, 0);
  }

  holdPositions(positions: Float64Array, start: Geometry): void {
    for (const part of this.parts) part.holdPositions(positions, start);
  }

  holdVelocities(velocities: Float64Array, geometry: Geometry): void {
    for (const part of this.parts) part.holdVelocities(velocities, geometry);
  }

  addVirial(virial: Float64Array, geometry: Geometry, velocities: Float64Array, forces: Float64Array): void {
    for (const part of this.parts) part.addVirial(virial, geometry, velocities, forces);
  }
}
