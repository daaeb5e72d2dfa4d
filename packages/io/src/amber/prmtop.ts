import { TextFile } from "../text/text-file.js";

/** Columns of a section: so many fields per line, of so many characters each. */
interface Layout {
  readonly perLine: number;
  readonly kind: "a" | "i" | "e";
  readonly width: number;
}

function layoutOf(perLine: string, letter: string, width: string): Layout {
  const kind = letter.toLowerCase();
  return {
    perLine: perLine === "" ? 1 : Number(perLine),
    kind: kind === "a" || kind === "i" ? kind : "e",
    width: Number(width),
  };
}

/** A section of a prmtop file. */
interface Section {
  readonly name: string;
  /** Line of its `%FLAG`. */
  readonly line: number;
  readonly format: string;
  /** Undefined for formats of several parts, such as `i2,a78`: such sections are present but can't be read. */
  readonly layout: Layout | undefined;
  readonly firstLine: number;
  readonly endLine: number;
}

/** Meaning of the entries of POINTERS that are used (ambermd.org/FileFormats.php). */
const POINTERS = {
  NATOM: 0,
  NTYPES: 1,
  NBONH: 2,
  MBONA: 3,
  NTHETH: 4,
  MTHETA: 5,
  NPHIH: 6,
  MPHIA: 7,
  NNB: 10,
  NRES: 11,
  NUMBND: 15,
  NUMANG: 16,
  NPTRA: 17,
  NPHB: 19,
  IFBOX: 27,
  NUMEXTRA: 30,
} as const;

/** Name of an entry of POINTERS. */
export type PrmtopPointer = keyof typeof POINTERS;

/**
 * The sections of an Amber prmtop file (`%FLAG`, `%FORMAT`), read on demand into typed arrays. Numbers are as in the
 * file: kcal/mol, Å, charges times 18.2223, indices as documented at ambermd.org/FileFormats.php.
 */
export class Prmtop {
  private readonly text: TextFile;
  private readonly sections = new Map<string, Section>();
  private readonly pointers: Int32Array;

  /** @throws QmmmError `QMMM_FILE_FORMAT` when the file is no prmtop, or its POINTERS are incomplete */
  constructor(source: Uint8Array | string, file: string) {
    this.text = new TextFile(source, file);
    this.findSections();
    const all = this.integers("POINTERS");
    if (all.length < 30) {
      throw this.error("POINTERS", `there are ${all.length} pointers, but at least 30 are needed`);
    }
    this.pointers = all;
  }

  get file(): string {
    return this.text.file;
  }

  /** Names of the sections in the order of the file. */
  get names(): readonly string[] {
    return [...this.sections.keys()];
  }

  has(name: string): boolean {
    return this.sections.has(name);
  }

  /** A pointer by its name; 0 for one that old files lack. */
  pointer(name: PrmtopPointer): number {
    return this.pointers[POINTERS[name]] ?? 0;
  }

  /** An error of format that names the section and its line. */
  error(name: string, message: string, details: Record<string, unknown> = {}) {
    const section = this.sections.get(name);
    return this.text.error(section?.line ?? Math.max(1, this.text.lastLine), `section ${name}: ${message}`, details);
  }

  /** Whole numbers of a section; `count` is checked when given. */
  integers(name: string, count?: number): Int32Array {
    return Int32Array.from(
      this.fields(name, "i", count, (field, line) => this.text.integer(field, line, inside(name))),
    );
  }

  /** Real numbers of a section, as in the file. */
  reals(name: string, count?: number): Float64Array {
    return Float64Array.from(this.fields(name, "e", count, (field, line) => this.text.real(field, line, inside(name))));
  }

  /** Words of a section, blanks at both ends removed. */
  words(name: string, count?: number): string[] {
    return this.fields(name, "a", count, (field) => field.trim());
  }

  private require(name: string): Section {
    const section = this.sections.get(name);
    if (section !== undefined) return section;
    throw this.text.error(Math.max(1, this.text.lastLine), `section ${name} is missing`, {
      value: name,
      allowed: this.names,
      action: "Check that the file is complete; very old topologies have to be written anew",
    });
  }

  private fields<T>(
    name: string,
    kind: Layout["kind"],
    count: number | undefined,
    read: (field: string, line: number) => T,
  ): T[] {
    const section = this.require(name);
    const { layout } = section;
    if (layout?.kind !== kind) {
      const problem = layout === undefined ? "no readable %FORMAT" : "another %FORMAT than expected";
      throw this.error(name, `there is ${problem}: ${section.format}`, {
        value: section.format,
        allowed: { a: "characters, such as 20a4", i: "whole numbers, such as 10I8", e: "real numbers, such as 5E16.8" }[
          kind
        ],
      });
    }
    const { perLine, width } = layout;
    const out: T[] = [];
    for (let line = section.firstLine; line < section.endLine; line++) {
      const row = this.text.line(line);
      // Characters may have lost their trailing blanks; a blank number field ends the section.
      const filled = kind === "a" && line + 1 < section.endLine ? perLine * width : row.trimEnd().length;
      for (let k = 0; k * width < filled && k < perLine; k++)
        out.push(read(row.slice(k * width, (k + 1) * width), line));
    }
    if (count === undefined) return out;
    if (kind === "a") while (out.length < count && out.length % perLine !== 0) out.push(read("", 0));
    if (out.length !== count) {
      const where = Math.max(section.line, section.endLine - 1);
      throw this.text.error(where, `section ${name} has ${out.length} entries, but ${count} are needed`, {
        value: out.length,
        allowed: String(count),
      });
    }
    return out;
  }

  private findSections(): void {
    const { text } = this;
    const last = text.lastLine;
    const starts: number[] = [];
    for (let line = 1; line <= last; line++) if (text.line(line).startsWith("%FLAG")) starts.push(line);
    if (starts.length === 0) {
      throw text.error(1, "This is not an Amber prmtop file: there is no %FLAG", {
        allowed: "a prmtop file of Amber 7 or later",
      });
    }
    starts.forEach((line, k) => {
      const endLine = starts[k + 1] ?? last + 1;
      const name = text.line(line).slice(5).trim();
      let formatLine = line + 1;
      while (formatLine < endLine && text.line(formatLine).startsWith("%COMMENT")) formatLine++;
      const format = /^%FORMAT\s*\((.*)\)/.exec(text.line(formatLine))?.[1] ?? text.line(formatLine);
      const match = /^\s*(\d*)\s*\(?([aiefgdAIEFGD])\s*(\d+)(?:\.\d+)?\)?\s*$/.exec(format);
      this.sections.set(name, {
        name,
        line,
        format,
        layout: match === null ? undefined : layoutOf(match[1]!, match[2]!, match[3]!),
        firstLine: formatLine + 1,
        endLine,
      });
    });
  }
}

function inside(section: string): string {
  return `An entry of section ${section}`;
}
