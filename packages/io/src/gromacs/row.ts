import type { ErrorDetails, FileError, SourcePlace } from "@qmmm/core";
import type { SourceLine } from "./preprocess.js";

/** The fields of a line of a topology, with strict readers whose errors name file and line. */
export class Row {
  readonly fields: readonly string[];
  readonly place: SourcePlace;

  constructor(
    private readonly from: SourceLine,
    readonly section: string,
  ) {
    this.fields = from.text.trim().split(/\s+/);
    this.place = { file: from.source.file, line: from.line };
  }

  error(message: string, details: ErrorDetails = {}): FileError {
    return this.from.source.error(this.from.line, `${this.heading}${message}`, details);
  }

  private get heading(): string {
    return this.section === "" ? "" : `[ ${this.section} ]: `;
  }

  /** Requires at least so many fields. */
  atLeast(count: number, what: string): void {
    if (this.fields.length >= count) return;
    throw this.error(`there are ${this.fields.length} fields, but ${what} are needed`, {
      value: this.from.text,
      allowed: `at least ${count} fields`,
    });
  }

  word(k: number, what: string): string {
    this.atLeast(k + 1, what);
    return this.fields[k]!;
  }

  real(k: number, what: string): number {
    return this.from.source.real(this.word(k, what), this.from.line, `${this.heading}${what}`);
  }

  integer(k: number, what: string): number {
    return this.from.source.integer(this.word(k, what), this.from.line, `${this.heading}${what}`);
  }

  /** All fields from `k` on as numbers. */
  realsFrom(k: number): number[] {
    return this.fields.slice(k).map((_, offset) => this.real(k + offset, `parameter ${offset + 1}`));
  }
}
