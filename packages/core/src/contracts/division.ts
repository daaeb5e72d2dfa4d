/** How an energy is to be divided: among groups of atoms, and its virial among atoms. */
export interface Division {
  /** Group of each atom, from 0; length N. */
  readonly groupOf: Int32Array;
  readonly groupCount: number;
  /** Whether each atom's share of the virial is wanted too. */
  readonly atomVirials?: boolean;
}

/**
 * An energy by term and pair of groups. What involves atoms of three or more groups is divided equally among their pairs.
 * Terms of the ledger that no force field has, such as the energy of a quantum molecule, are not divided and stay out.
 */
export interface DividedEnergy {
  /** Eh, for each term the groups' pairs in the order of `groupPairs`; they sum to the term. */
  readonly terms: Readonly<Record<string, Float64Array>>;
  /**
   * Each atom's share of −∂E/∂ε of these terms, Eh; 9 numbers per atom, row-major. A pair's half goes to each of its atoms, an
   * nth to each of the n atoms of a bonded term (Thompson, Plimpton and Mattson 2009, doi:10.1063/1.3245303).
   */
  readonly atomVirials?: Float64Array | undefined;
}

/** Pairs of groups in the order in which divided energies stand: (0, 0), (0, 1), (1, 1), (0, 2), … */
export function groupPairs(groupCount: number): (readonly [number, number])[] {
  return Array.from({ length: groupCount }, (_, b) => Array.from({ length: b + 1 }, (_, a) => [a, b] as const)).flat();
}

/** Where the pair of two groups stands in that order. */
export function groupPairAt(a: number, b: number): number {
  return a < b ? (b * (b + 1)) / 2 + a : (a * (a + 1)) / 2 + b;
}
