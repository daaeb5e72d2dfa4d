import { type Cell, createSystem, perceiveBonds, type Residue, type System } from "@qmmm/core";
import { cellAt } from "../text/cell.js";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM } from "../units.js";
import { deduceElement } from "./element.js";
import { decodeHybrid36 } from "./hybrid36.js";

interface PdbAtom {
  readonly line: number;
  readonly serial: string;
  readonly name: string;
  readonly element: number;
  readonly altloc: string;
  readonly occupancy: number;
  readonly residueName: string;
  readonly chain: string;
  /** The columns of number and insertion code: what tells residues apart. */
  readonly residueKey: string;
  readonly position: readonly [number, number, number];
}

/**
 * Reads the first model of a PDB file (format 3.3, wwPDB): ATOM, HETATM, CONECT, CRYST1, TITLE. Numbers beyond the
 * columns may be hybrid-36 or stars. Of alternate locations, each residue keeps the one with the greatest total
 * occupancy (the first of equals). Bonds are those of CONECT and those that distances show.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readPdb(source: Uint8Array | string, file: string): System {
  const text = new TextFile(source, file);
  const atoms: PdbAtom[] = [];
  const connections: { readonly line: number; readonly serials: string[] }[] = [];
  const titles: string[] = [];
  let cell: Cell | undefined;
  let modelEnded = false;
  for (let line = 1; line <= text.lastLine; line++) {
    const record = text.line(line).slice(0, 6).trimEnd();
    if (record === "TITLE") titles.push(text.line(line).slice(10).trim());
    else if (record === "CRYST1") cell = readCell(text, line);
    else if (record === "ENDMDL") modelEnded = true;
    else if ((record === "ATOM" || record === "HETATM") && !modelEnded) atoms.push(readAtom(text, line));
    else if (record === "CONECT") {
      const fields = text.line(line).slice(6).trimEnd();
      const serials: string[] = [];
      for (let k = 0; k < fields.length && k < 25; k += 5) serials.push(fields.slice(k, k + 5).trim());
      connections.push({ line, serials });
    }
  }
  if (atoms.length === 0) {
    throw text.error(Math.max(1, text.lastLine), "There is not a single ATOM or HETATM record", {
      allowed: "a PDB file with at least one atom",
    });
  }
  return assemble(text, keepOneLocation(atoms), connections, titles.join(" "), cell);
}

function readAtom(text: TextFile, line: number): PdbAtom {
  const record = text.line(line);
  if (record.length < 54) {
    throw text.error(line, "The record ends before the coordinates do", {
      value: record,
      allowed: "coordinates in columns 31 to 54",
    });
  }
  const coordinate = (k: number) =>
    text.real(record.slice(30 + 8 * k, 38 + 8 * k), line, `The coordinate ${"xyz"[k]}`) * ANGSTROM;
  const residueName = record.slice(17, 21).trim();
  const element = deduceElement(record.slice(12, 16), residueName, record.slice(76, 78));
  if (element === undefined) {
    throw text.error(line, `The element of atom "${record.slice(12, 16).trim()}" can't be told`, {
      value: record.slice(12, 16),
      allowed: "an element's symbol in columns 77 and 78",
      action: "Write the element into columns 77 and 78",
    });
  }
  const occupancy = record.slice(54, 60).trim();
  return {
    line,
    serial: record.slice(6, 11).trim(),
    name: record.slice(12, 16).trim(),
    element,
    altloc: record[16]!.trim(),
    occupancy: occupancy === "" ? 1 : text.real(occupancy, line, "The occupancy"),
    residueName,
    chain: record[21]!.trim() || record.slice(72, 76).trim(),
    residueKey: record.slice(22, 27),
    position: [coordinate(0), coordinate(1), coordinate(2)],
  };
}

function readCell(text: TextFile, line: number): Cell | undefined {
  const record = text.line(line);
  const number = (from: number, to: number, what: string) => text.real(record.slice(from, to), line, what);
  const lengths = [number(6, 15, "a"), number(15, 24, "b"), number(24, 33, "c")];
  const angles = [number(33, 40, "alpha"), number(40, 47, "beta"), number(47, 54, "gamma")];
  // 1 × 1 × 1 Å stands for "no crystal" (NMR structures and models).
  if (lengths.every((length) => length <= 1)) return undefined;
  return cellAt(text, line, lengths, angles);
}

/** What alternate locations of an atom are told by. */
type LocatedAtom = Pick<PdbAtom, "name" | "altloc" | "occupancy" | "chain" | "residueKey">;

