import type { Mechanics, System } from "@qmmm/core";
import { bondedNeighbours, InputError, select } from "@qmmm/core";
import { watersOf } from "./distance-constraints.js";
import type { ConstraintSpec } from "./options.js";

/** A pair of atoms whose distance stays. */
export interface ConstrainedPair {
  readonly i: number;
  readonly j: number;
  /** a0, where the force field states it. */
  readonly length?: number | undefined;
}

const key = (i: number, j: number): string => (i < j ? `${i} ${j}` : `${j} ${i}`);

/** The pairs that a specification names by chemistry: sides of waters (in SETTLE's order), bonds. */
function namedPairs(spec: Exclude<ConstraintSpec, undefined>, system: System): [number, number][] {
  const { topology } = system;
  const { elements, bonds } = topology;
  const rigid = typeof spec === "string" ? spec === "water" || spec === "hydrogens" : spec.water;
  const pairs: [number, number][] = [];
  if (rigid) {
    for (const [o, h, g] of watersOf(topology, bondedNeighbours(topology))) pairs.push([o, h], [o, g], [h, g]);
  }
  let wanted: (i: number, j: number) => boolean = () => false;
  if (spec === "hydrogens") wanted = (i, j) => elements[i] === 1 || elements[j] === 1;
  if (typeof spec === "object") {
    const selected = new Set(select(spec.bonds, system));
    wanted = (i, j) => selected.has(i) && selected.has(j);
  }
  for (let k = 0; k < bonds.length; k += 2) if (wanted(bonds[k], bonds[k + 1])) pairs.push([bonds[k], bonds[k + 1]]);
  return pairs;
}

/**
 * The pairs that a specification holds, each once: those that it names and, unless it is `none`, those of the force field,
 * whose lengths then count. Sites that follow other atoms have no constraints.
 *
 * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` when it holds none although it asks for some
 */
export function constrainedPairs(
  spec: ConstraintSpec,
  system: System,
  { constraints, virtualSites }: Partial<Mechanics>,
): readonly ConstrainedPair[] {
  if (spec === "none") return [];
  const found = new Map<string, ConstrainedPair>();
  if (spec !== undefined) for (const [i, j] of namedPairs(spec, system)) found.set(key(i, j), { i, j });
  constraints?.lengths.forEach((length, k) => {
    const [i, j] = [constraints.pairs[2 * k], constraints.pairs[2 * k + 1]];
    const named = found.get(key(i, j)) ?? { i, j };
    found.set(key(i, j), { ...named, length });
  });
  const pairs = [...found.values()].filter(
    ({ i, j }) => virtualSites?.isSite[i] !== 1 && virtualSites?.isSite[j] !== 1,
  );
  if (pairs.length > 0 || spec === undefined) return pairs;
  throw new InputError(
    "QMMM_DYNAMICS_CONSTRAINTS",
    spec === "force-field"
      ? "The force field's own constraints are asked for, but it has none"
      : "Constraints are asked for, but no bond of the system is meant",
    {
      value: typeof spec === "string" ? spec : spec.bonds,
      action: "Look whether the structure has bonds there, or use constraints: none",
      place: { path: "constraints" },
    },
  );
}
