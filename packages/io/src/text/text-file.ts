import { type ErrorDetails, FileError } from "@qmmm/core";

const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/;
/** Larger numbers are mistakes: they overflow in other units. */
const LARGEST = 1e150;
const INTEGER = /^[+-]?\d+$/;

/** A text file as lines, with strict readers of numbers whose errors name file and line. Line numbers count from 1. */
export class TextFile {
  readonly lines: readonly string[];

  constructor(
    source: Uint8Array | string,
    readonly file: string,
  ) {
    const text = typeof source === "string" ? source : new TextDecoder("utf-8").decode(source);
    this.lines = text.split(/\r\n|\n|\r/);
  }

  /** Text of a line; empty beyond the end. */
  line(number: number): string {
    return this.lines[number - 1] ?? "";
  }

  /** Number of the last line that holds more than blanks; 0 for an empty file. */
  get lastLine(): number {
    let last = this.lines.length;
    while (last > 0 && this.lines[last - 1]!.trim() === "") last--;
    return last;
  }

  /** An error of format at a line. */
  error(line: number, message: string, details: ErrorDetails = {}): FileError {
    return formatError(this.file, line, message, details);
  }

  /** A real number; Fortran's `D` exponents count. */
  real(field: string, line: number, what: string): number {
    const text = field.trim();
    const value = REAL.test(text) ? Number(text.replace(/[dD]/, "e")) : Number.NaN;
    if (Math.abs(value) <= LARGEST) return value;
    throw this.error(line, `${what} should be a number, but is "${text}"`, { value: text, allowed: "a number" });
  }

  integer(field: string, line: number, what: string): number {
    const text = field.trim();
    const value = INTEGER.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw this.error(line, `${what} should be a whole number, but is "${text}"`, {
      value: text,
      allowed: "a whole number",
    });
  }
}

/** An error of format; the message begins with file and, where known, line. */
export function formatError(
  file: string,
  line: number | undefined,
  message: string,
  details: ErrorDetails = {},
): FileError {
  const place = line === undefined ? { file } : { file, line };
  const where = line === undefined ? file : `${file}, line ${line}`;
  return new FileError("QMMM_FILE_FORMAT", `${where}: ${message}`, {
    action: "Check that the file is complete and in the format that its name says",
    ...details,
    place,
  });
}
