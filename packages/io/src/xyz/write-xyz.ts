import { ELEMENT_SYMBOLS, type Geometry, type Topology } from "@qmmm/core";
import { ANGSTROM, ASE_MOMENTUM, ELECTRONVOLT, ELECTRONVOLT_PER_ANGSTROM } from "../units.js";
import { formatEntry } from "./comment.js";

const DECIMALS = 8;

/** Writes one frame of a plain XYZ file, Å; line breaks in the title become blanks. */
export function formatXyz(topology: Topology, geometry: Geometry, title = ""): string {
  const columns = [symbols(topology), vectors(geometry.positions, ANGSTROM)];
  return `${topology.atomCount}\n${title.replace(/[\r\n]+/g, " ")}\n${rows(columns, topology.atomCount)}`;
}

/** What an extended XYZ frame holds beside the atoms; all in atomic units. */
export interface ExtendedXyzContents {
  /** Energy, Eh; written as `energy` in eV. */
  readonly energy?: number | undefined;
  /** Forces −∂E/∂R, Eh/a0, 3N; written as `forces` in eV/Å. */
  readonly forces?: Float64Array | undefined;
  /** Velocities, a0·Eh/ħ, 3N; written as `momenta` in ASE's unit √(eV·u). */
  readonly velocities?: Float64Array | undefined;
  /** Write atom names and residues, under ASE's names. */
  readonly residues?: boolean | undefined;
  /** Further columns, numbers as they are, so many per atom. */
  readonly columns?: Readonly<Record<string, { readonly values: Float64Array; readonly width: number }>> | undefined;
  /** Further entries of the comment, such as `step` or `time`. */
  readonly info?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/**
 * Writes one frame of an extended XYZ file as ASE reads it: lengths in Å, energy in eV, forces in eV/Å. A trajectory is
 * such frames one after the other.
 */
export function formatExtendedXyz(topology: Topology, geometry: Geometry, contents: ExtendedXyzContents = {}): string {
  const { atomCount, masses } = topology;
  const properties = ["species:S:1", "pos:R:3"];
  const columns = [symbols(topology), vectors(geometry.positions, ANGSTROM)];
  if (contents.velocities !== undefined) {
    const momenta = contents.velocities.map((v, k) => v * masses[Math.floor(k / 3)]!);
    properties.push("momenta:R:3");
    columns.push(vectors(momenta, ASE_MOMENTUM));
  }
  if (contents.forces !== undefined) {
    properties.push("forces:R:3");
    columns.push(vectors(contents.forces, ELECTRONVOLT_PER_ANGSTROM));
  }
  if (contents.residues === true) {
    properties.push("atomtypes:S:1", "residuenames:S:1", "residuenumbers:I:1");
    columns.push(
      (atom) => topology.names[atom] || "X",
      (atom) => topology.residues[topology.residueOf[atom]!]!.name || "X",
      (atom) => String(topology.residues[topology.residueOf[atom]!]!.id),
    );
  }
  for (const [name, { values, width }] of Object.entries(contents.columns ?? {})) {
    properties.push(`${name}:R:${width}`);
    columns.push((atom) => Array.from(values.subarray(atom * width, (atom + 1) * width), String).join(" "));
  }
  const entries: string[] = [];
  if (geometry.cell !== undefined) {
    entries.push(`Lattice="${Array.from(geometry.cell.vectors, (v) => (v / ANGSTROM).toFixed(DECIMALS)).join(" ")}"`);
  }
  entries.push(`Properties=${properties.join(":")}`);
  if (contents.energy !== undefined) entries.push(formatEntry("energy", contents.energy / ELECTRONVOLT));
  for (const [key, value] of Object.entries(contents.info ?? {})) entries.push(formatEntry(key, value));
  entries.push(`pbc="${geometry.cell === undefined ? "F F F" : "T T T"}"`);
  return `${atomCount}\n${entries.join(" ")}\n${rows(columns, atomCount)}`;
}

type ColumnText = (atom: number) => string;

function symbols(topology: Topology): ColumnText {
  return (atom) => ELEMENT_SYMBOLS[topology.elements[atom]!]!.padEnd(2);
}

function vectors(values: Float64Array, unit: number): ColumnText {
  const text = (k: number) => (values[k]! / unit).toFixed(DECIMALS).padStart(16);
  return (atom) => text(3 * atom) + text(3 * atom + 1) + text(3 * atom + 2);
}

function rows(columns: readonly ColumnText[], atomCount: number): string {
  let out = "";
  for (let atom = 0; atom < atomCount; atom++) out += `${columns.map((column) => column(atom)).join(" ")}\n`;
  return out;
}
