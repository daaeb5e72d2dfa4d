import type { InputError, SourcePlace } from "@qmmm/core";
import { invalid } from "../errors.js";

/** A value that a Python literal states. Dictionaries go by their keys' JSON; tuples, lists and sets are arrays. */
export type PythonValue = string | number | null | readonly PythonValue[] | ReadonlyMap<string, PythonValue>;

/** A program taken apart: what it assigns to names at its outermost level, and the rest. */
export interface PythonProgram {
  readonly tables: ReadonlyMap<string, PythonValue>;
  /** The program without comments and blank lines, each literal replaced by an ellipsis. */
  readonly code: string;
}

const ASSIGNMENT = /^([A-Za-z_]\w*) = (?=set\(\[|[{"'])/;

/**
 * Takes the tables of constants out of a Python program, without running it.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_INVALID` for a table that ends too early
 */
export function pythonProgram(text: string, place: SourcePlace): PythonProgram {
  const tables = new Map<string, PythonValue>();
  const code: string[] = [];
  let rest = text;
  while (rest !== "") {
    const assignment = ASSIGNMENT.exec(rest);
    if (assignment !== null) {
      const literal = new LiteralReader(rest, assignment[0].length, place);
      tables.set(assignment[1]!, literal.value());
      code.push(`${assignment[0]}…`);
      rest = rest.slice(literal.at);
    }
    const end = rest.indexOf("\n");
    const line = (end < 0 ? rest : rest.slice(0, end)).replace(/(^|\s)#.*/, "").trimEnd();
    if (line !== "") code.push(line);
    rest = end < 0 ? "" : rest.slice(end + 1);
  }
  return { tables, code: code.join("\n") };
}

const WHITESPACE = /(?:\s|#.*)*/y;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Reads one literal: strings without escapes, numbers, None, tuples, lists, dictionaries, set([…]). */
class LiteralReader {
  constructor(
    private readonly text: string,
    public at: number,
    private readonly place: SourcePlace,
  ) {}

  value(): PythonValue {
    this.skip();
    const { text } = this;
    const first = text[this.at] ?? "";
    if (first === '"' || first === "'") return this.string(first);
    if (first === "(" || first === "[") return this.items(first);
    if (first === "{") return this.dictionary();
    if (text.startsWith("None", this.at)) {
      this.at += 4;
      return null;
    }
    if (text.startsWith("set(", this.at)) {
      this.at += 4;
      const members = this.value();
      this.expect(")");
      return members;
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(text);
    if (number === null) throw this.error();
    this.at = NUMBER.lastIndex;
    return Number(number[0]);
  }

  private string(quote: string): string {
    const end = this.text.indexOf(quote, this.at + 1);
    const value = this.text.slice(this.at + 1, end);
    if (end < 0 || value.includes("\n") || value.includes("\\")) throw this.error();
    this.at = end + 1;
    return value;
  }

  private items(opening: string): PythonValue[] {
    const found: PythonValue[] = [];
    this.at++;
    while (!this.ends(CLOSING[opening]!)) {
      found.push(this.value());
      this.comma(CLOSING[opening]!);
    }
    return found;
  }

  private dictionary(): PythonValue {
    const found = new Map<string, PythonValue>();
    this.at++;
    while (!this.ends("}")) {
      const key = this.value();
      this.expect(":");
      found.set(typeof key === "string" ? key : JSON.stringify(key), this.value());
      this.comma("}");
    }
    return found;
  }

  private ends(closing: string): boolean {
    this.skip();
    if (this.text[this.at] !== closing) return false;
    this.at++;
    return true;
  }

  private comma(closing: string): void {
    this.skip();
    if (this.text[this.at] !== closing) this.expect(",");
  }

  private expect(token: string): void {
    this.skip();
    if (this.text[this.at] !== token) throw this.error();
    this.at++;
  }

  private skip(): void {
    WHITESPACE.lastIndex = this.at;
    WHITESPACE.exec(this.text);
    this.at = WHITESPACE.lastIndex;
  }

  private error(): InputError {
    const value = this.text.slice(this.at, this.at + 30).split("\n")[0]!;
    return invalid(this.place, `a table of its Python program can't be read at "${value}"`, {
      value,
      allowed: "strings, numbers, None, tuples, lists, dictionaries and sets",
    });
  }
}
