import type { Topology } from "@qmmm/core";
import { STANDARD_WEIGHTS } from "@qmmm/core";
import { type Definition, fits } from "./type-patterns.js";

/** How the atoms of an improper torsion are put in order. */
export const ORDERINGS = ["default", "charmm", "amber", "smirnoff"] as const;
export type Ordering = (typeof ORDERINGS)[number];

/** An improper torsion as a file states it. */
export interface ImproperValue<T> {
  readonly ordering: Ordering;
  readonly value: T;
}

/** Centre and three partners, or four atoms of a torsion. */
export type Four = readonly [number, number, number, number];

/** The torsions that a centre gets: each list of four atoms. */
export interface FoundImproper<T> {
  readonly atoms: readonly Four[];
  readonly value: T;
}

/**
 * Puts periodic impropers in order as OpenMM does: what the first centre of some types got, the others of those types get too,
 * wherever residues and templates would have ordered their atoms otherwise.
 */
export class ImproperOrders<T> {
  private readonly known = new Map<string, { readonly places: readonly Four[]; readonly value: T } | undefined>();

  constructor(
    private readonly search: (members: Four) => FoundImproper<T> | undefined,
    private readonly typeOf: readonly string[],
  ) {}

  find(members: Four): FoundImproper<T> | undefined {
    const key = members.map((atom) => this.typeOf[atom]!).join("\n");
    if (!this.known.has(key)) {
      const found = this.search(members);
      const places = found?.atoms.map(([a, b, c, d]): Four => {
        const at = (atom: number) => members.indexOf(atom);
        return [at(a), at(b), at(c), at(d)];
      });
      this.known.set(key, found && { places: places!, value: found.value });
    }
    const known = this.known.get(key);
    return (
      known && {
        atoms: known.places.map(([a, b, c, d]) => [members[a]!, members[b]!, members[c]!, members[d]!]),
        value: known.value,
      }
    );
  }
}

const PERMUTATIONS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
] as const;

/**
 * The improper torsions of a centre (first) and three partners (ascending), ordered by OpenMM's rules (User Guide, "Writing
 * the XML file", and `_matchImproper` of its forcefield.py): of definitions that fit the last without wildcards counts, else
 * the first.
 *
 * @param templateIndex - of each atom in its template, by which Amber's order breaks ties
 * @returns each list of four atoms that gets the torsion
 */
export function matchImproper<T>(
  [centre, ...partners]: Four,
  definitions: readonly Definition<ImproperValue<T>>[],
  typeOf: readonly string[],
  topology: Topology,
  templateIndex: Int32Array,
): FoundImproper<T> | undefined {
  let found: FoundImproper<T> | undefined;
  const all = [centre, ...partners] as const;
  for (const definition of definitions) {
    if (found !== undefined && definition.wild) continue;
    const order = PERMUTATIONS.find((permutation) =>
      fits(definition, [typeOf[centre]!, ...permutation.map((k) => typeOf[all[k]!]!)]),
    );
    if (order === undefined) continue;
    const [a, b, c] = order.map((k) => all[k]!) as [number, number, number];
    const { ordering, value } = definition.value;
    if (ordering === "smirnoff") {
      found = {
        value,
        atoms: [
          [centre, a, b, c],
          [centre, b, c, a],
          [centre, c, a, b],
        ],
      };
    } else if (ordering === "amber") {
      const [x, y, z] = amberOrder([a, b, c], definition.wild, typeOf, topology, templateIndex);
      found = { value, atoms: [[x, y, centre, z]] };
    } else if (ordering === "charmm" && !definition.wild) {
      found = { value, atoms: [[centre, a, b, c]] };
    } else {
      const [x, y] = elementOrder(a, b, topology);
      found = { value, atoms: [[x, y, centre, c]] };
    }
  }
  return found;
}

/** Equal elements by index; else carbon first, then the heavier one. */
function elementOrder(a: number, b: number, { elements }: Topology): [number, number] {
  const [one, other] = [elements[a]!, elements[b]!];
  const carbon = 6;
  const swapped =
    one === other ? a > b : one !== carbon && (other === carbon || STANDARD_WEIGHTS[one]! < STANDARD_WEIGHTS[other]!);
  return swapped ? [b, a] : [a, b];
}

/** Amber's order: partners that are alike (of one type; with wildcards, of one element) by residue and place in it. */
function amberOrder(
  [first, second, third]: readonly [number, number, number],
  wild: boolean,
  typeOf: readonly string[],
  { elements, residueOf }: Topology,
  templateIndex: Int32Array,
): [number, number, number] {
  let [a, b, c] = [first, second, third];
  const later = (i: number, j: number): boolean =>
    residueOf[i]! > residueOf[j]! || (residueOf[i] === residueOf[j] && templateIndex[i]! > templateIndex[j]!);
  if (wild) {
    if (elements[a] === elements[c] && later(a, c)) [a, c] = [c, a];
    if (elements[b] === elements[c] && later(b, c)) [b, c] = [c, b];
    if (later(a, b)) [a, b] = [b, a];
    return [a, b, c];
  }
  // OpenMM compares the types of the places, which do not move with the atoms.
  const [typeA, typeB, typeC] = [typeOf[first], typeOf[second], typeOf[third]];
  if (typeA === typeC && later(a, c)) [a, c] = [c, a];
  if (typeB === typeC && later(b, c)) [b, c] = [c, b];
  if (typeA === typeB && later(a, b)) [a, b] = [b, a];
  return [a, b, c];
}
