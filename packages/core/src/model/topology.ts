/** A residue as its file numbers it. */
export interface Residue {
  readonly name: string;
  /** Number in the file (PDB resSeq); not necessarily unique. */
  readonly id: number;
  /** Chain or segment identifier; empty when the file has none. */
  readonly chain: string;
}

/**
 * Who the atoms are and how they are bonded. Immutable: nothing in it changes while atoms move. Index arrays count from 0.
 */
export interface Topology {
  readonly atomCount: number;
  /** Atomic numbers, 0 for a site without a nucleus; length atomCount. */
  readonly elements: Uint8Array;
  /** Masses, mₑ; length atomCount. */
  readonly masses: Float64Array;
  /** Atom names as the file has them; length atomCount. */
  readonly names: readonly string[];
  /** Residue of each atom; length atomCount. */
  readonly residueOf: Int32Array;
  readonly residues: readonly Residue[];
  /** Bonded pairs i, j; length 2 × number of bonds. */
  readonly bonds: Int32Array;
}

/** Neighbours of every atom along the bonds, ascending. */
export function bondedNeighbours(topology: Pick<Topology, "atomCount" | "bonds">): readonly (readonly number[])[] {
  const neighbours: number[][] = Array.from({ length: topology.atomCount }, () => []);
  for (let k = 0; k < topology.bonds.length; k += 2) {
    neighbours[topology.bonds[k]].push(topology.bonds[k + 1]);
    neighbours[topology.bonds[k + 1]].push(topology.bonds[k]);
  }
  for (const list of neighbours) list.sort((a, b) => a - b);
  return neighbours;
}

/** Molecule of every atom: connected components along the bonds, numbered in the order of their first atoms. */
export function moleculesOf(topology: Pick<Topology, "atomCount" | "bonds">): Int32Array {
  const molecule = new Int32Array(topology.atomCount).fill(-1);
  const neighbours = bondedNeighbours(topology);
  let count = 0;
  for (let first = 0; first < topology.atomCount; first++) {
    if (molecule[first] !== -1) continue;
    const stack = [first];
    molecule[first] = count;
    for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
      for (const next of neighbours[atom]) {
        if (molecule[next] !== -1) continue;
        molecule[next] = count;
        stack.push(next);
      }
    }
    count++;
  }
  return molecule;
}
