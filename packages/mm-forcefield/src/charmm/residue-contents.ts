import type { RtfAtom, RtfResidue } from "@qmmm/io";

/** Kinds of terms that topology files list. */
export const TERMS = ["bonds", "angles", "dihedrals", "impropers", "crossTerms"] as const;
export type TermKind = (typeof TERMS)[number];

/** What a residue consists of once patches are applied. */
export class ResidueContents {
  readonly atoms: Map<string, RtfAtom>;
  readonly terms: Readonly<Record<TermKind, (readonly string[])[]>>;
  readonly patches: string[] = [];

  constructor(readonly template: RtfResidue) {
    this.atoms = new Map(template.atoms.map((atom) => [atom.name, atom]));
    this.terms = {
      bonds: [...template.bonds],
      angles: [...template.angles],
      dihedrals: [...template.dihedrals],
      impropers: [...template.impropers],
      crossTerms: [...template.crossTerms],
    };
  }

  /** The same, with other patches to come. */
  with(...patches: readonly RtfResidue[]): ResidueContents {
    const copy = new ResidueContents(this.template);
    copy.atoms.clear();
    for (const [name, atom] of this.atoms) copy.atoms.set(name, atom);
    for (const kind of TERMS) copy.terms[kind].splice(0, copy.terms[kind].length, ...this.terms[kind]);
    copy.patches.push(...this.patches);
    for (const patch of patches) copy.apply(patch);
    return copy;
  }

  /** Applies a patch of this residue alone. */
  private apply(patch: RtfResidue): void {
    for (const name of patch.deletedAtoms) this.atoms.delete(name);
    for (const atom of patch.atoms) this.atoms.set(atom.name, atom);
    this.removeImpropers(patch.deletedImpropers);
    for (const kind of TERMS) for (const names of patch[kind]) this.terms[kind].push(names);
    this.patches.push(patch.name);
  }

  /** Applies the part of a patch of several residues that is this one's: atoms whose names begin with its number. */
  applyShared(patch: RtfResidue, number: number): void {
    const own = (name: string): string | undefined => (name.startsWith(String(number)) ? name.slice(1) : undefined);
    for (const name of patch.deletedAtoms) this.atoms.delete(own(name) ?? "");
    for (const atom of patch.atoms) {
      const name = own(atom.name);
      if (name !== undefined) this.atoms.set(name, { ...atom, name });
    }
    this.patches.push(patch.name);
  }

  private removeImpropers(deleted: readonly (readonly string[])[]): void {
    for (const names of deleted) {
      const forms = [names.join(" "), [...names].reverse().join(" ")];
      const { impropers } = this.terms;
      for (let n = impropers.length - 1; n >= 0; n--) {
        if (forms.includes(impropers[n]!.join(" "))) impropers.splice(n, 1);
      }
    }
  }

  /** Whether the residue has exactly these atoms. */
  matches(names: ReadonlySet<string>): boolean {
    return names.size === this.atoms.size && [...names].every((name) => this.atoms.has(name));
  }
}
