import type { SourcePlace } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { type CharmmRow, charmmRows } from "./rows.js";

/** An atom of a residue or a patch. */
export interface RtfAtom {
  readonly name: string;
  readonly type: string;
  /** e. */
  readonly charge: number;
}

/**
 * A residue (RESI) or a patch (PRES) of a topology file. Atoms are named as in the file, in capitals: with `+` those of the next
 * residue, with `-` those of the one before, in patches of several residues with their number, 1 to 9, in front.
 */
export interface RtfResidue {
  readonly name: string;
  readonly isPatch: boolean;
  readonly atoms: readonly RtfAtom[];
  readonly bonds: readonly (readonly string[])[];
  readonly angles: readonly (readonly string[])[];
  readonly dihedrals: readonly (readonly string[])[];
  readonly impropers: readonly (readonly string[])[];
  /** Eight names each. */
  readonly crossTerms: readonly (readonly string[])[];
  readonly deletedAtoms: readonly string[];
  /** Terms that a patch takes away, by their atoms. */
  readonly deletedImpropers: readonly (readonly string[])[];
  /** Patches of a residue that begins or ends a segment; NONE for none. */
  readonly first: string;
  readonly last: string;
  /** A statement that would change the energy and is not read. */
  readonly unread?: { readonly statement: string; readonly place: SourcePlace } | undefined;
  readonly place: SourcePlace;
}

/** Topology files of CHARMM: what residues consist of. */
export interface Rtf {
  readonly residues: ReadonlyMap<string, RtfResidue>;
  readonly patches: ReadonlyMap<string, RtfResidue>;
  /** u, by type. */
  readonly masses: ReadonlyMap<string, number>;
  readonly autogenerate: { readonly angles: boolean; readonly dihedrals: boolean };
}

type Draft = {
  -readonly [K in keyof RtfResidue]: RtfResidue[K] extends readonly (infer T)[] ? T[] : RtfResidue[K];
};

/** Statements that list atoms in rows of so many, and where they go. */
const LISTS: Readonly<Record<string, readonly [keyof RtfResidue, number]>> = {
  BOND: ["bonds", 2],
  DOUB: ["bonds", 2],
  TRIP: ["bonds", 2],
  ANGL: ["angles", 3],
  THET: ["angles", 3],
  DIHE: ["dihedrals", 4],
  PHI: ["dihedrals", 4],
  IMPR: ["impropers", 4],
  IMPH: ["impropers", 4],
  CMAP: ["crossTerms", 8],
};
/** Statements that say nothing of the energy: groups, hydrogen bonds, internal coordinates, cross-references. */
const WITHOUT_ENERGY = /^(GROU|DONO|ACCE|IC|BILD|BUIL|DECL|PRIN|VERS|ORIE)/;
/** Statements that would change it and are not read: an error once a residue with one is used. */
const UNREAD = /^(LONE|DRUD|ANIS|RING)/;

