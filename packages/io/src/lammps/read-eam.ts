import { ELEMENT_SYMBOLS } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM, ELECTRONVOLT } from "../units.js";
import { potentialUnits } from "./potential-entries.js";

/** Which tables a file of the embedded-atom method has: one element, several (alloy), several with densities by pair. */
export type EamKind = "funcfl" | "setfl" | "fs";

/** Numbers of functions on the grid 0, step, 2·step …. */
export interface EamGrid {
  readonly count: number;
  readonly step: number;
}

/** Tables of the embedded-atom method, in atomic units; densities are in the file's own, arbitrary unit. */
export interface EamFile {
  readonly kind: EamKind;
  /** Names of the elements, in the order of the tables. */
  readonly elements: readonly string[];
  /** Where pairs end, a0. */
  readonly cutoff: number;
  /** Grid of the embedding functions. */
  readonly densityGrid: EamGrid;
  /** Grid of densities and pair functions; step in a0. */
  readonly radialGrid: EamGrid;
  /** Energy of embedding an atom of each element, Eh. */
  readonly embedding: readonly Float64Array[];
  /** `density[j][i]`: density that an atom of element j makes at an atom of element i. */
  readonly density: readonly (readonly Float64Array[])[];
  /** `pair[i][j]`: r·φ(r), Eh·a0; symmetric. */
  readonly pair: readonly (readonly Float64Array[])[];
}

/** eV Å of Z² in funcfl files, as their authors and LAMMPS have it: 27.2 eV × 0.529 Å (Foiles, Baskes, Daw 1986). */
const FUNCFL_COULOMB = 27.2 * 0.529;
const MOST_POINTS = 10_000_000;
const FEWEST_POINTS = 5;

/**
 * Reads a file of the embedded-atom method (docs.lammps.org/pair_eam.html): funcfl (`.eam`), setfl (`.eam.alloy`) or the
 * Finnis–Sinclair variant (`.eam.fs`).
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readEam(source: Uint8Array | string, file: string, kind: EamKind): EamFile {
  const text = new TextFile(source, file);
  if (potentialUnits(text).name !== "metal") {
    throw text.error(1, "tables of the embedded-atom method are read in metal units only", { allowed: ["metal"] });
  }
  return kind === "funcfl" ? readFuncfl(text) : readSetfl(text, kind);
}

/** Blank-separated words, one after the other; lines count while reading. */
class Words {
  private line: number;
  private row: string[] = [];
  private at = 0;

  constructor(
    private readonly text: TextFile,
    firstLine: number,
  ) {
    this.line = firstLine - 1;
  }

  next(what: string): { readonly word: string; readonly line: number } {
    while (this.at >= this.row.length) {
      if (this.line >= this.text.lastLine) {
        throw this.text.error(Math.max(1, this.text.lastLine), `the file ends before ${what}`, { allowed: what });
      }
      this.line++;
      const row = this.text.line(this.line).trim();
      this.row = row === "" ? [] : row.split(/\s+/);
      this.at = 0;
    }
    return { word: this.row[this.at++]!, line: this.line };
  }

  real(what: string): number {
    const { word, line } = this.next(what);
    return this.text.real(word, line, what);
  }

  table(count: number, scale: number, what: string): Float64Array {
    const out = new Float64Array(count);
    for (let k = 0; k < count; k++) out[k] = scale * this.real(what);
    return out;
  }

  /** The rest of the current line is taken as read. */
  endLine(): void {
    this.at = this.row.length;
  }

  expectEnd(): void {
    if (this.at >= this.row.length && this.line >= this.text.lastLine) return;
    throw this.text.error(this.at < this.row.length ? this.line : this.line + 1, "there is more than the tables need", {
      allowed: "the end of the file",
    });
  }
}

interface Grids {
  readonly densityGrid: EamGrid;
  readonly radialGrid: EamGrid;
  readonly cutoff: number;
}

