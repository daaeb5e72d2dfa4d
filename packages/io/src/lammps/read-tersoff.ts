import { TextFile } from "../text/text-file.js";
import { type PotentialUnits, potentialUnits, readEntries } from "./potential-entries.js";

const COLUMNS = [
  "m",
  "gamma",
  "lambda3",
  "c",
  "d",
  "cosTheta0",
  "n",
  "beta",
  "lambda2",
  "B",
  "R",
  "D",
  "lambda1",
  "A",
] as const;
const NON_NEGATIVE = ["gamma", "c", "d", "n", "beta", "lambda2", "B", "R", "D", "lambda1", "A"] as const;

/** Numbers of one triplet i, j, k of a Tersoff potential; those of the bond ij stand in the triplet i, j, j. */
export interface TersoffEntry {
  readonly elements: readonly [string, string, string];
  /** Power of the exponent λ3^m (r_ij − r_ik)^m: 1 or 3. */
  readonly m: 1 | 3;
  readonly gamma: number;
  /** 1/a0. */
  readonly lambda3: number;
  readonly c: number;
  readonly d: number;
  readonly cosTheta0: number;
  readonly n: number;
  readonly beta: number;
  /** 1/a0. */
  readonly lambda2: number;
  /** Eh. */
  readonly B: number;
  /** Middle and half width of the range in which bonds fade, a0. */
  readonly R: number;
  readonly D: number;
  /** 1/a0. */
  readonly lambda1: number;
  /** Eh. */
  readonly A: number;
}

/** What a Tersoff file holds. */
export interface TersoffFile {
  readonly units: PotentialUnits;
  readonly entries: readonly TersoffEntry[];
}

/**
 * Reads a `.tersoff` file: entries of three names and m, γ, λ3, c, d, cos θ0, n, β, λ2, B, R, D, λ1, A
 * (docs.lammps.org/pair_tersoff.html).
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readTersoff(source: Uint8Array | string, file: string): TersoffFile {
  const text = new TextFile(source, file);
  const units = potentialUnits(text);
  const entries = readEntries(text, COLUMNS, NON_NEGATIVE).map(({ elements, numbers, line }): TersoffEntry => {
    const { m, R, D, d } = numbers;
    if (m !== 1 && m !== 3) throw text.error(line, "m must be 1 or 3", { value: m, allowed: ["1", "3"] });
    if (D > R) throw text.error(line, "D must not exceed R", { value: D, allowed: `up to ${R}` });
    if (d === 0) throw text.error(line, "d must be above zero", { value: d, allowed: "above zero" });
    return {
      ...numbers,
      elements,
      m,
      lambda1: numbers.lambda1 / units.length,
      lambda2: numbers.lambda2 / units.length,
      lambda3: numbers.lambda3 / units.length,
      A: numbers.A * units.energy,
      B: numbers.B * units.energy,
      R: R * units.length,
      D: D * units.length,
    };
  });
  return { units, entries };
}
