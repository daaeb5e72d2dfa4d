import type { BondedTerms } from "../parameters/mm-parameters.js";
import type { KeptTerms } from "./masking.js";

/** The kernel of a list of bonded terms of one kind, and how many atoms each has. */
export interface BondedList {
  readonly name: string;
  readonly kernel:
    | "mm/bonds"
    | "mm/angles"
    | "mm/torsions"
    | "mm/quarticBonds"
    | "mm/cosineAngles"
    | "mm/harmonicImpropers"
    | "mm/inverseFourth";
  readonly atoms: 2 | 3 | 4;
  readonly terms: BondedTerms;
}

/** The lists that a potential has, by their names on the ledger. */
export function bondedLists(terms: KeptTerms): readonly BondedList[] {
  const lists: readonly BondedList[] = [
    { name: "bonds", kernel: "mm/bonds", atoms: 2, terms: terms.bonds },
    { name: "angles", kernel: "mm/angles", atoms: 3, terms: terms.angles },
    { name: "torsions", kernel: "mm/torsions", atoms: 4, terms: terms.torsions },
    { name: "impropers", kernel: "mm/torsions", atoms: 4, terms: terms.impropers },
    { name: "ureyBradley", kernel: "mm/bonds", atoms: 2, terms: terms.ureyBradley },
    { name: "quarticBonds", kernel: "mm/quarticBonds", atoms: 2, terms: terms.quarticBonds },
    { name: "cosineAngles", kernel: "mm/cosineAngles", atoms: 3, terms: terms.cosineAngles },
    { name: "harmonicImpropers", kernel: "mm/harmonicImpropers", atoms: 4, terms: terms.harmonicImpropers },
    { name: "lennardJones4", kernel: "mm/inverseFourth", atoms: 2, terms: terms.inverseFourth },
  ];
  return lists.filter((list) => list.terms.atoms.length > 0);
}
