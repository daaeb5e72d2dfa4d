import { TextFile } from "../text/text-file.js";
import { type PotentialUnits, potentialUnits, readEntries } from "./potential-entries.js";

const COLUMNS = ["epsilon", "sigma", "a", "lambda", "gamma", "cosTheta0", "A", "B", "p", "q", "tol"] as const;
const NON_NEGATIVE = ["epsilon", "sigma", "a", "lambda", "gamma", "A", "B", "p", "q", "tol"] as const;

/** Numbers of one triplet i, j, k of a Stillinger–Weber potential; those of the pair ij stand in the triplet i, j, j. */
export interface StillingerWeberEntry {
  readonly elements: readonly [string, string, string];
  /** Eh. */
  readonly epsilon: number;
  /** a0. */
  readonly sigma: number;
  /** Cutoff over σ. */
  readonly a: number;
  readonly lambda: number;
  readonly gamma: number;
  readonly cosTheta0: number;
  readonly A: number;
  readonly B: number;
  readonly p: number;
  readonly q: number;
  /** Where above zero, the cutoff is drawn in to where exp(σ/(r − aσ)) reaches this. */
  readonly tol: number;
}

/** What a Stillinger–Weber file holds. */
export interface StillingerWeberFile {
  readonly units: PotentialUnits;
  readonly entries: readonly StillingerWeberEntry[];
}

/**
 * Reads a `.sw` file: entries of three names and ε, σ, a, λ, γ, cos θ0, A, B, p, q, tol (docs.lammps.org/pair_sw.html).
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readStillingerWeber(source: Uint8Array | string, file: string): StillingerWeberFile {
  const text = new TextFile(source, file);
  const units = potentialUnits(text);
  const entries = readEntries(text, COLUMNS, NON_NEGATIVE).map(({ elements, numbers }) => ({
    ...numbers,
    elements,
    epsilon: numbers.epsilon * units.energy,
    sigma: numbers.sigma * units.length,
  }));
  return { units, entries };
}
