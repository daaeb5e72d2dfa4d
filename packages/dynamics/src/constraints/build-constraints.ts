import type { Geometry, System } from "@qmmm/core";
import { bondedNeighbours, ELEMENT_SYMBOLS, InputError, select } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import { inverseMasses } from "../integrators/integrator.js";
import { BondConstraints } from "./bond-constraints.js";
import type { Constraints } from "./constraints.js";
import { SeparateConstraints } from "./constraints.js";
import type { DistanceConstraints } from "./distance-constraints.js";
import { constraintsFromGeometry, filteredConstraints, watersOf } from "./distance-constraints.js";
import type { ConstraintKernels } from "./kernels.js";
import type { ConstraintLengths, ConstraintSpec } from "./options.js";
import { RigidWaters } from "./rigid-waters.js";

/** What constraints are made for. */
export interface ConstrainedSystem {
  readonly system: System;
  /** Masses with which the atoms move, mₑ; length N. */
  readonly masses: Float64Array;
  /** 1 for atoms that may move; length N. */
  readonly mobile: Uint8Array;
  readonly label: AtomLabel;
  readonly kernels: ConstraintKernels;
}

/** Arms whose lengths differ by less, relatively, are equal to SETTLE. */
const EQUAL = 1e-9;

type Pair = readonly [number, number];

const key = (i: number, j: number): string => (i < j ? `${i} ${j}` : `${j} ${i}`);

/** Sides of the waters (three each, in SETTLE's order) and the other pairs that a specification holds. */
function constrainedPairs(spec: ConstraintSpec, { topology, ...rest }: System): { sides: Pair[]; others: Pair[] } {
  const waters = watersOf(topology, bondedNeighbours(topology));
  const rigid = typeof spec === "string" ? spec !== "none" : spec.water;
  const sides = rigid
    ? waters.flatMap(([o, h, g]): Pair[] => [
        [o, h],
        [o, g],
        [h, g],
      ])
    : [];
  const taken = new Set(sides.map(([i, j]) => key(i, j)));
  let wanted: (i: number, j: number) => boolean = () => false;
  if (spec === "hydrogens") wanted = (i, j) => topology.elements[i] === 1 || topology.elements[j] === 1;
  if (typeof spec === "object") {
    const selected = new Set(select(spec.bonds, { topology, ...rest }));
    wanted = (i, j) => selected.has(i) && selected.has(j);
  }
  const others: Pair[] = [];
  for (let k = 0; k < topology.bonds.length; k += 2) {
    const [i, j] = [topology.bonds[k], topology.bonds[k + 1]];
    if (wanted(i, j) && !taken.has(key(i, j))) others.push([i, j]);
  }
  return { sides, others };
}

/** Lengths by pairs of elements laid over those of the geometry. */
function withLengths(list: DistanceConstraints, given: ConstraintLengths, elements: Uint8Array): DistanceConstraints {
  if (given === "geometry") return list;
  const byElements = new Map(
    Object.entries(given).flatMap(([pair, length]) => {
      const [a, b] = pair.split("-");
      return [
        [`${a}-${b}`, length],
        [`${b}-${a}`, length],
      ] as const;
    }),
  );
  const symbol = (atom: number): string => ELEMENT_SYMBOLS[elements[atom]];
  return {
    ...list,
    lengths: list.lengths.map(
      (length, k) => byElements.get(`${symbol(list.pairs[2 * k])}-${symbol(list.pairs[2 * k + 1])}`) ?? length,
    ),
  };
}

/** The sides of the molecules of a list of waters (in or not in SETTLE's reach). */
function ofMolecules(sides: DistanceConstraints, included: (first: number) => boolean): DistanceConstraints {
  const chosen = [...sides.lengths.keys()].filter((k) => included(k - (k % 3)));
  return {
    pairs: Int32Array.from(chosen.flatMap((k) => [sides.pairs[2 * k], sides.pairs[2 * k + 1]])),
    lengths: Float64Array.from(chosen, (k) => sides.lengths[k]),
    images: Int32Array.from(chosen.flatMap((k) => [...sides.images.subarray(3 * k, 3 * k + 3)])),
  };
}

function joined(a: DistanceConstraints, b: DistanceConstraints): DistanceConstraints {
  return {
    pairs: Int32Array.of(...a.pairs, ...b.pairs),
    lengths: Float64Array.of(...a.lengths, ...b.lengths),
    images: Int32Array.of(...a.images, ...b.images),
  };
}

/**
 * The constraints that options ask for, and the geometry in which they hold: the given one, with constrained distances
 * brought to lengths that are not those it has. Waters with two equal arms are SETTLE's, everything else RATTLE's.
 *
 * @returns undefined when nothing is constrained
 * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` for constraints that nothing in the system answers to or that can't hold
 */
export function buildConstraints(
  options: { readonly spec: ConstraintSpec; readonly lengths: ConstraintLengths; readonly tolerance: number },
  { system, masses, mobile, label, kernels }: ConstrainedSystem,
): { readonly constraints: Constraints; readonly geometry: Geometry } | undefined {
  const { spec, lengths, tolerance } = options;
  if (spec === "none") return undefined;
  const { topology, geometry } = system;
  const pairs = constrainedPairs(spec, system);
  if (pairs.sides.length + pairs.others.length === 0) {
    throw new InputError("QMMM_DYNAMICS_CONSTRAINTS", "Constraints are asked for, but no bond of the system is meant", {
      value: typeof spec === "string" ? spec : spec.bonds,
      action: "Look whether the structure has bonds there, or use constraints: none",
      place: { path: "constraints" },
    });
  }
  const list = (which: readonly Pair[]) =>
    withLengths(constraintsFromGeometry(which, geometry), lengths, topology.elements);
  const sides = list(pairs.sides);
  const settles = (first: number): boolean => {
    const [o, h, , g] = sides.pairs.subarray(2 * first, 2 * first + 4);
    const [one, two] = sides.lengths.subarray(first, first + 2);
    const free = mobile[o] === 1 && mobile[h] === 1 && mobile[g] === 1;
    return free && masses[h] === masses[g] && Math.abs(one - two) <= EQUAL * one;
  };
  const waters = ofMolecules(sides, settles);
  const rest = joined(
    ofMolecules(sides, (first) => !settles(first)),
    list(pairs.others),
  );
  const bonds = filteredConstraints(rest, (i, j) => mobile[i] === 1 || mobile[j] === 1);
  const constraints = new SeparateConstraints([
    ...(waters.lengths.length > 0 ? [new RigidWaters(waters, masses, label, kernels)] : []),
    ...(bonds.lengths.length > 0
      ? [new BondConstraints(bonds, { inverseMasses: inverseMasses(masses, mobile), tolerance, label, kernels })]
      : []),
  ]);
  if (lengths === "geometry") return { constraints, geometry };
  const positions = geometry.positions.slice();
  constraints.holdPositions(positions, geometry);
  return { constraints, geometry: { ...geometry, positions } };
}
