import type { OpenmmPatch, OpenmmTemplate, OpenmmTemplateAtom, PatchAtom } from "@qmmm/io";

/**
 * The templates that a patch makes of others, one for each of its residues; undefined where it changes or bonds atoms that
 * they lack, or adds ones that they have. What it removes need not be there, as in OpenMM.
 */
export function patched(patch: OpenmmPatch, templates: readonly OpenmmTemplate[]): OpenmmTemplate[] | undefined {
  const residues = templates.map((template) => new Draft(template));
  const at = ({ residue, name }: PatchAtom): [Draft, string] => [residues[residue]!, name];
  let good = true;
  const apply = (done: boolean): void => {
    good &&= done;
  };
  for (const atom of patch.removed) {
    const [draft, name] = at(atom);
    draft.remove(name);
  }
  for (const { atom, ...where } of patch.added) apply(at(where)[0].add(atom));
  for (const { atom, ...where } of patch.changed) apply(at(where)[0].change(atom));
  for (const [a, b] of patch.removedBonds) {
    if (a.residue === b.residue) at(a)[0].removeBond(a.name, b.name);
  }
  for (const [a, b] of patch.addedBonds) {
    if (a.residue === b.residue) apply(at(a)[0].addBond(a.name, b.name));
    else for (const [draft, name] of [at(a), at(b)]) apply(draft.addExternalBond(name));
  }
  for (const atom of patch.removedExternalBonds) {
    const [draft, name] = at(atom);
    draft.removeExternalBonds(name);
  }
  for (const atom of patch.addedExternalBonds) {
    const [draft, name] = at(atom);
    apply(draft.addExternalBond(name));
  }
  return good ? residues.map((draft) => draft.finish(patch)) : undefined;
}

/** Names of the atoms that a patch adds, changes or removes. */
export function touchedNames({ added, changed, removed }: OpenmmPatch): Set<string> {
  return new Set([...added, ...changed, ...removed].map(({ name }) => name));
}

/** A template under change, by names of atoms. Additions and changes say whether they were possible. */
class Draft {
  private readonly atoms: Map<string, OpenmmTemplateAtom>;
  private bonds: (readonly [string, string])[];

  constructor(private readonly template: OpenmmTemplate) {
    this.atoms = new Map(template.atoms.map((atom) => [atom.name, atom]));
    this.bonds = template.bonds.map(([a, b]) => [template.atoms[a]!.name, template.atoms[b]!.name]);
  }

  remove(name: string): void {
    this.bonds = this.bonds.filter((bond) => !bond.includes(name));
    this.atoms.delete(name);
  }

  add(atom: OpenmmTemplateAtom): boolean {
    if (this.atoms.has(atom.name)) return false;
    this.atoms.set(atom.name, atom);
    return true;
  }

  change(atom: OpenmmTemplateAtom): boolean {
    const before = this.atoms.get(atom.name);
    if (before === undefined) return false;
    this.atoms.set(atom.name, { ...atom, externalBonds: before.externalBonds });
    return true;
  }

  addBond(a: string, b: string): boolean {
    this.bonds.push([a, b]);
    return a !== b && this.atoms.has(a) && this.atoms.has(b);
  }

  removeBond(a: string, b: string): void {
    this.bonds = this.bonds.filter((bond) => !(bond.includes(a) && bond.includes(b)));
  }

  addExternalBond(name: string): boolean {
    const atom = this.atoms.get(name);
    if (atom === undefined) return false;
    this.atoms.set(name, { ...atom, externalBonds: atom.externalBonds + 1 });
    return true;
  }

  removeExternalBonds(name: string): void {
    const atom = this.atoms.get(name);
    if (atom !== undefined) this.atoms.set(name, { ...atom, externalBonds: 0 });
  }

  finish(patch: OpenmmPatch): OpenmmTemplate {
    const names = [...this.atoms.keys()];
    return {
      name: this.template.name,
      file: this.template.file,
      patches: [...this.template.patches, patch.name],
      atoms: [...this.atoms.values()],
      bonds: this.bonds.map(([a, b]): [number, number] => [names.indexOf(a), names.indexOf(b)]),
      virtualSites: [...this.template.virtualSites, ...patch.virtualSites].filter(({ site }) => this.atoms.has(site)),
    };
  }
}
