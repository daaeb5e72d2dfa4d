import type { Geometry } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import { indexLabel } from "../driver/guards.js";
import { refuseStep } from "./bond-constraints.js";
import type { Constraints } from "./constraints.js";
import type { DistanceConstraints } from "./distance-constraints.js";
import { ImageVectors } from "./distance-constraints.js";
import type { ConstraintKernels } from "./kernels.js";
import { referenceConstraintKernels } from "./kernels.js";
import { addConstraintVirial, centripetalTargets } from "./rattle.js";
import type { RigidWaterArrays } from "./settle.js";

/** Rigid three-site molecules with two equal arms, by SETTLE. All their atoms move. */
export class RigidWaters implements Constraints {
  readonly count: number;
  private readonly arrays: RigidWaterArrays;
  private readonly pairs: Int32Array;
  private readonly offsets: ImageVectors;

  /**
   * @param sides - O–H1, O–H2 and H1–H2 of every molecule, in this order
   * @param masses - mₑ; length N
   */
  constructor(
    { pairs, lengths, images }: DistanceConstraints,
    masses: Float64Array,
    private readonly label: AtomLabel = indexLabel,
    private readonly kernels: ConstraintKernels = referenceConstraintKernels,
  ) {
    const waters = lengths.length / 3;
    const atoms = new Int32Array(3 * waters);
    const shape = new Float64Array(2 * waters);
    const weight = new Float64Array(2 * waters);
    for (let water = 0; water < waters; water++) {
      atoms.set([pairs[6 * water], pairs[6 * water + 1], pairs[6 * water + 3]], 3 * water);
      shape.set([lengths[3 * water], lengths[3 * water + 2]], 2 * water);
      weight.set([masses[pairs[6 * water]], masses[pairs[6 * water + 1]]], 2 * water);
    }
    this.count = lengths.length;
    this.pairs = pairs;
    this.arrays = { atoms, lengths: shape, masses: weight };
    this.offsets = new ImageVectors(images);
  }

  holdPositions(positions: Float64Array, start: Geometry): void {
    const failed = this.kernels.settlePositions(positions, start.positions, this.offsets.in(start.cell), this.arrays);
    if (failed >= 0) refuseStep([...this.arrays.atoms.subarray(3 * failed, 3 * failed + 3)], this.label);
  }

  holdVelocities(velocities: Float64Array, { positions, cell }: Geometry): void {
    this.kernels.settleRates(velocities, positions, this.offsets.in(cell), undefined, undefined, this.arrays);
  }

  addVirial(virial: Float64Array, geometry: Geometry, velocities: Float64Array, forces: Float64Array): void {
    const { atoms, masses } = this.arrays;
    const { positions } = geometry;
    const offsets = this.offsets.in(geometry.cell);
    const accelerations = new Float64Array(forces.length);
    for (let k = 0; k < atoms.length; k++) {
      const mass = masses[2 * Math.floor(k / 3) + (k % 3 === 0 ? 0 : 1)];
      for (let c = 3 * atoms[k]; c < 3 * atoms[k] + 3; c++) accelerations[c] = forces[c] / mass;
    }
    const targets = new Float64Array(this.count);
    const multipliers = new Float64Array(this.count);
    centripetalTargets(targets, velocities, this.pairs);
    this.kernels.settleRates(accelerations, positions, offsets, targets, multipliers, this.arrays);
    addConstraintVirial(virial, positions, offsets, multipliers, this.pairs);
  }
}
