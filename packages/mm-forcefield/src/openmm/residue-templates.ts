import { ELEMENT_SYMBOLS, InputError, type Topology } from "@qmmm/core";
import type { OpenmmForceField, OpenmmTemplate, OpenmmTemplateAtom } from "@qmmm/io";
import { elementCounts, PatchedTemplates } from "./patched-templates.js";
import { patched } from "./patches.js";
import { residueGraphs } from "./residue-graphs.js";
import { matchTemplate, type ResidueGraph, signatureOf, type TemplateGraph, templateGraph } from "./template-match.js";

/** Template and atom of it for every atom of a system. */
export interface AssignedAtoms {
  readonly atoms: readonly OpenmmTemplateAtom[];
  /** Position of each atom in its template. */
  readonly templateIndex: Int32Array;
  /** The template of each residue. */
  readonly templates: readonly OpenmmTemplate[];
  /** The residues with their atoms and templates. */
  readonly residues: readonly AssignedResidue[];
}

/** A residue and its template. */
export interface AssignedResidue {
  readonly template: OpenmmTemplate;
  /** The system's atoms. */
  readonly atoms: readonly number[];
  /** The system's atom that has a name in the template. */
  atomOf(name: string): number | undefined;
}

interface Match {
  readonly template: OpenmmTemplate;
  readonly indices: readonly number[];
}

/** How a template is called, with its patches. */
export const titleOf = ({ name, patches }: OpenmmTemplate): string => [name, ...patches].join(" with ");

/**
 * Finds for each residue the template with the same graph, as OpenMM does: elements, bonds, and numbers of bonds to other
 * residues agree; names of residues and atoms do not count. Residues without one are tried with patched templates.
 *
 * @param chosen - templates to use, by name of residue
 * @param goesByName - whether a template is for residues of its own name before all others, N or C before it at chain ends
 * @throws QmmmError `QMMM_MM_TEMPLATE_MISSING`, `QMMM_MM_TEMPLATE_AMBIGUOUS`
 */
export function assignTemplates(
  topology: Topology,
  forceField: OpenmmForceField,
  chosen: Readonly<Record<string, string>>,
  goesByName: (template: OpenmmTemplate) => boolean = () => false,
): AssignedAtoms {
  const graphOf = (template: OpenmmTemplate): TemplateGraph =>
    templateGraph(template, (type) => forceField.types.get(type)!.element);
  const residues = residueGraphs(topology);
  const plain = new TemplateFinder(forceField.templates.map(graphOf), chosen, goesByName, topology);
  const matches: (Match | undefined)[] = residues.map((residue) => plain.find(residue));
  if (matches.includes(undefined) && forceField.patches.size > 0) {
    const versions = new PatchedTemplates(forceField);
    const open = residues.filter(({ residue }) => matches[residue] === undefined);
    const wanted = new Set(open.map(({ elements }) => elementCounts(elements)));
    const finder = new TemplateFinder(versions.withElements(wanted).map(graphOf), {}, () => false, topology);
    for (const residue of residues) matches[residue.residue] ??= finder.find(residue);
    applyLinks(forceField, versions, residues, matches, topology, graphOf);
  }
  const missing = residues.find(({ residue }) => matches[residue] === undefined);
  if (missing !== undefined) throw noTemplate(missing, matches, topology, plain.graphs);
  const atoms: OpenmmTemplateAtom[] = new Array(topology.atomCount);
  const templateIndex = new Int32Array(topology.atomCount);
  for (const residue of residues) {
    const { template, indices } = matches[residue.residue]!;
    residue.atoms.forEach((atom, k) => {
      atoms[atom] = template.atoms[indices[k]!]!;
      templateIndex[atom] = indices[k]!;
    });
  }
  const templates = matches.map((match) => match!.template);
  return { atoms, templateIndex, templates, residues: residues.map((residue) => assignedResidue(residue, matches)) };
}

function assignedResidue({ residue, atoms }: ResidueGraph, matches: readonly (Match | undefined)[]): AssignedResidue {
  const { template, indices } = matches[residue]!;
  const byName = new Map(indices.map((index, k) => [template.atoms[index]!.name, atoms[k]!]));
  return { template, atoms, atomOf: (name) => byName.get(name) };
}

/** Finds templates for residues, once for all residues that look the same. */
class TemplateFinder {
  private readonly bySignature = new Map<string, TemplateGraph[]>();
  private readonly found = new Map<string, Match | undefined>();

