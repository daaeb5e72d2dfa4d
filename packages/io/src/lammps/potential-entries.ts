import type { TextFile } from "../text/text-file.js";
import { ANGSTROM, ELECTRONVOLT, KCAL_PER_MOL } from "../units.js";

/** The units in which a potential file is written, as its first line declares them (`UNITS: metal`, also the default). */
export interface PotentialUnits {
  readonly name: "metal" | "real";
  /** Unit of energy, Eh. */
  readonly energy: number;
  /** Unit of length, a0. */
  readonly length: number;
  /** Coulomb constant that LAMMPS has in these units, over the exact one: its potentials were fitted and run with it. */
  readonly coulomb: number;
}

/** Coulomb constants of LAMMPS: 14.399645 eV Å/e² and 332.06371 kcal/mol Å/e² (src/update.cpp). */
const UNITS = {
  metal: { name: "metal", energy: ELECTRONVOLT, length: ANGSTROM, coulomb: 14.399645 * ELECTRONVOLT * ANGSTROM },
  real: { name: "real", energy: KCAL_PER_MOL, length: ANGSTROM, coulomb: 332.06371 * KCAL_PER_MOL * ANGSTROM },
} as const satisfies Record<string, PotentialUnits>;

/** @throws QmmmError `QMMM_FILE_FORMAT` for units other than metal and real */
export function potentialUnits(text: TextFile): PotentialUnits {
  const name = /\bUNITS:\s*(\S+)/.exec(text.line(1))?.[1] ?? "metal";
  if (name === "metal" || name === "real") return UNITS[name];
  throw text.error(1, `the units "${name}" are not supported`, { value: name, allowed: Object.keys(UNITS) });
}

/** The numbers of one triplet of elements, by column, in the units of the file. */
export interface PotentialEntry<Column extends string> {
  /** Names of the central atom and its two neighbours. */
  readonly elements: readonly [string, string, string];
  readonly numbers: Readonly<Record<Column, number>>;
  /** Line on which the entry begins. */
  readonly line: number;
}

/**
 * Reads a file of triplets (`.sw`, `.tersoff`, `.vashishta`): three names, then one number per column. `#` begins a
 * comment; an entry may run over several lines; the next one begins on a new line.
 *
 * @param nonNegative - columns whose numbers must not be below zero
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function readEntries<const Column extends string>(
  text: TextFile,
  columns: readonly Column[],
  nonNegative: readonly Column[],
): PotentialEntry<Column>[] {
  const entries: PotentialEntry<Column>[] = [];
  const lineOf = new Map<string, number>();
  const width = 3 + columns.length;
  let words: { readonly word: string; readonly line: number }[] = [];
  for (let line = 1; line <= text.lastLine; line++) {
    const row = text.line(line).split("#")[0]!.trim();
    if (row === "") continue;
    for (const word of row.split(/\s+/)) words.push({ word, line });
    if (words.length < width) continue;
    const begin = words[0]!.line;
    if (words.length > width) {
      throw text.error(line, `the entry that begins on line ${begin} has ${words.length} fields, not ${width}`, {
        value: words.length,
        allowed: `three names and ${columns.length} numbers: ${columns.join(" ")}`,
      });
    }
    const entry = entryOf(text, words, columns);
    for (const column of nonNegative) {
      if (entry.numbers[column] >= 0) continue;
      throw text.error(begin, `${column} must not be negative`, {
        value: entry.numbers[column],
        allowed: "zero or above",
      });
    }
    const key = entry.elements.join(" ");
    const earlier = lineOf.get(key);
    if (earlier !== undefined) {
      throw text.error(begin, `there are two entries for ${key}; the other is on line ${earlier}`, { value: key });
    }
    lineOf.set(key, begin);
    entries.push(entry);
    words = [];
  }
  if (words.length > 0) {
    throw text.error(text.lastLine, `the last entry ends after ${words.length} of ${width} fields`, {
      value: words.length,
      allowed: `three names and ${columns.length} numbers: ${columns.join(" ")}`,
    });
  }
  if (entries.length === 0) throw text.error(1, "there is no entry", { allowed: `names and ${columns.join(" ")}` });
  return entries;
}

function entryOf<Column extends string>(
  text: TextFile,
  words: readonly { readonly word: string; readonly line: number }[],
  columns: readonly Column[],
): PotentialEntry<Column> {
  const name = (k: number): string => {
    const { word, line } = words[k]!;
    if (!/^[A-Za-z]/.test(word)) {
      throw text.error(line, `an element's name is expected where "${word}" stands`, {
        value: word,
        allowed: `three names and ${columns.length} numbers per entry`,
      });
    }
    return word;
  };
  const numbers = Object.fromEntries(
    columns.map((column, k) => [column, text.real(words[k + 3]!.word, words[k + 3]!.line, column)]),
  ) as Record<Column, number>;
  return { elements: [name(0), name(1), name(2)], numbers, line: words[0]!.line };
}
