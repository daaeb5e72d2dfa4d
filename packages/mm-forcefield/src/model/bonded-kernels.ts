import { BONDED_KINDS, type BondedKind, type BondedTerms } from "../parameters/bonded-kinds.js";
import type { KeptTerms } from "./masking.js";

/** The kernel of a list of bonded terms of one kind, and how many atoms each has. */
export interface BondedList {
  /** On the ledger. */
  readonly name: string;
  readonly kernel: (typeof BONDED_KINDS)[BondedKind]["kernel"] | "mm/inverseFourth";
  readonly atoms: 2 | 3 | 4;
  readonly terms: BondedTerms;
}

/** The lists that a potential has. */
export function bondedLists({ bonded, inverseFourth }: KeptTerms): readonly BondedList[] {
  const kinds = Object.entries(BONDED_KINDS) as [BondedKind, (typeof BONDED_KINDS)[BondedKind]][];
  const lists: readonly BondedList[] = [
    ...kinds.map(([name, { kernel, atoms }]) => ({ name, kernel, atoms, terms: bonded[name] })),
    { name: "lennardJones4", kernel: "mm/inverseFourth", atoms: 2, terms: inverseFourth },
  ];
  return lists.filter((list) => list.terms.atoms.length > 0);
}
