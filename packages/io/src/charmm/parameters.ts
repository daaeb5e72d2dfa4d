import { TextFile } from "../text/text-file.js";
import { type CharmmRow, charmmRows } from "./rows.js";

/** Parameters of CHARMM files in the units of the files: kcal/mol, Å, degrees; E = k(x − x0)². Names are in capitals. */
export interface CharmmParameters {
  /** Name of a type by its number, of the MASS lines. */
  readonly typeNames: ReadonlyMap<number, string>;
  /** k, b0 by two types. */
  readonly bonds: ReadonlyMap<string, readonly [number, number]>;
  /** k, θ0 and, for Urey–Bradley terms, k and distance, by three types. */
  readonly angles: ReadonlyMap<string, readonly number[]>;
  /** k, n, δ of each term by four types, X for any. */
  readonly dihedrals: ReadonlyMap<string, readonly (readonly [number, number, number])[]>;
  /** k, n, ψ0 by four types, X for any; n = 0: harmonic. */
  readonly impropers: ReadonlyMap<string, readonly [number, number, number]>;
  /** Energies by eight types, φ slow from −180°. */
  readonly cmaps: ReadonlyMap<string, { readonly size: number; readonly energies: Float64Array }>;
  /** ε, Rmin/2 and the same of 1–4 pairs by type; ε positive. */
  readonly nonbonded: ReadonlyMap<string, readonly [number, number, number, number]>;
  /** ε, Rmin and the same of 1–4 pairs by two types; ε positive. */
  readonly nbfix: ReadonlyMap<string, readonly [number, number, number, number]>;
  /** Which neighbours are excluded, of the NONBONDED line. */
  readonly nbxmod: number;
  /** Factor of the Coulomb energy of 1–4 pairs. */
  readonly e14fac: number;
  /** True where radii are combined by their geometric mean. */
  readonly geometric: boolean;
}

/** A file to read parameters from. */
export interface CharmmFile {
  readonly file: string;
  readonly source: Uint8Array | string;
}

/** Key of an interaction: of the two directions the one that comes first. */
export function charmmKey(types: readonly string[]): string {
  return [types.join(" "), [...types].reverse().join(" ")].sort()[0]!;
}

const SECTIONS: Readonly<Record<string, string>> = {
  ATOM: "atoms",
  BOND: "bonds",
  ANGL: "angles",
  THET: "angles",
  DIHE: "dihedrals",
  PHI: "dihedrals",
  IMPR: "impropers",
  IMPH: "impropers",
  CMAP: "cmap",
  NONB: "nonbonded",
  NBON: "nonbonded",
  NBFI: "nbfix",
  HBON: "ignored",
  THOL: "ignored",
  NBTH: "ignored",
};
/** Commands of a stream between its sections. */
const COMMANDS = /^(SET|IF|BOML|WRNL|PRNL|RETU|STRE|LABEL|GOTO|INCR|DECR|LOWE|UPPE|IOFO)/i;
const MOST_POINTS = 720;

