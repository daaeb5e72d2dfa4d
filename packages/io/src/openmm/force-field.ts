import type { SourcePlace } from "@qmmm/core";
import type { XmlNode } from "./xml.js";

/** A type of atoms. */
export interface OpenmmAtomType {
  readonly name: string;
  readonly class: string;
  /** Atomic number; 0 for sites without an element. */
  readonly element: number;
  /** u */
  readonly mass: number;
}

/** An atom of a template. */
export interface OpenmmTemplateAtom {
  readonly name: string;
  readonly type: string;
  /** Number of bonds to other residues. */
  readonly externalBonds: number;
  /** Attributes besides name and type, such as a charge. */
  readonly parameters: Readonly<Record<string, number>>;
}

/** A site of a template that follows other atoms of it: by names. */
export interface OpenmmVirtualSite {
  readonly site: string;
  readonly parents: readonly string[];
  /** Atom whose exclusions it shares. */
  readonly excludeWith: string;
  /** `<VirtualSite>`, with its type and weights. */
  readonly node: XmlNode;
}

/** A residue as a graph of atoms. */
export interface OpenmmTemplate {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
  /** Patches applied to it, by name; a file's own template has none. */
  readonly patches: readonly string[];
  readonly atoms: readonly OpenmmTemplateAtom[];
  /** Pairs of atoms, from 0. */
  readonly bonds: readonly (readonly [number, number])[];
  readonly virtualSites: readonly OpenmmVirtualSite[];
}

/** An atom that a patch speaks of: of which of its residues, from 0. */
export interface PatchAtom {
  readonly residue: number;
  readonly name: string;
}

/** A change of templates, such as the link of two cysteines. */
export interface OpenmmPatch {
  readonly name: string;
  /** How many residues it changes together. */
  readonly residues: number;
  readonly added: readonly (PatchAtom & { readonly atom: OpenmmTemplateAtom })[];
  readonly changed: readonly (PatchAtom & { readonly atom: OpenmmTemplateAtom })[];
  readonly removed: readonly PatchAtom[];
  readonly addedBonds: readonly (readonly [PatchAtom, PatchAtom])[];
  readonly removedBonds: readonly (readonly [PatchAtom, PatchAtom])[];
  readonly addedExternalBonds: readonly PatchAtom[];
  readonly removedExternalBonds: readonly PatchAtom[];
  readonly virtualSites: readonly OpenmmVirtualSite[];
  readonly place: SourcePlace;
}

/** That a patch may be applied to a template, as the patch's residue of this number. */
export interface PatchPermission {
  readonly template: string;
  readonly patch: string;
  readonly residue: number;
}

/** OpenMM force-field files together, in OpenMM's units: nm, kJ/mol, rad, e, u. */
export interface OpenmmForceField {
  readonly files: readonly string[];
  readonly types: ReadonlyMap<string, OpenmmAtomType>;
  readonly templates: readonly OpenmmTemplate[];
  readonly patches: ReadonlyMap<string, OpenmmPatch>;
  readonly permissions: readonly PatchPermission[];
  /** All other elements in the order of the files, unread: forces and scripts. */
  readonly sections: readonly XmlNode[];
}
