import type { SourcePlace } from "@qmmm/core";
import type { Row } from "./row.js";
import {
  type GromacsAtom,
  type GromacsAtomType,
  type GromacsInteraction,
  type GromacsMolecule,
  type GromacsVirtualSiteN,
  INTERACTION_SECTIONS,
  type InteractionSection,
} from "./topology.js";

/** Empty lists of all sections of interactions. */
export function noInteractions(): Record<InteractionSection, GromacsInteraction[]> {
  const lists: Partial<Record<InteractionSection, GromacsInteraction[]>> = {};
  for (const name of Object.keys(INTERACTION_SECTIONS)) lists[name as InteractionSection] = [];
  return lists as Record<InteractionSection, GromacsInteraction[]>;
}

function atomAt(row: Row, k: number, atomCount: number): number {
  const atom = row.integer(k, `atom ${k + 1}`);
  if (atom >= 1 && atom <= atomCount) return atom - 1;
  throw row.error(`there is no atom ${atom}`, { value: atom, allowed: atomCount === 0 ? "none" : `1 to ${atomCount}` });
}

/** Reads a line of interactions: atoms, a function (1 when absent) and parameters. */
export function readInteraction(row: Row, section: InteractionSection, atomCount: number): GromacsInteraction {
  const count = INTERACTION_SECTIONS[section];
  const atoms = Array.from({ length: count }, (_, k) => atomAt(row, k, atomCount));
  if (new Set(atoms).size < count) {
    throw row.error(`an atom occurs twice in ${atoms.map((atom) => atom + 1).join(" ")}`, {
      value: row.fields.slice(0, count).join(" "),
      allowed: "different atoms",
    });
  }
  const kind = row.fields.length > count ? row.integer(count, "the function") : 1;
  return { atoms, function: kind, parameters: row.realsFrom(count + 1), place: row.place };
}

/** Collects the sections of one molecule. */
export class MoleculeBuilder {
  private readonly atoms: GromacsAtom[] = [];
  private readonly interactions = noInteractions();
  private readonly exclusions: number[][] = [];
  private readonly virtualSitesN: GromacsVirtualSiteN[] = [];

  constructor(
    readonly name: string,
    private readonly nrexcl: number,
    private readonly place: SourcePlace,
  ) {}

  /** A line of `[ atoms ]`: number, type, residue number, residue, name, charge group, charge, mass. */
  addAtom(row: Row, types: ReadonlyMap<string, GromacsAtomType>): void {
    row.atLeast(5, "number, type, residue number, residue and name");
    const number = row.integer(0, "the number");
    if (number !== this.atoms.length + 1) {
      throw row.error(`atom ${this.atoms.length + 1} has the number ${number}`, {
        value: number,
        allowed: "numbers from 1, one after the other",
      });
    }
    const type = types.get(row.fields[1]!);
    if (type === undefined) {
      throw row.error(`there is no atom type "${row.fields[1]}"`, {
        value: row.fields[1],
        action: "Include the force field that the topology was made with",
      });
    }
    const residue = /^([+-]?\d+)[A-Za-z]?$/.exec(row.fields[2]!);
    if (residue === null || !Number.isSafeInteger(Number(residue[1]))) {
      throw row.error(`the residue number is "${row.fields[2]}"`, { value: row.fields[2], allowed: "a whole number" });
    }
    this.atoms.push({
      type: type.name,
      residueNumber: Number(residue[1]),
      residueName: row.fields[3]!,
      name: row.fields[4]!,
      charge: row.fields.length > 6 ? row.real(6, "the charge") : type.charge,
      mass: row.fields.length > 7 ? row.real(7, "the mass") : type.mass,
      place: row.place,
    });
  }

  addInteraction(row: Row, section: InteractionSection): void {
    const interaction = readInteraction(row, section, this.atoms.length);
    if (section === "settles") {
      if (interaction.atoms[0]! + 2 >= this.atoms.length) {
        throw row.error("a settled water needs two atoms after the oxygen", { value: interaction.atoms[0]! + 1 });
      }
    }
    this.interactions[section].push(interaction);
  }

  addExclusions(row: Row): void {
    this.exclusions.push(row.fields.map((_, k) => atomAt(row, k, this.atoms.length)));
  }

  addVirtualSiteN(row: Row): void {
    const site = atomAt(row, 0, this.atoms.length);
    const kind = row.integer(1, "the function");
    this.virtualSitesN.push({ site, function: kind, rest: row.realsFrom(2), place: row.place });
  }

  finish(): GromacsMolecule {
    const { name, nrexcl, atoms, interactions, exclusions, virtualSitesN, place } = this;
    return { name, nrexcl, atoms, interactions, exclusions, virtualSitesN, place };
  }
}
