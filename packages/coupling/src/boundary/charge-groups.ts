import type { Topology } from "@qmmm/core";
import { moleculesOf } from "@qmmm/core";
import type { CutBond } from "./cut-bonds.js";

/** An atom and the atom next to which it is placed when a structure is made whole. */
export interface Placement {
  readonly atom: number;
  readonly beside: number;
}

/** Atoms outside the region that act, are imaged and fade together: the part of one residue that lies in one molecule. */
export interface ChargeGroup {
  readonly atoms: readonly number[];
  /** In the order in which atoms are placed; the first atom of the group stays where it is. */
  readonly placements: readonly Placement[];
}

/** How the atoms around a region move as units. */
export interface Grouping {
  /** The region and the groups bonded to it within three bonds: placed along the bonds, never faded. */
  readonly anchored: readonly Placement[];
  /** The other groups. */
  readonly free: readonly ChargeGroup[];
  /** Index in `free` of every atom's group, −1 for region atoms and anchored groups; length N. */
  readonly groupOf: Int32Array;
}

/** Sorts the atoms into groups. */
export function groupCharges(
  topology: Topology,
  neighbours: readonly (readonly number[])[],
  regionAtoms: Int32Array,
  inRegion: Uint8Array,
  cuts: readonly CutBond[],
): Grouping {
  const molecule = moleculesOf(topology);
  const members = new Map<string, number[]>();
  const keyOf = (atom: number) => `${molecule[atom]}/${topology.residueOf[atom]}`;
  for (let atom = 0; atom < topology.atomCount; atom++) {
    if (inRegion[atom] === 1) continue;
    const key = keyOf(atom);
    const group = members.get(key);
    if (group === undefined) members.set(key, [atom]);
    else group.push(atom);
  }
  const nearCuts = new Set(cuts.flatMap(({ m1, m2, m3 }) => [m1, ...m2, ...m3]).map(keyOf));
  const groupOf = new Int32Array(topology.atomCount).fill(-1);
  const held = new Set<number>(regionAtoms);
  const free: ChargeGroup[] = [];
  for (const [key, atoms] of members) {
    if (nearCuts.has(key)) {
      for (const atom of atoms) held.add(atom);
    } else {
      for (const atom of atoms) groupOf[atom] = free.length;
      free.push({ atoms, placements: placeAlongBonds(atoms, neighbours, new Set(atoms)) });
    }
  }
  return { anchored: placeAlongBonds([...regionAtoms, ...held], neighbours, held), free, groupOf };
}

/**
 * An order in which every atom follows one that it is bonded to; atoms that no bond reaches are placed beside the first.
 * Atoms are tried as starting points in the order given.
 */
function placeAlongBonds(
  atoms: readonly number[],
  neighbours: readonly (readonly number[])[],
  within: ReadonlySet<number>,
): Placement[] {
  const first = atoms[0];
  const placements: Placement[] = [];
  const placed = new Set<number>();
  for (const start of atoms) {
    if (placed.has(start)) continue;
    placed.add(start);
    if (start !== first) placements.push({ atom: start, beside: first! });
    const queue = [start];
    for (let atom = queue.shift(); atom !== undefined; atom = queue.shift()) {
      for (const next of neighbours[atom]!) {
        if (placed.has(next) || !within.has(next)) continue;
        placed.add(next);
        placements.push({ atom: next, beside: atom });
        queue.push(next);
      }
    }
  }
  return placements;
}