/**
 * Reads topology files (rtf) and the rtf parts of streams (str). Later residues replace earlier ones of their name.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readRtf(files: readonly { readonly file: string; readonly source: Uint8Array | string }[]): Rtf {
  const reader = new RtfReader();
  for (const { file, source } of files) reader.read(new TextFile(source, file));
  return reader.result;
}

class RtfReader {
  private readonly residues = new Map<string, RtfResidue>();
  private readonly patches = new Map<string, RtfResidue>();
  private readonly masses = new Map<string, number>();
  private autogenerate = { angles: false, dihedrals: false };
  private defaults = { first: "NONE", last: "NONE" };
  private current: Draft | undefined;

  get result(): Rtf {
    const { residues, patches, masses, autogenerate } = this;
    return { residues, patches, masses, autogenerate };
  }

  read(text: TextFile): void {
    const stream = text.lines.some((line) => /^\s*read\s+(rtf|para)/i.test(line));
    let inside = !stream && text.lines.some((line) => /^\s*(RESI|PRES)\s/i.test(line));
    this.defaults = { first: "NONE", last: "NONE" };
    for (const row of charmmRows(text)) {
      const [first = "", second = ""] = row.words;
      if (first === "READ") inside = second.startsWith("RTF");
      else if (first === "END") inside = inside && !stream;
      else if (inside) this.readRow(text, row);
      if (first === "READ" || first === "END") this.current = undefined;
    }
    this.current = undefined;
  }

  private readRow(text: TextFile, row: CharmmRow): void {
    const [keyword = ""] = row.words;
    if (keyword.startsWith("RESI") || keyword.startsWith("PRES")) this.open(text, row);
    else if (keyword === "MASS") this.readMass(text, row);
    else if (keyword.startsWith("AUTO")) {
      const stated = row.words.slice(1);
      this.autogenerate = {
        angles: this.autogenerate.angles || stated.some((word) => word.startsWith("ANGL")),
        dihedrals: this.autogenerate.dihedrals || stated.some((word) => word.startsWith("DIHE")),
      };
    } else if (keyword.startsWith("DEFA")) this.defaults = { ...this.defaults, ...terminiOf(row.words) };
    else if (this.current !== undefined) this.readStatement(text, row, this.current);
  }

  private open(text: TextFile, { line, words }: CharmmRow): void {
    const name = words[1];
    if (name === undefined) throw text.error(line, `${words[0]} needs a name`, { value: words.join(" ") });
    const isPatch = words[0]!.startsWith("PRES");
    const none = { first: "NONE", last: "NONE" };
    this.current = {
      name,
      isPatch,
      atoms: [],
      bonds: [],
      angles: [],
      dihedrals: [],
      impropers: [],
      crossTerms: [],
      deletedAtoms: [],
      deletedImpropers: [],
      ...(isPatch ? none : this.defaults),
      place: { file: text.file, line },
    };
    (isPatch ? this.patches : this.residues).set(name, this.current);
  }

  private readMass(text: TextFile, { line, words }: CharmmRow): void {
    if (words.length < 4) throw text.error(line, "MASS needs a number, a type and a mass", { value: words.join(" ") });
    this.masses.set(words[2]!, text.real(words[3]!, line, "The mass of the type"));
  }

  private readStatement(text: TextFile, { line, words }: CharmmRow, to: Draft): void {
    const [keyword = "", ...rest] = words;
    const list = LISTS[keyword.slice(0, 4)];
    if (keyword === "ATOM") {
      const [name, type, charge] = rest;
      if (charge === undefined)
        throw text.error(line, "ATOM needs a name, a type and a charge", { value: words.join(" ") });
      to.atoms.push({ name: name!, type: type!, charge: text.real(charge, line, "The charge of an atom") });
    } else if (list !== undefined) {
      const [field, width] = list;
      (to[field] as string[][]).push(...inRows(text, line, keyword, rest, width));
    } else if (keyword.startsWith("DELE")) this.readDeletion(text, line, rest, to);
    else if (keyword.startsWith("PATC")) Object.assign(to, terminiOf(words));
    else if (UNREAD.test(keyword)) to.unread ??= { statement: words.join(" "), place: { file: text.file, line } };
    else if (!WITHOUT_ENERGY.test(keyword)) {
      throw text.error(line, `There is no statement ${keyword}`, { value: words.join(" ") });
    }
  }

  private readDeletion(text: TextFile, line: number, words: readonly string[], to: Draft): void {
    const [what = "", ...names] = words;
    if (what.startsWith("ATOM")) to.deletedAtoms.push(...names);
    else if (what.startsWith("IMPR")) to.deletedImpropers.push(...inRows(text, line, "DELETE IMPR", names, 4));
    // Angles and dihedrals are those of the bonds that are left.
    else if (!/^(ANGL|DIHE|ACCE|DONO|IC)/.test(what)) {
      to.unread ??= { statement: `DELETE ${words.join(" ")}`, place: { file: text.file, line } };
    }
  }
}

/** FIRST and LAST of a line, by their values. */
function terminiOf(words: readonly string[]): { first?: string; last?: string } {
  const of = (key: string): string | undefined => {
    const at = words.findIndex((word, k) => k > 0 && word.startsWith(key));
    return at < 0 ? undefined : words[at + 1];
  };
  const [first, last] = [of("FIRS"), of("LAST")];
  return { ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) };
}

function inRows(text: TextFile, line: number, keyword: string, names: readonly string[], width: number): string[][] {
  if (names.length % width !== 0) {
    throw text.error(line, `${keyword} has ${names.length} names`, {
      value: names.join(" "),
      allowed: `a multiple of ${width}`,
    });
  }
  return Array.from({ length: names.length / width }, (_, n) => names.slice(width * n, width * (n + 1)));
}