function readGrids(text: TextFile, line: number): Grids {
  const words = text.line(line).trim().split(/\s+/);
  if (words.length < 5) {
    throw text.error(line, `five numbers are expected, but there are ${words.length}`, {
      value: text.line(line),
      allowed: "Nrho drho Nr dr cutoff",
    });
  }
  const count = (k: number, what: string): number => {
    const value = text.integer(words[k]!, line, what);
    if (value >= FEWEST_POINTS && value <= MOST_POINTS) return value;
    throw text.error(line, `${what} is ${value}`, { value, allowed: `${FEWEST_POINTS} to ${MOST_POINTS}` });
  };
  const positive = (k: number, what: string): number => {
    const value = text.real(words[k]!, line, what);
    if (value > 0) return value;
    throw text.error(line, `${what} must be above zero`, { value, allowed: "above zero" });
  };
  const densityGrid = { count: count(0, "Nrho"), step: positive(1, "drho") };
  const radialGrid = { count: count(2, "Nr"), step: positive(3, "dr") };
  const cutoff = positive(4, "the cutoff");
  const reach = radialGrid.count * radialGrid.step;
  if (cutoff > reach * (1 + 1e-6)) {
    throw text.error(line, `the cutoff is beyond the tables, which end at ${reach}`, {
      value: cutoff,
      allowed: `up to ${reach}`,
    });
  }
  const radial = { count: radialGrid.count, step: radialGrid.step * ANGSTROM };
  return { densityGrid, radialGrid: radial, cutoff: cutoff * ANGSTROM };
}

function readFuncfl(text: TextFile): EamFile {
  const [number = "", mass = ""] = text.line(2).trim().split(/\s+/);
  const atomicNumber = text.integer(number, 2, "The atomic number");
  text.real(mass, 2, "The mass");
  const symbol = atomicNumber > 0 ? ELEMENT_SYMBOLS[atomicNumber] : undefined;
  if (symbol === undefined) {
    throw text.error(2, `there is no element with the number ${atomicNumber}`, {
      value: atomicNumber,
      allowed: `1 to ${ELEMENT_SYMBOLS.length - 1}`,
    });
  }
  const grids = readGrids(text, 3);
  const words = new Words(text, 4);
  const embedding = words.table(grids.densityGrid.count, ELECTRONVOLT, "the embedding function");
  const charge = words.table(grids.radialGrid.count, 1, "the effective charge");
  const density = words.table(grids.radialGrid.count, 1, "the density");
  words.expectEnd();
  const pair = charge.map((z) => FUNCFL_COULOMB * ELECTRONVOLT * ANGSTROM * z * z);
  return { kind: "funcfl", elements: [symbol], ...grids, embedding: [embedding], density: [[density]], pair: [[pair]] };
}

function readSetfl(text: TextFile, kind: "setfl" | "fs"): EamFile {
  const [declared = "", ...elements] = text.line(4).trim().split(/\s+/);
  const count = text.integer(declared, 4, "The number of elements");
  if (count < 1 || count !== elements.length) {
    throw text.error(4, `${count} elements are declared and ${elements.length} are named`, {
      value: text.line(4),
      allowed: "the number of elements and as many names",
    });
  }
  if (new Set(elements).size !== count) {
    throw text.error(4, "an element is named twice", { value: text.line(4), allowed: "each element once" });
  }
  const grids = readGrids(text, 5);
  const words = new Words(text, 6);
  const embedding: Float64Array[] = [];
  const density: Float64Array[][] = [];
  for (const element of elements) {
    words.real(`the atomic number of ${element}`);
    words.real(`the mass of ${element}`);
    words.endLine();
    embedding.push(words.table(grids.densityGrid.count, ELECTRONVOLT, `the embedding function of ${element}`));
    const read = (): Float64Array => words.table(grids.radialGrid.count, 1, `the density of ${element}`);
    if (kind === "fs") density.push(elements.map(read));
    else density.push(new Array<Float64Array>(count).fill(read()));
  }
  const pair: Float64Array[][] = elements.map(() => []);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const table = words.table(
        grids.radialGrid.count,
        ELECTRONVOLT * ANGSTROM,
        `the pair function of ${elements[i]} and ${elements[j]}`,
      );
      pair[i]![j] = pair[j]![i] = table;
    }
  }
  words.expectEnd();
  return { kind, elements, ...grids, embedding, density, pair };
}
