import type { TextFile } from "../text/text-file.js";

/** A value of an extended XYZ comment as text, quotes and brackets removed. */
export type CommentValue = string;

// key or key=value; a value is quoted, in brackets or braces, or a bare word.
const ENTRY =
  /\s*("(?:[^"\\]|\\.)*"|[^\s="']+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{[^}]*\}|\[[^\]]*\]|[^\s"'{}[\]]+))?/y;

/** Takes the comment of an extended XYZ frame apart; keys without a value are `T`, as in ASE. */
export function parseComment(text: TextFile, line: number): Record<string, CommentValue> {
  const comment = text.line(line).trimEnd();
  const entries: Record<string, CommentValue> = {};
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < comment.length) {
    const from = ENTRY.lastIndex;
    const match = ENTRY.exec(comment);
    if (match === null || (comment[ENTRY.lastIndex] !== undefined && !/\s/.test(comment[ENTRY.lastIndex]!))) {
      throw text.error(line, `The comment can't be read from "${comment.slice(from, from + 30)}"`, {
        value: comment,
        allowed: 'entries key=value, values with blanks in double quotes, such as pbc="T T T"',
      });
    }
    entries[unquote(match[1]!)] = match[2] === undefined ? "T" : unquote(match[2]);
  }
  return entries;
}

function unquote(value: string): string {
  const first = value[0];
  if (first === '"' || first === "'") {
    return value.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
  }
  return first === "{" || first === "[" ? value.slice(1, -1) : value;
}

/** Writes one entry of a comment: quoted, with backslash escapes, whenever it is not a plain word. */
export function formatEntry(key: string, value: string | number | boolean): string {
  if (typeof value === "boolean") return `${quote(key)}=${value ? "T" : "F"}`;
  return `${quote(key)}=${typeof value === "number" ? String(value) : quote(value)}`;
}

function quote(word: string): string {
  if (/^[\w.+:/-]+$/.test(word)) return word;
  return `"${word.replace(/[\\"]/g, "\\$&").replace(/\r\n|\n|\r/g, "\\n")}"`;
}
