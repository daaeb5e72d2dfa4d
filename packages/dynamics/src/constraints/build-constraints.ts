import type { Geometry, Mechanics, System } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import { inverseMasses } from "../integrators/integrator.js";
import { BondConstraints } from "./bond-constraints.js";
import { constrainedPairs } from "./constrained-pairs.js";
import { withLengths } from "./constraint-lengths.js";
import type { Constraints } from "./constraints.js";
import { SeparateConstraints } from "./constraints.js";
import type { DistanceConstraints } from "./distance-constraints.js";
import { constraintsFromGeometry, filteredConstraints } from "./distance-constraints.js";
import type { ConstraintKernels } from "./kernels.js";
import type { ConstraintLengths, ConstraintSpec } from "./options.js";
import { RigidWaters } from "./rigid-waters.js";
import { settleTriangles } from "./triangles.js";

/** What constraints are made for. */
export interface ConstrainedSystem {
  readonly system: System;
  /** Masses with which the atoms move, mₑ; length N. */
  readonly masses: Float64Array;
  /** 1 for atoms that may move; length N. */
  readonly mobile: Uint8Array;
  /** Constraints, virtual sites and equilibrium values of the force field, where there is one. */
  readonly mechanics?: Partial<Mechanics> | undefined;
  readonly label: AtomLabel;
  readonly kernels: ConstraintKernels;
}

/**
 * The constraints that options and force field ask for, and the geometry in which they hold: the given one, with constrained
 * distances brought to lengths that are not those it has. Triangles with two equal arms (rigid water) are SETTLE's, all
 * else RATTLE's.
 *
 * @returns undefined when nothing is constrained
 * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` for constraints that nothing in the system answers to or that can't hold
 */
export function buildConstraints(
  options: { readonly spec: ConstraintSpec; readonly lengths: ConstraintLengths; readonly tolerance: number },
  { system, masses, mobile, mechanics = {}, label, kernels }: ConstrainedSystem,
): { readonly constraints: Constraints; readonly geometry: Geometry } | undefined {
  const { spec, lengths, tolerance } = options;
  const { topology, geometry } = system;
  const pairs = constrainedPairs(spec, system, mechanics);
  if (pairs.length === 0) return undefined;
  const asTheyAre = constraintsFromGeometry(
    pairs.map(({ i, j }) => [i, j]),
    geometry,
  );
  const list = withLengths(asTheyAre, pairs, lengths, topology, mechanics, label);
  const { triangles, others } = settleTriangles(list, masses, mobile);
  const bonds = filteredConstraints(others, (i, j) => mobile[i] === 1 || mobile[j] === 1);
  const constraints = new SeparateConstraints([
    ...(triangles.lengths.length > 0 ? [new RigidWaters(triangles, masses, label, kernels)] : []),
    ...(bonds.lengths.length > 0
      ? [new BondConstraints(bonds, { inverseMasses: inverseMasses(masses, mobile), tolerance, label, kernels })]
      : []),
  ]);
  return { constraints, geometry: satisfying(constraints, geometry, asTheyAre, list) };
}

/** The geometry with every constrained distance right; the same one where they all are. */
function satisfying(
  constraints: Constraints,
  geometry: Geometry,
  asTheyAre: DistanceConstraints,
  wanted: DistanceConstraints,
): Geometry {
  if (wanted.lengths.every((length, k) => length === asTheyAre.lengths[k])) return geometry;
  const positions = geometry.positions.slice();
  constraints.holdPositions(positions, geometry);
  return { ...geometry, positions };
}
