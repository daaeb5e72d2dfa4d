import { TextFile } from "../text/text-file.js";
import { type PsfLonePair, readLonePairs } from "./lone-pairs.js";

/** An atom line of a PSF: units of the file (e, u); the type is a name (X-PLOR) or a number (CHARMM). */
export interface PsfAtom {
  readonly segment: string;
  readonly residueId: string;
  readonly residue: string;
  readonly name: string;
  readonly type: string;
  readonly charge: number;
  readonly mass: number;
}

/** A protein structure file of CHARMM, X-PLOR or NAMD: what is bonded to what. Indices count from 0. */
export interface Psf {
  readonly file: string;
  readonly title: string;
  readonly atoms: readonly PsfAtom[];
  /** Two atoms each. */
  readonly bonds: Int32Array;
  /** Three atoms each. */
  readonly angles: Int32Array;
  /** Four atoms each, as listed: programs may list a torsion several times. */
  readonly dihedrals: Int32Array;
  readonly impropers: Int32Array;
  /** Eight atoms each: two torsions. */
  readonly crossTerms: Int32Array;
  /** Pairs excluded explicitly. */
  readonly exclusions: Int32Array;
  readonly lonePairs: readonly PsfLonePair[];
  /** True for polarisable topologies with Drude oscillators. */
  readonly drude: boolean;
}

interface Section {
  readonly line: number;
  readonly counts: readonly number[];
  readonly endLine: number;
}

/** Sections that every PSF has. */
const REQUIRED = ["NATOM", "NBOND", "NTHETA", "NPHI", "NIMPHI"];

/**
 * Reads a PSF in any dialect: standard and extended (EXT) columns, types as names or numbers, with and without CMAP.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readPsf(source: Uint8Array | string, file: string): Psf {
  const text = new TextFile(source, file);
  if (!/^PSF\b/.test(text.line(1))) {
    throw text.error(1, "This is not a PSF file", { value: text.line(1).slice(0, 40), allowed: "a first line PSF" });
  }
  const flags = text.line(1).toUpperCase().split(/\s+/);
  const sections = findSections(text);
  for (const name of REQUIRED) {
    if (sections.has(name)) continue;
    throw text.error(Math.max(1, text.lastLine), `section !${name} is missing`, {
      value: name,
      allowed: [...sections.keys()],
    });
  }
  const atoms = readAtoms(text, sections.get("NATOM")!, flags);
  const terms = (name: string, width: number): Int32Array =>
    readTerms(text, sections.get(name), name, width, atoms.length);
  if (flags.includes("CMAP") && !sections.has("NCRTERM")) {
    throw text.error(Math.max(1, text.lastLine), "section !NCRTERM is missing, which the first line announces", {
      value: text.line(1),
    });
  }
  const title = sections.get("NTITLE");
  const lonePairs = sections.get("NUMLP");
  return {
    file,
    title:
      title === undefined
        ? ""
        : text
            .line(title.line + 1)
            .replace(/^\s*(\*|REMARKS)?\s*/, "")
            .trim(),
    atoms,
    bonds: terms("NBOND", 2),
    angles: terms("NTHETA", 3),
    dihedrals: terms("NPHI", 4),
    impropers: terms("NIMPHI", 4),
    crossTerms: terms("NCRTERM", 8),
    exclusions: readExclusions(text, sections.get("NNB"), atoms.length),
    lonePairs: lonePairs === undefined ? [] : readLonePairs(text, lonePairs, atoms.length),
    drude: flags.includes("DRUDE"),
  };
}

function findSections(text: TextFile): Map<string, Section> {
  const found: { name: string; line: number; counts: number[] }[] = [];
  const last = text.lastLine;
  for (let line = 2; line <= last; line++) {
    const header = /^\s*(\d+(?:\s+\d+)*)\s*!\s*([A-Z]+)/.exec(text.line(line));
    if (header === null) continue;
    const counts = header[1]!.split(/\s+/).map((field) => text.integer(field, line, `The count of !${header[2]}`));
    found.push({ name: header[2]!, line, counts });
  }
  const sections = new Map<string, Section>();
  found.forEach(({ name, line, counts }, k) => {
    if (!sections.has(name)) sections.set(name, { line, counts, endLine: found[k + 1]?.line ?? last + 1 });
  });
  return sections;
}

