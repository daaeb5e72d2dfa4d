import { type ListedPairs, ROW } from "../kernels/signatures.js";

/** Pairs of atoms with their nearest images: partners j > i of each atom i, ascending. */
export interface PairsByAtom {
  readonly start: Int32Array;
  readonly partners: Int32Array;
}

/** The pairs of a list by atom, each once however many images it has there: an order that no list's history changes. */
export function pairsByAtom({ order, rows, partners }: ListedPairs): PairsByAtom {
  const found: number[][] = Array.from(order, () => []);
  let n = 0;
  for (let row = 0; row < rows.length; row += ROW.length) {
    const atom = order[rows[row + ROW.slot]!]!;
    for (; n < rows[row + ROW.end]!; n++) {
      const partner = order[partners[n]!]!;
      found[Math.min(atom, partner)]!.push(Math.max(atom, partner));
    }
  }
  const start = new Int32Array(order.length + 1);
  const ascending = found.map((list, atom) => {
    const once = [...new Set(list)].sort((a, b) => a - b);
    start[atom + 1] = start[atom]! + once.length;
    return once;
  });
  return { start, partners: Int32Array.from(ascending.flat()) };
}
