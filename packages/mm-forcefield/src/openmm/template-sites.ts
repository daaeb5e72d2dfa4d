import type { Topology, VirtualSite } from "@qmmm/core";
import type { OpenmmForceField } from "@qmmm/io";
import { invalid } from "./errors.js";
import type { AssignedAtoms } from "./residue-templates.js";
import { templateSiteRule } from "./virtual-sites.js";

/** A virtual site of a system, and the atom whose exclusions it shares. */
export interface AssignedSite extends VirtualSite {
  readonly excludeWith: number;
}

/** The virtual sites that templates give a system. */
export function assignedSites({ residues }: AssignedAtoms): AssignedSite[] {
  return residues.flatMap(({ template, atomOf }) =>
    template.virtualSites.map(({ site, parents, excludeWith, node }): AssignedSite => {
      const find = (name: string): number => {
        const atom = atomOf(name);
        if (atom !== undefined) return atom;
        throw invalid(node.place, `a virtual site of ${template.name} names ${name}`, {
          value: name,
          allowed: template.atoms.map((one) => one.name),
        });
      };
      if (site === excludeWith) throw invalid(node.place, "a virtual site shares exclusions with itself");
      return {
        site: find(site),
        parents: parents.map(find),
        rule: templateSiteRule(node, parents.length),
        excludeWith: find(excludeWith),
      };
    }),
  );
}

/** The topology without the bonds of sites that have no nucleus: structures draw them or not, force fields don't mean them. */
export function withoutSiteBonds(topology: Topology): Topology {
  const { elements, bonds } = topology;
  const kept: number[] = [];
  for (let k = 0; k < bonds.length; k += 2) {
    const [i, j] = [bonds[k]!, bonds[k + 1]!];
    if (elements[i] !== 0 && elements[j] !== 0) kept.push(i, j);
  }
  return kept.length === bonds.length ? topology : { ...topology, bonds: Int32Array.from(kept) };
}

/**
 * Bonds by which pairs are excluded, as OpenMM counts them: a site stands where the atom stands whose exclusions it shares,
 * and is bonded to it.
 */
export function exclusionBonds({ bonds }: Topology, sites: readonly AssignedSite[]): Int32Array {
  const sharing = new Map<number, number[]>();
  for (const { site, excludeWith } of sites) sharing.set(excludeWith, [...(sharing.get(excludeWith) ?? []), site]);
  const all: [number, number][] = [];
  for (let k = 0; k < bonds.length; k += 2) all.push([bonds[k]!, bonds[k + 1]!]);
  const children = (atom: number): readonly number[] => sharing.get(atom) ?? [];
  // What is added is looked at in its turn: sites may share the exclusions of sites.
  for (const [i, j] of all) {
    for (const child of children(i)) {
      all.push([child, j]);
      for (const other of children(j)) all.push([child, other]);
    }
    for (const child of children(j)) all.push([i, child]);
    if (all.length > 64 * (bonds.length + sites.length + 1)) break;
  }
  for (const [atom, shared] of sharing) for (const child of shared) all.push([atom, child]);
  return Int32Array.from(all.flat());
}

/** Templates as they look in structures that have no sites without a nucleus. */
export function templatesWithoutSites(forceField: OpenmmForceField): OpenmmForceField {
  const templates = forceField.templates.flatMap((template) => {
    const kept = [...template.atoms.keys()].filter((k) => forceField.types.get(template.atoms[k]!.type)!.element !== 0);
    if (kept.length === template.atoms.length || kept.length === 0) return [template];
    return [
      template,
      {
        ...template,
        atoms: kept.map((k) => template.atoms[k]!),
        bonds: template.bonds
          .map(([a, b]): [number, number] => [kept.indexOf(a), kept.indexOf(b)])
          .filter(([a, b]) => a >= 0 && b >= 0),
      },
    ];
  });
  return { ...forceField, templates };
}
