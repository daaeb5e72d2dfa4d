import {
  atomicNumber,
  createSystem,
  DALTON,
  ELEMENT_SYMBOLS,
  perceiveBonds,
  STANDARD_WEIGHTS,
  type System,
} from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM, ASE_MOMENTUM, ELECTRONVOLT, ELECTRONVOLT_PER_ANGSTROM } from "../units.js";
import { type CommentValue, parseComment } from "./comment.js";
import { type Column, DEFAULT_COLUMNS, parseProperties } from "./properties.js";

/** One frame of an XYZ or extended XYZ file, in atomic units. All arrays are fresh. */
export interface XyzFrame {
  readonly system: System;
  /** Energy, Eh, when the comment states one (`energy`, eV). */
  readonly energy?: number | undefined;
  /** Forces, Eh/a0, 3N, when there is a column `forces` (eV/Å). */
  readonly forces?: Float64Array | undefined;
  /** Entries of the comment of an extended XYZ file, as they stand; empty for a plain one. */
  readonly info: Readonly<Record<string, CommentValue>>;
}

/**
 * Reads all frames of an XYZ or extended XYZ file (lengths in Å; extended: eV and eV/Å, momenta in √(eV·u), the names of
 * columns as ASE has them). A comment with `Properties=` makes a frame extended; in a plain one, columns after the
 * coordinates are ignored. Bonds are perceived from distances.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readXyz(source: Uint8Array | string, file: string): readonly XyzFrame[] {
  const text = new TextFile(source, file);
  const last = text.lastLine;
  const frames: XyzFrame[] = [];
  for (let line = 1; line <= last; ) {
    const count = text.integer(text.line(line), line, "The number of atoms");
    if (count < 1) throw text.error(line, `The number of atoms is ${count}`, { value: count, allowed: "1 or more" });
    if (line + 1 + count > last) {
      throw text.error(last, `The file ends after ${Math.max(0, last - line - 1)} of ${count} atoms`, {
        value: Math.max(0, last - line - 1),
        allowed: `${count} lines of atoms, as line ${line} says`,
      });
    }
    frames.push(readFrame(text, line, count));
    line += count + 2;
  }
  if (frames.length === 0) throw text.error(1, "The file is empty");
  return frames;
}

function readFrame(text: TextFile, start: number, count: number): XyzFrame {
  const comment = text.line(start + 1);
  const extended = /\b(?:Properties|Lattice)\s*=/i.test(comment);
  const info = extended ? parseComment(text, start + 1) : {};
  const columns = info.Properties === undefined ? DEFAULT_COLUMNS : parseProperties(text, start + 1, info.Properties);
  const width = columns.reduce((end, column) => Math.max(end, column.start + column.count), 0);
  const rows: string[][] = [];
  for (let k = 0; k < count; k++) {
    const line = start + 2 + k;
    const fields = text.line(line).trim().split(/\s+/);
    if (fields.length < width) {
      throw text.error(line, `An atom needs ${width} columns, but there are ${fields[0] === "" ? 0 : fields.length}`, {
        value: text.line(line),
        allowed: columns.map((column) => column.name).join(", "),
      });
    }
    rows.push(fields);
  }
  const table: Table = { text, first: start + 2, rows, columns };
  const positions = reals(table, "pos", 3, ANGSTROM)!;
  const elements = readElements(table);
  const cell = readCell(text, start + 1, info);
  const momenta = reals(table, "momenta", 3, ASE_MOMENTUM);
  const forces = reals(table, "forces", 3, ELECTRONVOLT_PER_ANGSTROM);
  const energy = info.energy === undefined ? undefined : text.real(info.energy, start + 1, "The energy") * ELECTRONVOLT;
  const topology = readResidues(table);
  const title = extended ? info.title : comment.trim();
  const system = createSystem({
    elements,
    positions,
    cell,
    ...topology,
    bonds: perceiveBonds(elements, positions, cell),
    velocities: momenta?.map((p, k) => p / (STANDARD_WEIGHTS[elements[Math.floor(k / 3)]!]! * DALTON)),
    ...(title ? { title } : {}),
  });
  return { system, energy, forces, info };
}

interface Table {
  readonly text: TextFile;
  /** Line of the first atom. */
  readonly first: number;
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly Column[];
}