function sameResidue(a: LocatedAtom, b: LocatedAtom): boolean {
  return a.residueKey === b.residueKey && a.chain === b.chain;
}

/** Of alternate locations, that with the greatest total occupancy in each residue (the first of equals). */
export function keepOneLocation<A extends LocatedAtom>(atoms: readonly A[]): readonly A[] {
  if (atoms.every((atom) => atom.altloc === "")) return atoms;
  const kept: A[] = [];
  for (let first = 0; first < atoms.length; ) {
    let end = first;
    const total = new Map<string, number>();
    while (end < atoms.length && sameResidue(atoms[end]!, atoms[first]!)) {
      const { altloc, occupancy } = atoms[end++]!;
      if (altloc !== "") total.set(altloc, (total.get(altloc) ?? 0) + occupancy);
    }
    let chosen = "";
    for (const [altloc, sum] of total) if (chosen === "" || sum > total.get(chosen)!) chosen = altloc;
    const residue = atoms.slice(first, end);
    const named = new Set(residue.filter((a) => a.altloc === "" || a.altloc === chosen).map((a) => a.name));
    for (const atom of residue) {
      if (atom.altloc === "" || atom.altloc === chosen) kept.push(atom);
      else if (!named.has(atom.name)) {
        // An atom that the chosen location lacks: its own first location stands in.
        named.add(atom.name);
        kept.push(atom);
      }
    }
    first = end;
  }
  return kept;
}

function assemble(
  text: TextFile,
  atoms: readonly PdbAtom[],
  connections: readonly { readonly line: number; readonly serials: readonly string[] }[],
  title: string,
  cell: Cell | undefined,
): System {
  const residues: Residue[] = [];
  const residueOf = new Int32Array(atoms.length);
  let seen = new Set<string>();
  atoms.forEach((atom, k) => {
    const before = atoms[k - 1];
    // A name that comes again starts a new residue: numbers that overflowed into stars can't tell.
    const begins =
      before === undefined ||
      !sameResidue(before, atom) ||
      before.residueName !== atom.residueName ||
      seen.has(atom.name);
    if (begins) {
      const id = decodeHybrid36(atom.residueKey.slice(0, 4), 4) ?? overflowed(text, atom, residues.at(-1));
      residues.push({ name: atom.residueName, id, chain: atom.chain });
      seen = new Set();
    }
    seen.add(atom.name);
    residueOf[k] = residues.length - 1;
  });
  const elements = Uint8Array.from(atoms, (atom) => atom.element);
  const positions = Float64Array.from(atoms.flatMap((atom) => atom.position));
  return createSystem({
    elements,
    names: atoms.map((atom) => atom.name),
    residues,
    residueOf,
    positions,
    cell,
    bonds: allBonds(atoms, connections, perceiveBonds(elements, positions, cell)),
    ...(title === "" ? {} : { title }),
  });
}

function overflowed(text: TextFile, atom: PdbAtom, before: Residue | undefined): number {
  if (/^\*+$/.test(atom.residueKey.slice(0, 4)) && before !== undefined) return before.id + 1;
  throw text.error(atom.line, `"${atom.residueKey.slice(0, 4)}" is not a residue number`, {
    value: atom.residueKey.slice(0, 4),
    allowed: "a whole number or hybrid-36",
  });
}

/** Bonds by distance and by CONECT, each once. Serials that are not unique or not there say nothing. */
function allBonds(
  atoms: readonly PdbAtom[],
  connections: readonly { readonly serials: readonly string[] }[],
  perceived: Int32Array,
): number[] {
  const bySerial = new Map<string, number>();
  atoms.forEach((atom, k) => {
    bySerial.set(atom.serial, bySerial.has(atom.serial) ? -1 : k);
  });
  const bonds = Array.from(perceived);
  const known = new Set<number>();
  const key = (i: number, j: number) => Math.min(i, j) * atoms.length + Math.max(i, j);
  for (let k = 0; k < perceived.length; k += 2) known.add(key(perceived[k]!, perceived[k + 1]!));
  for (const { serials } of connections) {
    const i = bySerial.get(serials[0] ?? "") ?? -1;
    for (const serial of serials.slice(1)) {
      const j = bySerial.get(serial) ?? -1;
      if (i < 0 || j < 0 || i === j || known.has(key(i, j))) continue;
      known.add(key(i, j));
      bonds.push(Math.min(i, j), Math.max(i, j));
    }
  }
  return bonds;
}
