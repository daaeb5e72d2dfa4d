import { TextFile } from "../text/text-file.js";
import { type PotentialUnits, potentialUnits, readEntries } from "./potential-entries.js";

const COLUMNS = [
  "H",
  "eta",
  "Zi",
  "Zj",
  "lambda1",
  "D",
  "lambda4",
  "W",
  "cutoff",
  "B",
  "gamma",
  "r0",
  "C",
  "cosTheta0",
] as const;
const NON_NEGATIVE = ["H", "eta", "lambda1", "D", "lambda4", "W", "cutoff", "B", "gamma", "r0", "C"] as const;

/** Numbers of one triplet i, j, k of a Vashishta potential; those of the pair ij stand in the triplet i, j, j. */
export interface VashishtaEntry {
  readonly elements: readonly [string, string, string];
  /** Steric repulsion H/r^η: Eh·a0^η. */
  readonly H: number;
  readonly eta: number;
  /** Effective charges, e. */
  readonly Zi: number;
  readonly Zj: number;
  /** Screening length of the Coulomb term, a0. */
  readonly lambda1: number;
  /** Charge–dipole attraction D/r⁴: Eh·a0⁴. */
  readonly D: number;
  /** Its screening length, a0. */
  readonly lambda4: number;
  /** Dispersion W/r⁶: Eh·a0⁶. */
  readonly W: number;
  /** Where the two-body force reaches zero, a0. */
  readonly cutoff: number;
  /** Strength of the three-body term, Eh. */
  readonly B: number;
  /** a0. */
  readonly gamma: number;
  /** Where the three-body term ends, a0. */
  readonly r0: number;
  readonly C: number;
  readonly cosTheta0: number;
}

/** What a Vashishta file holds. */
export interface VashishtaFile {
  readonly units: PotentialUnits;
  readonly entries: readonly VashishtaEntry[];
}

/**
 * Reads a `.vashishta` file: entries of three names and H, η, Zi, Zj, λ1, D, λ4, W, rc, B, γ, r0, C, cos θ0
 * (docs.lammps.org/pair_vashishta.html).
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readVashishta(source: Uint8Array | string, file: string): VashishtaFile {
  const text = new TextFile(source, file);
  const units = potentialUnits(text);
  const { energy, length } = units;
  const entries = readEntries(text, COLUMNS, NON_NEGATIVE).map(({ elements, numbers, line }) => {
    const [, j, k] = elements;
    if (j === k && numbers.cutoff > 0) {
      for (const screening of ["lambda1", "lambda4"] as const) {
        if (numbers[screening] > 0) continue;
        throw text.error(line, `${screening} must be above zero where the pair interacts`, {
          value: numbers[screening],
          allowed: "above zero; large for no screening",
        });
      }
    }
    return {
      ...numbers,
      elements,
      H: numbers.H * energy * length ** numbers.eta,
      lambda1: numbers.lambda1 * length,
      D: numbers.D * energy * length ** 4,
      lambda4: numbers.lambda4 * length,
      W: numbers.W * energy * length ** 6,
      cutoff: numbers.cutoff * length,
      B: numbers.B * energy,
      gamma: numbers.gamma * length,
      r0: numbers.r0 * length,
    };
  });
  return { units, entries };
}