function reals(table: Table, name: string, count: number, unit: number): Float64Array | undefined {
  const column = table.columns.find((entry) => entry.name === name);
  if (column === undefined) return undefined;
  if (column.count !== count || column.type !== "R") {
    throw table.text.error(table.first - 1, `The column ${name} should be ${name}:R:${count}`, {
      value: `${column.name}:${column.type}:${column.count}`,
      allowed: `${name}:R:${count}`,
    });
  }
  const out = new Float64Array(count * table.rows.length);
  table.rows.forEach((row, atom) => {
    for (let k = 0; k < count; k++) {
      out[count * atom + k] =
        table.text.real(row[column.start + k]!, table.first + atom, `${name} of atom ${atom + 1}`) * unit;
    }
  });
  return out;
}

function words(table: Table, ...names: string[]): string[] | undefined {
  const column = table.columns.find((entry) => names.includes(entry.name));
  return column === undefined ? undefined : table.rows.map((row) => row[column.start]!);
}

function readElements(table: Table): Uint8Array {
  const species = words(table, "species", "Z", "numbers")!;
  return Uint8Array.from(species, (label, atom) => {
    const z = /^\d+$/.test(label) ? Number(label) : atomicNumber(label);
    if (z !== undefined && z < ELEMENT_SYMBOLS.length) return z;
    throw table.text.error(table.first + atom, `"${label}" is not an element`, {
      value: label,
      allowed: "an element's symbol or atomic number",
      action: "Write the element in the first column",
    });
  });
}

/** Names and residues as ASE writes them: `atomtypes`, `residuenames`, `residuenumbers`. */
function readResidues(table: Table) {
  const names = words(table, "atomtypes");
  const residueNames = words(table, "residuenames");
  const residueNumbers = words(table, "residuenumbers");
  if (residueNames === undefined || residueNumbers === undefined) return names === undefined ? {} : { names };
  const residues: { name: string; id: number; chain: string }[] = [];
  const residueOf = residueNumbers.map((number, atom) => {
    const id = table.text.integer(number, table.first + atom, "The residue number");
    const current = residues.at(-1);
    if (current?.id !== id || current.name !== residueNames[atom]) {
      residues.push({ name: residueNames[atom]!, id, chain: "" });
    }
    return residues.length - 1;
  });
  return { ...(names === undefined ? {} : { names }), residues, residueOf };
}

function readCell(text: TextFile, line: number, info: Readonly<Record<string, CommentValue>>) {
  if (info.Lattice === undefined) return undefined;
  const fields = info.Lattice.trim().split(/[\s,]+/);
  if (fields.length !== 9) {
    throw text.error(line, `Lattice needs 9 numbers, but has ${fields.length}`, {
      value: info.Lattice,
      allowed: "ax ay az bx by bz cx cy cz in Å",
    });
  }
  const vectors = Float64Array.from(fields, (field) => text.real(field, line, "Lattice") * ANGSTROM);
  const periodic = (info.pbc ?? "T T T").trim().split(/[\s,]+/);
  if (periodic.every((flag) => /^f/i.test(flag) || flag === "0")) return undefined;
  if (periodic.length !== 3 || !periodic.every((flag) => /^t/i.test(flag) || flag === "1")) {
    throw text.error(line, `pbc="${info.pbc}" is periodic in some directions only`, {
      value: info.pbc,
      allowed: ["T T T", "F F F"],
      action: "Make the cell periodic in all directions, with enough vacuum, or in none",
    });
  }
  return { vectors };
}
