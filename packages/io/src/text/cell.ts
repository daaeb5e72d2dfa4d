import { type Cell, cellFromLengthsAngles, isQmmmError } from "@qmmm/core";
import { ANGSTROM, DEGREE } from "../units.js";
import type { TextFile } from "./text-file.js";

/**
 * The cell of lengths in Å and angles in degrees that stand at a line of a file.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` for an impossible cell
 */
export function cellAt(text: TextFile, line: number, lengths: readonly number[], angles: readonly number[]): Cell {
  const [a, b, c] = lengths.map((length) => length * ANGSTROM);
  const [alpha, beta, gamma] = angles.map((angle) => angle * DEGREE);
  try {
    return cellFromLengthsAngles(a!, b!, c!, alpha!, beta!, gamma!);
  } catch (error) {
    if (!isQmmmError(error)) throw error;
    throw text.error(line, error.message, { value: [...lengths, ...angles], allowed: error.details.allowed ?? "" });
  }
}
