import type { GromacsTopology, GromacsType } from "@qmmm/io";
import { invalid } from "./errors.js";

/** Sections of types by which bonded interactions find parameters. */
export type BondedTypeSection = "bondtypes" | "constrainttypes" | "angletypes" | "dihedraltypes" | "cmaptypes";

const ANY = "X";

function familyOf(section: BondedTypeSection, kind: number): string {
  // Dihedrals of functions 1 and 9 share parameters.
  return `${section} ${section === "dihedraltypes" && kind === 9 ? 1 : kind}`;
}

/**
 * Parameters by types, found as GROMACS finds them (toppush): of repeated lines the last counts; types match forwards or
 * backwards; of dihedrals with wildcards the first with the most types named counts, with the lines that directly follow
 * it for the same types.
 */
export class BondedTypes {
  private readonly exact = new Map<string, GromacsType>();
  /** Lines of dihedrals in order; those of one block together. */
  private readonly blocks = new Map<string, GromacsType[][]>();
  private readonly found = new Map<string, readonly GromacsType[]>();

  /** @throws QmmmError `QMMM_MM_PARAMETERS_INVALID` for a second block of lines of function 9 that disagrees */
  constructor(topology: GromacsTopology) {
    const { bondtypes, constrainttypes, angletypes, cmaptypes, dihedraltypes } = topology.types;
    for (const [section, types] of Object.entries({ bondtypes, constrainttypes, angletypes, cmaptypes })) {
      for (const type of types) {
        this.exact.set(`${familyOf(section as BondedTypeSection, type.function)} ${type.types.join(" ")}`, type);
      }
    }
    let previous: GromacsType | undefined;
    for (const type of dihedraltypes) {
      this.addDihedral(type, previous);
      previous = type;
    }
  }

  private addDihedral(type: GromacsType, previous: GromacsType | undefined): void {
    const family = familyOf("dihedraltypes", type.function);
    const blocks = this.blocks.get(family) ?? [];
    this.blocks.set(family, blocks);
    const same = (other: GromacsType | undefined): boolean =>
      other !== undefined &&
      familyOf("dihedraltypes", other.function) === family &&
      (other.types.every((name, k) => name === type.types[k]) ||
        other.types.every((name, k) => name === type.types[3 - k]));
    const before = blocks.find((block) => same(block[0]));
    if (before === undefined) blocks.push([type]);
    else if (type.function !== 9) before.splice(0, before.length, type);
    else if (same(previous)) before.push(type);
    else if (before.length > 1 || before[0]!.parameters.join() !== type.parameters.join()) {
      throw invalid(
        type.place,
        `a second block of dihedral parameters for ${type.types.join(" ")} disagrees with the first`,
        {
          value: type.types.join(" "),
          allowed: "lines of one combination of types one after the other",
        },
      );
    }
  }

  /** The lines for these types; more than one only for dihedrals of function 9. Empty when there are none. */
  find(section: BondedTypeSection, kind: number, types: readonly string[]): readonly GromacsType[] {
    const family = familyOf(section, kind);
    const key = `${family} ${types.join(" ")}`;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const found =
      section === "dihedraltypes"
        ? this.bestBlock(family, types)
        : this.exactly(family, types, section !== "cmaptypes");
    this.found.set(key, found);
    return found;
  }

  private exactly(family: string, types: readonly string[], reversible: boolean): readonly GromacsType[] {
    const orders = reversible ? [types, [...types].reverse()] : [types];
    const candidates = orders.map((order) => this.exact.get(`${family} ${order.join(" ")}`));
    const [forwards, backwards] = candidates;
    if (forwards === undefined || backwards === undefined)
      return [forwards ?? backwards].filter((type) => type !== undefined);
    return [forwards];
  }

  private bestBlock(family: string, types: readonly string[]): readonly GromacsType[] {
    let best: readonly GromacsType[] = [];
    let most = -1;
    for (const block of this.blocks.get(family) ?? []) {
      const named = Math.max(namedMatches(block[0]!.types, types), namedMatches([...block[0]!.types].reverse(), types));
      if (named > most) {
        most = named;
        best = block;
      }
    }
    return best;
  }
}

/** How many types match by name; −1 when one does not match. */
function namedMatches(pattern: readonly string[], types: readonly string[]): number {
  let named = 0;
  for (let k = 0; k < types.length; k++) {
    if (pattern[k] === types[k]) named++;
    else if (pattern[k] !== ANY) return -1;
  }
  return named;
}