  constructor(
    readonly graphs: readonly TemplateGraph[],
    private readonly chosen: Readonly<Record<string, string>>,
    private readonly goesByName: (template: OpenmmTemplate) => boolean,
    private readonly topology: Topology,
  ) {
    for (const graph of graphs) {
      const others = this.bySignature.get(graph.signature);
      if (others === undefined) this.bySignature.set(graph.signature, [graph]);
      else others.push(graph);
    }
  }

  find(residue: ResidueGraph): Match | undefined {
    const { name } = this.topology.residues[residue.residue]!;
    const key = JSON.stringify([name, residue.names, residue.elements, residue.bonded, residue.external]);
    if (!this.found.has(key)) this.found.set(key, this.search(residue, name));
    return this.found.get(key);
  }

  private search(residue: ResidueGraph, name: string): Match | undefined {
    const wanted = Object.hasOwn(this.chosen, name) ? this.chosen[name] : undefined;
    const matches: Match[] = [];
    for (const graph of this.bySignature.get(signatureOf(residue)) ?? []) {
      if (wanted !== undefined && graph.template.name !== wanted) continue;
      const indices = matchTemplate(residue, graph);
      if (indices !== undefined) matches.push({ template: graph.template, indices });
    }
    const [first, ...others] = matches;
    for (const own of wanted === undefined ? [name, `N${name}`, `C${name}`] : []) {
      const found = matches.find(({ template }) => template.name === own && this.goesByName(template));
      if (found !== undefined) return found;
    }
    if (first !== undefined && others.some((other) => !assignsTheSame(first, other))) {
      const names = matches.map(({ template }) => titleOf(template));
      throw new InputError(
        "QMMM_MM_TEMPLATE_AMBIGUOUS",
        `Several templates with different parameters fit ${label(this.topology, residue)}: ${names.join(", ")}`,
        {
          value: names,
          allowed: "one template, or several that assign the same types and charges",
          action: `Name the one to use in the force field's option templates, as { ${name}: ${names[0]} }`,
        },
      );
    }
    return first;
  }
}

function assignsTheSame(a: Match, b: Match): boolean {
  return a.indices.every((index, atom) => {
    const [one, other] = [a.template.atoms[index]!, b.template.atoms[b.indices[atom]!]!];
    return one.type === other.type && JSON.stringify(one.parameters) === JSON.stringify(other.parameters);
  });
}

/** Patches of several residues at once, such as disulfide links, on residues bonded to each other that still lack a template. */
function applyLinks(
  forceField: OpenmmForceField,
  versions: PatchedTemplates,
  residues: readonly ResidueGraph[],
  matches: (Match | undefined)[],
  topology: Topology,
  graphOf: (template: OpenmmTemplate) => TemplateGraph,
): void {
  const links = [...forceField.patches.values()].filter((patch) => patch.residues > 1);
  if (links.length === 0 || !matches.includes(undefined)) return;
  const bondedResidues: Set<number>[] = residues.map(() => new Set());
  for (let k = 0; k < topology.bonds.length; k += 2) {
    const [a, b] = [topology.residueOf[topology.bonds[k]!]!, topology.residueOf[topology.bonds[k + 1]!]!];
    if (a === b) continue;
    bondedResidues[a]!.add(b);
    bondedResidues[b]!.add(a);
  }
  const open = (residue: number): boolean => matches[residue] === undefined;
  for (const patch of links.sort((a, b) => a.residues - b.residues)) {
    const candidates = Array.from({ length: patch.residues }, (_, k) =>
      forceField.permissions
        .filter((p) => p.patch === patch.name && p.residue === k)
        .flatMap((p) => [
          ...forceField.templates.filter((template) => template.name === p.template),
          ...versions.of(p.template),
        ]),
    );
    for (const templates of combinations(candidates)) {
      const graphs = patched(patch, templates)?.map(graphOf);
      if (graphs === undefined) continue;
      for (const first of residues) {
        for (const cluster of clusters(first.residue, patch.residues, bondedResidues, open)) {
          if (!cluster.every(open)) continue;
          const found = cluster.map((residue, k) => matchTemplate(residues[residue]!, graphs[k]!));
          if (!found.every((indices) => indices !== undefined)) continue;
          const linked = patch.addedBonds.every(([a, b]) => {
            if (a.residue === b.residue) return true;
            const [i, j] = [a, b].map(({ residue, name }) => {
              const indices = found[residue]!;
              const { atoms } = graphs[residue]!.template;
              const at = indices.findIndex((index) => atoms[index]!.name === name);
              return residues[cluster[residue]!]!.atoms[at]!;
            }) as [number, number];
            return areBonded(topology, i, j);
          });
          if (!linked) continue;
          cluster.forEach((residue, k) => {
            matches[residue] = { template: graphs[k]!.template, indices: found[k]! };
          });
        }
      }
    }
  }
}