/**
 * Reads the parameters of CHARMM's parameter files (prm, par, inp), topology files (rtf, of which only the numbers of types
 * count) and streams (str) with both. Later entries replace earlier ones, as when CHARMM appends; terms of a dihedral with
 * other periodicities are added.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readCharmmParameters(files: readonly CharmmFile[]): CharmmParameters {
  const reader = new ParameterReader();
  for (const { file, source } of files) reader.read(new TextFile(source, file));
  return reader.result;
}

class ParameterReader {
  private readonly typeNames = new Map<number, string>();
  private readonly bonds = new Map<string, [number, number]>();
  private readonly angles = new Map<string, number[]>();
  private readonly dihedrals = new Map<string, [number, number, number][]>();
  private readonly impropers = new Map<string, [number, number, number]>();
  private readonly cmaps = new Map<string, { size: number; energies: Float64Array }>();
  private readonly nonbonded = new Map<string, [number, number, number, number]>();
  private readonly nbfix = new Map<string, [number, number, number, number]>();
  private nbxmod = 5;
  private e14fac = 1;
  private geometric = false;
  /** A grid whose energies are still to come. */
  private grid: { key: string; size: number; energies: number[]; line: number } | undefined;

  get result(): CharmmParameters {
    const { typeNames, bonds, angles, dihedrals, impropers, cmaps, nonbonded, nbfix, nbxmod, e14fac, geometric } = this;
    return { typeNames, bonds, angles, dihedrals, impropers, cmaps, nonbonded, nbfix, nbxmod, e14fac, geometric };
  }

  read(text: TextFile): void {
    const stream = text.lines.some((line) => /^\s*read\s+(rtf|para)/i.test(line));
    const topology = text.lines.some((line) => /^\s*(RESI|PRES)\s/i.test(line));
    let mode: "none" | "topology" | "parameters" = stream ? "none" : topology ? "topology" : "parameters";
    let section = "none";
    for (const row of charmmRows(text)) {
      const [first, second] = row.words;
      const numeric = row.words.slice(1).some((word) => /^[+-]?\.?\d/.test(word));
      if (first === "READ" && (second?.startsWith("RTF") || second?.startsWith("PARA"))) {
        mode = second.startsWith("RTF") ? "topology" : "parameters";
        section = "none";
      } else if (first === "END") {
        this.finishGrid(text);
        mode = stream ? "none" : mode;
        section = "none";
      } else if (first === "MASS" && mode !== "none") {
        this.readMass(text, row);
      } else if (mode === "parameters") {
        const next = SECTIONS[first!.slice(0, 4)];
        if (next !== undefined && (!numeric || next === "nonbonded" || next === "ignored")) {
          this.finishGrid(text);
          section = next;
          if (section === "nonbonded") this.readNonbondedOptions(text, row);
        } else if (section !== "none" || !COMMANDS.test(first!)) this.readEntry(text, section, row);
      }
    }
    this.finishGrid(text);
  }

  private readMass(text: TextFile, { line, words }: CharmmRow): void {
    if (words.length < 4) throw text.error(line, "MASS needs a number, a type and a mass", { value: words.join(" ") });
    const number = text.integer(words[1]!, line, "The number of the type");
    if (number > 0) this.typeNames.set(number, words[2]!);
  }

  private readNonbondedOptions(text: TextFile, { line, words }: CharmmRow): void {
    words.forEach((word, k) => {
      if (word === "NBXMOD") this.nbxmod = text.integer(words[k + 1] ?? "", line, "NBXMOD");
      if (word === "E14FAC") this.e14fac = text.real(words[k + 1] ?? "", line, "E14FAC");
      if (word.startsWith("GEOM")) this.geometric = true;
    });
  }

  private readEntry(text: TextFile, section: string, row: CharmmRow): void {
    switch (section) {
      case "bonds": {
        const [types, [k, b0]] = entry(text, row, 2, 2);
        this.bonds.set(charmmKey(types), [k!, b0!]);
        return;
      }
      case "angles": {
        const [types, numbers] = entry(text, row, 3, row.words.length >= 7 ? 4 : 2);
        this.angles.set(charmmKey(types), numbers);
        return;
      }
      case "dihedrals": {
        const [types, [k, n, phase]] = entry(text, row, 4, 3);
        if (!Number.isInteger(n)) throw text.error(row.line, `The periodicity ${n} is not whole`, { value: n });
        const key = charmmKey(types);
        const others = (this.dihedrals.get(key) ?? []).filter((term) => term[1] !== n);
        this.dihedrals.set(key, [...others, [k!, n!, phase!]]);
        return;
      }
      case "impropers": {
        const [types, [k, n, phase]] = entry(text, row, 4, 3);
        this.impropers.set(charmmKey(types), [k!, n!, phase!]);
        return;
      }
      case "cmap":
        this.readCmap(text, row);
        return;
      case "nonbonded": {
        const [[type], numbers] = entry(text, row, 1, row.words.length >= 7 ? 6 : 3);
        const [, epsilon, radius, , epsilon14 = epsilon, radius14 = radius] = numbers;
        const values = [epsilon!, radius!, epsilon14!, radius14!] as const;
        this.nonbonded.set(type!, wells(text, row, values));
        return;
      }
      case "nbfix": {
        const [types, numbers] = entry(text, row, 2, row.words.length >= 6 ? 4 : 2);
        const [epsilon, radius, epsilon14 = epsilon, radius14 = radius] = numbers;
        this.nbfix.set(charmmKey(types), wells(text, row, [epsilon!, radius!, epsilon14!, radius14!]));
        return;
      }
      case "ignored":
      case "atoms":
        return;
      default:
        throw text.error(row.line, `"${row.words.slice(0, 5).join(" ")}" stands in no section of parameters`, {
          value: row.words[0],
          allowed: "BONDS, ANGLES, DIHEDRALS, IMPROPER, CMAP, NONBONDED, NBFIX",
        });
    }
  }

  private readCmap(text: TextFile, row: CharmmRow): void {
    const { grid } = this;
    if (grid !== undefined && grid.energies.length < grid.size ** 2) {
      for (const word of row.words) grid.energies.push(text.real(word, row.line, "The energy of a CMAP"));
      if (grid.energies.length <= grid.size ** 2) return;
      throw text.error(row.line, "The CMAP has more energies than its size says", { allowed: String(grid.size ** 2) });
    }
    this.finishGrid(text);
    const [types, [size]] = entry(text, row, 8, 1);
    if (!(Number.isInteger(size) && size! >= 3 && size! <= MOST_POINTS)) {
      throw text.error(row.line, `A CMAP of ${size} points is not possible`, {
        value: size,
        allowed: `3 to ${MOST_POINTS}`,
      });
    }
    this.grid = { key: types.join(" "), size: size!, energies: [], line: row.line };
  }

  private finishGrid(text: TextFile): void {
    const { grid } = this;
    this.grid = undefined;
    if (grid === undefined) return;
    if (grid.energies.length !== grid.size ** 2) {
      throw text.error(grid.line, `The CMAP has ${grid.energies.length} of ${grid.size ** 2} energies`, {
        value: grid.energies.length,
        allowed: String(grid.size ** 2),
      });
    }
    this.cmaps.set(grid.key, { size: grid.size, energies: Float64Array.from(grid.energies) });
  }
}

/** Types and numbers at the beginning of a line; what follows is a comment. */
function entry(text: TextFile, { line, words }: CharmmRow, types: number, numbers: number): [string[], number[]] {
  if (words.length < types + numbers) {
    throw text.error(line, `An entry needs ${types} types and ${numbers} numbers: ${words.join(" ")}`, {
      value: words.join(" "),
    });
  }
  const values = words.slice(types, types + numbers).map((word) => text.real(word, line, "A parameter"));
  return [words.slice(0, types), values];
}

/** Depths are negative in the files; positive ones mean polarisabilities (Slater and Kirkwood), which no force field uses. */
function wells(
  text: TextFile,
  { line }: CharmmRow,
  [epsilon, radius, epsilon14, radius14]: readonly [number, number, number, number],
): [number, number, number, number] {
  for (const depth of [epsilon, epsilon14]) {
    if (depth > 0) throw text.error(line, `The depth ${depth} is positive`, { value: depth, allowed: "0 or less" });
  }
  for (const length of [radius, radius14]) {
    if (length < 0) throw text.error(line, `The radius ${length} is negative`, { value: length, allowed: "0 or more" });
  }
  return [-epsilon, radius, -epsilon14, radius14];
}
