import type { TextFile } from "../text/text-file.js";

/** A named group of columns of an extended XYZ file. */
export interface Column {
  readonly name: string;
  /** String, real, integer or logical. */
  readonly type: "S" | "R" | "I" | "L";
  readonly count: number;
  /** First field, from 0. */
  readonly start: number;
}

/** Columns of a plain XYZ file. */
export const DEFAULT_COLUMNS: readonly Column[] = [
  { name: "species", type: "S", count: 1, start: 0 },
  { name: "pos", type: "R", count: 3, start: 1 },
];

/** Reads `Properties=species:S:1:pos:R:3:…`. */
export function parseProperties(text: TextFile, line: number, value: string): readonly Column[] {
  const parts = value.split(":");
  const columns: Column[] = [];
  let start = 0;
  for (let k = 0; k < parts.length; k += 3) {
    const [name, type, count] = [parts[k]!, parts[k + 1] ?? "", Number(parts[k + 2])];
    if (!/^[SRIL]$/.test(type) || !Number.isInteger(count) || count < 1) {
      throw text.error(line, `Properties can't be read at "${parts.slice(k, k + 3).join(":")}"`, {
        value,
        allowed: "groups name:type:count with the types S, R, I, L, such as species:S:1:pos:R:3",
      });
    }
    columns.push({ name, type: type as Column["type"], count, start });
    start += count;
  }
  const names = columns.map((column) => column.name);
  if (!names.includes("pos") || !["species", "Z", "numbers"].some((name) => names.includes(name))) {
    throw text.error(line, "Properties lack the positions or the elements", {
      value,
      allowed: "at least species:S:1 (or Z:I:1) and pos:R:3",
    });
  }
  return columns;
}
