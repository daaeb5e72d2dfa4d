import type { Geometry } from "@qmmm/core";
import { ConvergenceError } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import { indexLabel } from "../driver/guards.js";
import type { Constraints } from "./constraints.js";
import type { DistanceConstraints } from "./distance-constraints.js";
import { ImageVectors } from "./distance-constraints.js";
import type { ConstraintKernels } from "./kernels.js";
import { referenceConstraintKernels } from "./kernels.js";
import type { ConstraintArrays } from "./rattle.js";
import { addConstraintVirial, centripetalTargets } from "./rattle.js";

/** Sweeps after which a cluster counts as impossible; a methyl group takes about twenty. */
const MAX_SWEEPS = 2000;

/** What the constraints of {@link BondConstraints} go by. */
export interface BondConstraintOptions {
  /** 1/mₑ, 0 for frozen atoms; length N. */
  readonly inverseMasses: Float64Array;
  /** Largest relative deviation of a constrained distance; 1e-12 when absent. */
  readonly tolerance?: number | undefined;
  /** Names atoms in messages. */
  readonly label?: AtomLabel | undefined;
  /** The TypeScript definitions when absent. */
  readonly kernels?: ConstraintKernels | undefined;
}

/** @throws always: QmmmError `QMMM_DYNAMICS_CONSTRAINTS` */
export function refuseStep(atoms: readonly number[], label: AtomLabel): never {
  throw new ConvergenceError(
    "QMMM_DYNAMICS_CONSTRAINTS",
    `The constrained distances of ${atoms.map(label).join(" and ")} can't be restored after this step`,
    {
      value: atoms,
      action:
        "Use a shorter time step, and look there for atoms that are too close or for constraints that contradict each other",
    },
  );
}

/** Constraints in the order of their clusters (connected by common atoms), with the first of each cluster. */
function inClusters({ pairs, lengths, images }: DistanceConstraints) {
  const leader = new Map<number, number>();
  const find = (atom: number): number => {
    let root = atom;
    for (let up = leader.get(root); up !== undefined && up !== root; up = leader.get(root)) root = up;
    leader.set(atom, root);
    return root;
  };
  for (let k = 0; k < pairs.length; k += 2) {
    const [a, b] = [find(pairs[k]), find(pairs[k + 1])];
    leader.set(Math.max(a, b), Math.min(a, b));
    leader.set(Math.min(a, b), Math.min(a, b));
  }
  const order = [...lengths.keys()].sort((a, b) => find(pairs[2 * a]) - find(pairs[2 * b]) || a - b);
  const starts = order.flatMap((k, at) =>
    at === 0 || find(pairs[2 * k]) !== find(pairs[2 * order[at - 1]]) ? [at] : [],
  );
  return {
    pairs: Int32Array.from(order.flatMap((k) => [pairs[2 * k], pairs[2 * k + 1]])),
    squares: Float64Array.from(order, (k) => lengths[k] ** 2),
    images: Int32Array.from(order.flatMap((k) => [...images.subarray(3 * k, 3 * k + 3)])),
    clusters: Int32Array.from([...starts, order.length]),
  };
}

/** Constrained distances of any topology by SHAKE and RATTLE. Pairs of two frozen atoms are not constraints. */
export class BondConstraints implements Constraints {
  readonly count: number;
  private readonly arrays: ConstraintArrays;
  private readonly offsets: ImageVectors;
  private readonly tolerance: number;
  private readonly label: AtomLabel;
  private readonly kernels: ConstraintKernels;

  constructor(constraints: DistanceConstraints, options: BondConstraintOptions) {
    const { inverseMasses, tolerance = 1e-12, label = indexLabel } = options;
    const { images, ...sorted } = inClusters(constraints);
    this.count = sorted.squares.length;
    this.arrays = { ...sorted, inverseMasses };
    this.offsets = new ImageVectors(images);
    this.tolerance = tolerance;
    this.label = label;
    this.kernels = options.kernels ?? referenceConstraintKernels;
  }

  private require(failed: number): void {
    if (failed < 0) return;
    const { pairs } = this.arrays;
    refuseStep([pairs[2 * failed], pairs[2 * failed + 1]], this.label);
  }

  holdPositions(positions: Float64Array, start: Geometry): void {
    const offsets = this.offsets.in(start.cell);
    const { shakePositions } = this.kernels;
    this.require(shakePositions(positions, start.positions, offsets, this.arrays, this.tolerance, MAX_SWEEPS));
  }

  private project(rates: Float64Array, { positions, cell }: Geometry, targets?: Float64Array, lambda?: Float64Array) {
    const offsets = this.offsets.in(cell);
    const { projectRates } = this.kernels;
    this.require(projectRates(rates, positions, offsets, targets, lambda, this.arrays, this.tolerance, MAX_SWEEPS));
  }

  holdVelocities(velocities: Float64Array, geometry: Geometry): void {
    this.project(velocities, geometry);
  }

  addVirial(virial: Float64Array, geometry: Geometry, velocities: Float64Array, forces: Float64Array): void {
    const { pairs, inverseMasses } = this.arrays;
    const accelerations = forces.map((f, k) => f * inverseMasses[Math.floor(k / 3)]);
    const targets = new Float64Array(this.count);
    const multipliers = new Float64Array(this.count);
    centripetalTargets(targets, velocities, pairs);
    this.project(accelerations, geometry, targets, multipliers);
    addConstraintVirial(virial, geometry.positions, this.offsets.in(geometry.cell), multipliers, pairs);
  }
}
