import type { TextFile } from "../text/text-file.js";

/** A value of a CIF file; undefined stands for an unquoted `.` or `?`. */
export interface CifValue {
  readonly text: string | undefined;
  readonly line: number;
}

/** Rows of a category: values by item, such as `Cartn_x` of `_atom_site.Cartn_x`, in small letters. */
export type CifRow = ReadonlyMap<string, CifValue>;

/** A data block: its categories, in small letters, each a list of rows (one for a category that is no loop). */
export interface CifBlock {
  readonly name: string;
  readonly categories: ReadonlyMap<string, readonly CifRow[]>;
}

interface Token extends CifValue {
  readonly kind: "value" | "tag" | "loop" | "data" | "save";
  readonly raw: string;
}

/** Quoted strings end at a quote before a blank; what begins with # or stands alone ends at blanks. */
const WORD = /\s*(?:(#.*)|'((?:[^']|'(?=\S))*)'(?=\s|$)|"((?:[^"]|"(?=\S))*)"(?=\s|$)|(\S+))/y;

/** Splits a file in CIF 1.1 (Hall, Allen and Brown 1991, doi:10.1107/S010876739101067X) into words. */
function* tokens(text: TextFile): Generator<Token> {
  for (let line = 1; line <= text.lastLine; line++) {
    const content = text.line(line);
    if (content.startsWith(";")) {
      const first = line;
      const lines = [content.slice(1)];
      while (!text.line(++line).startsWith(";")) {
        if (line > text.lastLine) {
          throw text.error(first, "The text that begins here has no end", { allowed: "a line that begins with ;" });
        }
        lines.push(text.line(line));
      }
      yield { kind: "value", raw: "", text: lines.join("\n").trimEnd(), line: first };
      yield* words(text.line(line).slice(1), line, text);
      continue;
    }
    yield* words(content, line, text);
  }
}

function* words(content: string, line: number, text: TextFile): Generator<Token> {
  WORD.lastIndex = 0;
  const pattern = new RegExp(WORD);
  const trimmed = content.trimEnd();
  while (pattern.lastIndex < trimmed.length) {
    const found = pattern.exec(trimmed);
    if (found === null) return;
    const [, comment, single, double, bare] = found;
    if (comment !== undefined) return;
    const quoted = single ?? double;
    if (quoted !== undefined) {
      yield { kind: "value", raw: "", text: quoted, line };
      continue;
    }
    const raw = bare!;
    if (/^['"]/.test(raw))
      throw text.error(line, "A quoted value has no end", { value: raw, allowed: "a closing quote" });
    const lower = raw.toLowerCase();
    if (raw.startsWith("_")) yield { kind: "tag", raw: lower, text: raw, line };
    else if (lower === "loop_") yield { kind: "loop", raw: lower, text: raw, line };
    else if (lower.startsWith("data_")) yield { kind: "data", raw: raw.slice(5), text: raw, line };
    else if (lower.startsWith("save_")) yield { kind: "save", raw: lower, text: raw, line };
    else yield { kind: "value", raw, text: raw === "." || raw === "?" ? undefined : raw, line };
  }
}

/**
 * The first data block of a CIF file.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readCif(text: TextFile): CifBlock {
  const categories = new Map<string, Map<string, CifValue>[]>();
  const all = [...tokens(text)];
  const start = all.findIndex(({ kind }) => kind === "data");
  if (start < 0)
    throw text.error(Math.max(1, text.lastLine), "There is no data block", { allowed: "a line data_NAME" });
  const split = ({ raw, line }: Token): [string, string] => {
    const dot = raw.indexOf(".");
    if (dot < 0)
      throw text.error(line, `${raw} names no category`, { value: raw, allowed: "_category.item, as in mmCIF" });
    return [raw.slice(1, dot), raw.slice(dot + 1)];
  };
  let at = start + 1;
  while (at < all.length) {
    const token = all[at]!;
    if (token.kind === "data") break;
    if (token.kind === "tag") {
      const value = all[at + 1];
      if (value?.kind !== "value") throw text.error(token.line, `${token.text} has no value`, { allowed: "a value" });
      const [category, item] = split(token);
      const rows = categories.get(category) ?? [new Map()];
      rows[0]!.set(item, value);
      categories.set(category, rows);
      at += 2;
    } else if (token.kind === "loop") {
      const tags: Token[] = [];
      while (all[++at]?.kind === "tag") tags.push(all[at]!);
      if (tags.length === 0) throw text.error(token.line, "A loop has no items");
      const names = tags.map(split);
      const rows: Map<string, CifValue>[] = [];
      const first = at;
      for (; all[at]?.kind === "value"; at++) {
        const column = (at - first) % tags.length;
        if (column === 0) rows.push(new Map());
        rows.at(-1)!.set(names[column]![1], all[at]!);
      }
      if ((at - first) % tags.length !== 0) {
        throw text.error(all[at - 1]!.line, `The loop of ${tags[0]!.text} ends within a row`, {
          value: at - first,
          allowed: `a multiple of ${tags.length} values`,
        });
      }
      categories.set(names[0]![0], rows);
    } else {
      throw text.error(token.line, `"${token.text}" stands where an item should`, {
        value: token.text,
        allowed: "an item, loop_ or data_",
      });
    }
  }
  return { name: all[start]!.raw, categories };
}
