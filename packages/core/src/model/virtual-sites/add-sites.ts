import { createSystem } from "../create.js";
import type { System } from "../system.js";

/** A site to be added to a system. */
export interface SiteAddition {
  /** Atom that it belongs to: its residue, its bond, and its place until it is placed properly. */
  readonly host: number;
  /** Atom after which it stands in the order of atoms; several additions after one atom keep their order. */
  readonly after: number;
  readonly name: string;
}

/**
 * The system with further atoms that have no nucleus and no mass. Atoms after an added one get higher indices.
 *
 * @returns the system, and the index of every addition and of every old atom in it
 */
export function withAddedSites(
  system: System,
  additions: readonly SiteAddition[],
): { readonly system: System; readonly added: Int32Array; readonly kept: Int32Array } {
  const { topology, geometry, velocities, title } = system;
  const following = new Map<number, number[]>();
  additions.forEach(({ after }, k) => {
    following.set(after, [...(following.get(after) ?? []), k]);
  });
  const added = new Int32Array(additions.length);
  const kept = new Int32Array(topology.atomCount);
  /** Old atom of every new one; an addition stands for its host. */
  const sources: { readonly atom: number; readonly addition?: number }[] = [];
  for (let atom = 0; atom < topology.atomCount; atom++) {
    kept[atom] = sources.length;
    sources.push({ atom });
    for (const addition of following.get(atom) ?? []) {
      added[addition] = sources.length;
      sources.push({ atom: additions[addition]!.host, addition });
    }
  }
  const triples = (of: Float64Array): Float64Array =>
    Float64Array.from(sources.flatMap(({ atom }) => [...of.subarray(3 * atom, 3 * atom + 3)]));
  const bonds = [
    ...topology.bonds.map((atom) => kept[atom]!),
    ...additions.flatMap(({ host }, k) => [kept[host]!, added[k]!]),
  ];
  return {
    added,
    kept,
    system: createSystem({
      elements: sources.map(({ atom, addition }) => (addition === undefined ? topology.elements[atom]! : 0)),
      masses: sources.map(({ atom, addition }) => (addition === undefined ? topology.masses[atom]! : 0)),
      names: sources.map(({ atom, addition }) =>
        addition === undefined ? topology.names[atom]! : additions[addition]!.name,
      ),
      residueOf: sources.map(({ atom }) => topology.residueOf[atom]!),
      residues: topology.residues,
      bonds,
      positions: triples(geometry.positions),
      cell: geometry.cell,
      velocities: velocities && triples(velocities),
      title,
    }),
  };
}
