import { type Cell, cellFromLengthsAngles, type ErrorDetails, isQmmmError } from "@qmmm/core";
import { ANGSTROM, DEGREE } from "../units.js";
import type { TextFile } from "./text-file.js";

/**
 * The cell of lengths in Å and angles in degrees that stand at a line of a file.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` for an impossible cell
 */
export function cellAt(text: TextFile, line: number, lengths: readonly number[], angles: readonly number[]): Cell {
  return cellOf(lengths, angles, (message, details) => text.error(line, message, details));
}

/** The cell of lengths in Å and angles in degrees; an impossible one is the error that the caller makes of it. */
export function cellOf(
  lengths: readonly number[],
  angles: readonly number[],
  fail: (message: string, details: ErrorDetails) => Error,
): Cell {
  const [a, b, c] = lengths.map((length) => length * ANGSTROM);
  const [alpha, beta, gamma] = angles.map((angle) => angle * DEGREE);
  try {
    return cellFromLengthsAngles(a!, b!, c!, alpha!, beta!, gamma!);
  } catch (error) {
    if (!isQmmmError(error)) throw error;
    throw fail(error.message, { value: [...lengths, ...angles], allowed: error.details.allowed ?? "" });
  }
}