function areBonded({ bonds }: Topology, i: number, j: number): boolean {
  for (let k = 0; k < bonds.length; k += 2) {
    if ((bonds[k] === i && bonds[k + 1] === j) || (bonds[k] === j && bonds[k + 1] === i)) return true;
  }
  return false;
}

function* combinations<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = lists;
  if (first === undefined) yield [];
  else for (const one of first) for (const others of combinations(rest)) yield [one, ...others];
}

/** Ordered sets of residues that hang together by bonds and begin with a given one. */
function* clusters(
  first: number,
  size: number,
  bonded: readonly ReadonlySet<number>[],
  allowed: (residue: number) => boolean,
): Generator<number[]> {
  if (!allowed(first)) return;
  const grow = function* (cluster: number[]): Generator<number[]> {
    if (cluster.length === size) {
      yield cluster;
      return;
    }
    const next = new Set(cluster.flatMap((residue) => [...bonded[residue]!]));
    for (const residue of next) if (!cluster.includes(residue) && allowed(residue)) yield* grow([...cluster, residue]);
  };
  yield* grow([first]);
}

function label({ residues }: Topology, { residue }: ResidueGraph): string {
  const { name, id, chain } = residues[residue]!;
  return `residue ${name} ${id}${chain === "" ? "" : ` of chain ${chain}`}`;
}

function noTemplate(
  residue: ResidueGraph,
  matches: readonly (Match | undefined)[],
  topology: Topology,
  graphs: readonly TemplateGraph[],
): InputError {
  const others = matches.filter((match) => match === undefined).length - 1;
  const { name } = topology.residues[residue.residue]!;
  return new InputError(
    "QMMM_MM_TEMPLATE_MISSING",
    `No template of the force field fits ${label(topology, residue)}${closest(residue, name, graphs)}` +
      (others > 0 ? ` ${others} other residues have none either.` : ""),
    {
      value: name,
      allowed: "residues with the atoms and bonds of a template",
      action:
        "Add missing hydrogens or atoms, check the bonds of the structure, or name a force-field file with this residue",
    },
  );
}

/** Says what sets the most similar template apart: that of the same name, else that whose atoms differ least. */
function closest(residue: ResidueGraph, name: string, graphs: readonly TemplateGraph[]): string {
  const count = (elements: readonly number[]): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const z of elements) counts.set(z, (counts.get(z) ?? 0) + 1);
    return counts;
  };
  const own = count(residue.elements);
  let best: { readonly graph: TemplateGraph; readonly parts: string[]; readonly distance: number } | undefined;
  for (const graph of graphs) {
    const theirs = count(graph.elements);
    const parts: string[] = [];
    let distance = graph.template.name === name ? -0.5 : 0;
    for (const z of new Set([...own.keys(), ...theirs.keys()])) {
      const difference = (theirs.get(z) ?? 0) - (own.get(z) ?? 0);
      if (difference === 0) continue;
      distance += Math.abs(difference);
      parts.push(`${Math.abs(difference)} ${ELEMENT_SYMBOLS[z]} too ${difference > 0 ? "few" : "many"}`);
    }
    if (best === undefined || distance < best.distance) best = { graph, parts, distance };
  }
  if (best === undefined) return ": it has no templates at all.";
  const { graph, parts } = best;
  const total = (graphLike: Pick<TemplateGraph, "bonded" | "external">): [number, number] => [
    graphLike.bonded.reduce((sum, list) => sum + list.length, 0) / 2,
    graphLike.external.reduce((sum, n) => sum + n, 0),
  ];
  if (parts.length > 0) return `; the closest is ${titleOf(graph.template)}: it has ${parts.join(", ")} for it.`;
  const [[inside, outside], [wantedInside, wantedOutside]] = [total(residue), total(graph)];
  return (
    `; the closest is ${titleOf(graph.template)}, with the same atoms, but the bonds differ: ${inside} within the residue and ` +
    `${outside} to other residues, where the template has ${wantedInside} and ${wantedOutside}.`
  );
}