function readAtoms(text: TextFile, section: Section, flags: readonly string[]): PsfAtom[] {
  const count = section.counts[0]!;
  if (count < 1) throw text.error(section.line, "The file has no atoms", { value: count, allowed: "1 or more" });
  const atoms: PsfAtom[] = [];
  for (let line = section.line + 1; atoms.length < count; line++) {
    if (line >= section.endLine) {
      throw text.error(Math.max(1, section.endLine - 1), `There are ${atoms.length} of ${count} atoms`, {
        value: atoms.length,
        allowed: String(count),
      });
    }
    const row = text.line(line);
    if (row.trim() === "") continue;
    const fields = atomFields(row, flags);
    const number = text.integer(fields[0] ?? "", line, "The number of the atom");
    if (number !== atoms.length + 1) {
      throw text.error(line, `Atom ${atoms.length + 1} has the number ${number}`, { value: number });
    }
    const [, segment, residueId, residue, name, type] = fields as [string, string, string, string, string, string];
    if (fields.length < 8)
      throw text.error(line, `An atom needs 8 fields, but there are ${fields.length}`, { value: row });
    const charge = text.real(fields[6]!, line, "The charge");
    const mass = text.real(fields[7]!, line, "The mass");
    if (mass < 0) throw text.error(line, `The mass ${mass} is negative`, { value: mass, allowed: "0 or more" });
    atoms.push({ segment, residueId, residue, name, type: type.toUpperCase(), charge, mass });
  }
  return atoms;
}

/** Fields of an atom line; by columns where one of the names is blank. */
function atomFields(row: string, flags: readonly string[]): string[] {
  const fields = row.trim().split(/\s+/);
  // A type has no decimal point: where one stands there, a name before it is blank.
  if (fields.length >= 8 && !fields[5]!.includes(".")) return fields;
  const wide = flags.includes("EXT");
  const name = wide ? 8 : 4;
  const type = flags.includes("XPLOR") && wide ? 6 : 4;
  const widths = [wide ? 10 : 8, name, name, name, name, type, 14, 14];
  let at = 0;
  return widths.map((width, k) => {
    const field = row.slice(at, at + width).trim();
    at += width + (k < 6 ? 1 : 0); // blanks stand before the names and the charge
    return field;
  });
}

function numbersOf(text: TextFile, section: Section, name: string): { value: number; line: number }[] {
  const out: { value: number; line: number }[] = [];
  for (let line = section.line + 1; line < section.endLine; line++) {
    for (const field of text.line(line).trim().split(/\s+/)) {
      if (field !== "") out.push({ value: text.integer(field, line, `An entry of !${name}`), line });
    }
  }
  return out;
}

function readTerms(
  text: TextFile,
  section: Section | undefined,
  name: string,
  width: number,
  atomCount: number,
): Int32Array {
  if (section === undefined) return new Int32Array(0);
  const numbers = numbersOf(text, section, name);
  const count = width * section.counts[0]!;
  if (numbers.length !== count) {
    throw text.error(section.endLine - 1, `section !${name} has ${numbers.length} entries, but ${count} are needed`, {
      value: numbers.length,
      allowed: String(count),
    });
  }
  const out = Int32Array.from(numbers, ({ value, line }) => atomAt(text, name, value, line, atomCount));
  for (let k = 0; k < out.length; k += Math.min(width, 4)) {
    const atoms = out.subarray(k, k + Math.min(width, 4));
    if (new Set(atoms).size === atoms.length) continue;
    throw text.error(numbers[k]!.line, `a term of !${name} names an atom twice`, {
      value: Array.from(atoms, (atom) => atom + 1),
    });
  }
  return out;
}

function atomAt(text: TextFile, name: string, value: number, line: number, atomCount: number): number {
  if (value >= 1 && value <= atomCount) return value - 1;
  throw text.error(line, `!${name} names the atom ${value}, which does not exist`, {
    value,
    allowed: `1 to ${atomCount}`,
  });
}

/** Excluded partners of all atoms, then the last partner of each atom. */
function readExclusions(text: TextFile, section: Section | undefined, atomCount: number): Int32Array {
  const count = section?.counts[0] ?? 0;
  if (section === undefined || count === 0) return new Int32Array(0);
  const numbers = numbersOf(text, section, "NNB");
  if (numbers.length !== count + atomCount) {
    throw text.error(section.endLine - 1, `section !NNB has ${numbers.length} entries`, {
      value: numbers.length,
      allowed: `${count} partners and ${atomCount} ends`,
    });
  }
  const pairs: number[] = [];
  let from = 0;
  for (let atom = 0; atom < atomCount; atom++) {
    const { value: to, line } = numbers[count + atom]!;
    if (to < from || to > count) {
      throw text.error(line, `!NNB: the partners of atom ${atom + 1} end at ${to}`, {
        value: to,
        allowed: `${from} to ${count}`,
      });
    }
    for (let k = from; k < to; k++) {
      const partner = atomAt(text, "NNB", numbers[k]!.value, numbers[k]!.line, atomCount);
      if (partner !== atom) pairs.push(atom, partner);
    }
    from = to;
  }
  return Int32Array.from(pairs);
}
