import { bondedNeighbours, type Topology } from "@qmmm/core";

/** Pairs as lists of partners j > i, ascending. */
export interface PairLists {
  readonly exclusionStart: Int32Array;
  readonly exclusions: Int32Array;
}

/** Turns pairs in any order into lists of partners; repeated pairs count once. */
export function pairLists(atomCount: number, pairs: Iterable<readonly [number, number]>): PairLists {
  const partners: Set<number>[] = Array.from({ length: atomCount }, () => new Set());
  for (const [i, j] of pairs) partners[Math.min(i, j)]!.add(Math.max(i, j));
  const exclusionStart = new Int32Array(atomCount + 1);
  partners.forEach((set, i) => {
    exclusionStart[i + 1] = exclusionStart[i]! + set.size;
  });
  const exclusions = Int32Array.from(partners.flatMap((set) => [...set].sort((a, b) => a - b)));
  return { exclusionStart, exclusions };
}

/** Pairs i < j whose shortest way along the bonds has at most `most` bonds, with its number of bonds. */
export function* pairsByBonds(
  topology: Pick<Topology, "atomCount" | "bonds">,
  most: number,
): Generator<readonly [i: number, j: number, bonds: number]> {
  const neighbours = bondedNeighbours(topology);
  for (let i = 0; i < topology.atomCount; i++) {
    const distance = new Map([[i, 0]]);
    let shell = [i];
    for (let bonds = 1; bonds <= most; bonds++) {
      const next: number[] = [];
      for (const atom of shell) {
        for (const other of neighbours[atom]!) {
          if (distance.has(other)) continue;
          distance.set(other, bonds);
          next.push(other);
        }
      }
      for (const j of next) if (j > i) yield [i, j, bonds];
      shell = next;
    }
  }
}
