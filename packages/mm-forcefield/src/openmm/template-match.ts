import type { OpenmmTemplate } from "@qmmm/io";

/** A residue of a system as a graph. */
export interface ResidueGraph {
  /** Index of the residue, from 0. */
  readonly residue: number;
  /** The system's atoms, in order. */
  readonly atoms: readonly number[];
  readonly names: readonly string[];
  readonly elements: readonly number[];
  /** Partners of each atom within the residue, by position in `atoms`. */
  readonly bonded: readonly (readonly number[])[];
  /** Number of bonds of each atom to other residues. */
  readonly external: readonly number[];
}

/** A template prepared for comparison; bonds of sites without an element are left out. */
export interface TemplateGraph {
  readonly template: OpenmmTemplate;
  readonly elements: readonly number[];
  readonly bonded: readonly (readonly number[])[];
  readonly external: readonly number[];
  /** The same for every graph with these atoms and numbers of bonds, whatever their order. */
  readonly signature: string;
}

export function templateGraph(template: OpenmmTemplate, elementOf: (type: string) => number): TemplateGraph {
  const bonded: number[][] = template.atoms.map(() => []);
  const elements = template.atoms.map((atom) => elementOf(atom.type));
  for (const [a, b] of template.bonds) {
    if (elements[a] === 0 || elements[b] === 0) continue;
    bonded[a]!.push(b);
    bonded[b]!.push(a);
  }
  const external = template.atoms.map((atom) => atom.externalBonds);
  return { template, elements, bonded, external, signature: signatureOf({ elements, bonded, external }) };
}

type Graph = Pick<TemplateGraph, "elements" | "bonded" | "external">;

function kindOf({ elements, bonded, external }: Graph, atom: number): string {
  return `${elements[atom]}/${bonded[atom]!.length}/${external[atom]}`;
}

/** Sorted kinds of atoms: element, bonds inside, bonds to other residues. */
export function signatureOf(graph: Graph): string {
  return graph.elements
    .map((_, atom) => kindOf(graph, atom))
    .sort()
    .join(" ");
}

/** More trials than any real residue takes: symmetric graphs made to be hard end here. */
const MOST_TRIALS = 1_000_000;

/**
 * Which atom of a template each atom of a residue is, so that elements, bonds and numbers of external bonds agree; of
 * several ways the one that OpenMM finds. Undefined when there is none.
 */
export function matchTemplate(residue: ResidueGraph, template: TemplateGraph): number[] | undefined {
  const count = residue.elements.length;
  if (count !== template.elements.length) return undefined;
  const kinds = template.elements.map((_, atom) => kindOf(template, atom));
  const candidates = residue.elements.map((element, atom) => {
    const kind = kindOf(residue, atom);
    const fitting = [...kinds.keys()].filter((k) => kinds[k] === kind);
    // Sites without an element are told apart by nothing but their names.
    const named = element === 0 ? fitting.filter((k) => template.template.atoms[k]!.name === residue.names[atom]) : [];
    return named.length > 0 ? named : fitting;
  });
  if (candidates.some((list) => list.length === 0)) return undefined;
  const order = searchOrder(residue, candidates);
  const match: number[] = new Array(count).fill(-1);
  const used = new Uint8Array(count);
  const next = new Int32Array(count);
  let depth = 0;
  for (let trial = 0; trial < MOST_TRIALS && depth >= 0; trial++) {
    if (depth === count) return match;
    const atom = order[depth]!;
    if (match[atom]! >= 0) {
      used[match[atom]!] = 0;
      match[atom] = -1;
    }
    // The partners of an atom that is matched come in the order of the template's bonds.
    const before = residue.bonded[atom]!.find((other) => match[other]! >= 0);
    const list = before === undefined ? candidates[atom]! : template.bonded[match[before]!]!;
    while (next[depth]! < list.length) {
      const k = list[next[depth]!++]!;
      if (used[k] === 1 || !candidates[atom]!.includes(k)) continue;
      const partners = template.bonded[k]!;
      if (!residue.bonded[atom]!.every((other) => match[other]! < 0 || partners.includes(match[other]!))) continue;
      match[atom] = k;
      used[k] = 1;
      break;
    }
    if (match[atom]! >= 0) next[++depth] = 0;
    else depth--;
  }
  return undefined;
}

/**
 * Atoms with few candidates first, then those bonded to them: wrong choices show soon. The order also decides which of
 * several equivalent matches is found, as it does in OpenMM: of equal atoms the one with the lower index comes first.
 */
function searchOrder({ bonded }: ResidueGraph, candidates: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const left = new Set(bonded.keys());
  const reachable = new Set<number>();
  const earlier = (a: number, b: number): number => candidates[a]!.length - candidates[b]!.length || a - b;
  while (left.size > 0) {
    let next = -1;
    for (const atom of reachable.size > 0 ? reachable : left) if (next < 0 || earlier(atom, next) < 0) next = atom;
    left.delete(next);
    reachable.delete(next);
    order.push(next);
    for (const other of bonded[next]!) if (left.has(other)) reachable.add(other);
  }
  return order;
}
