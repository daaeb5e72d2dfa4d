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

/** A template prepared for comparison. */
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
  for (const [a, b] of template.bonds) {
    bonded[a]!.push(b);
    bonded[b]!.push(a);
  }
  const elements = template.atoms.map((atom) => elementOf(atom.type));
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
 * several ways the one that keeps names, then the template's order. Undefined when there is none.
 */
export function matchTemplate(residue: ResidueGraph, template: TemplateGraph): number[] | undefined {
  const count = residue.elements.length;
  if (count !== template.elements.length) return undefined;
  const kinds = template.elements.map((_, atom) => kindOf(template, atom));
  const candidates = residue.elements.map((element, atom) => {
    const kind = kindOf(residue, atom);
    const name = residue.names[atom];
    const fitting = [...kinds.keys()].filter((k) => kinds[k] === kind);
    const named = fitting.filter((k) => template.template.atoms[k]!.name === name);
    // Sites without an element are told apart by nothing but their names.
    if (element === 0 && named.length > 0) return named;
    return [...named, ...fitting.filter((k) => !named.includes(k))];
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
    const list = candidates[atom]!;
    while (next[depth]! < list.length) {
      const k = list[next[depth]!++]!;
      if (used[k] === 1) continue;
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

/** Atoms with few candidates first, then along the bonds: wrong choices show soon. */
function searchOrder({ bonded }: ResidueGraph, candidates: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const taken = new Set<number>();
  const left = [...bonded.keys()].sort((a, b) => candidates[a]!.length - candidates[b]!.length || a - b);
  for (const start of left) {
    if (taken.has(start)) continue;
    taken.add(start);
    const queue = [start];
    for (const atom of queue) {
      order.push(atom);
      for (const other of bonded[atom]!) {
        if (taken.has(other)) continue;
        taken.add(other);
        queue.push(other);
      }
    }
  }
  return order;
}
