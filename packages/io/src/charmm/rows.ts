import type { TextFile } from "../text/text-file.js";

/** A line without comment, in capitals; continued ones are joined. */
export interface CharmmRow {
  readonly line: number;
  readonly words: readonly string[];
}

/**
 * The rows of a file of CHARMM.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` for a last line that is to be continued
 */
export function* charmmRows(text: TextFile): Generator<CharmmRow> {
  let joined = "";
  let first = 0;
  for (let line = 1; line <= text.lines.length; line++) {
    const raw = text.line(line);
    if (raw.startsWith("*")) continue;
    const part = raw.replace(/!.*/, "").trim();
    if (joined === "") first = line;
    if (part.endsWith("-")) {
      joined += `${part.slice(0, -1)} `;
      continue;
    }
    const words = `${joined}${part}`.trim().toUpperCase().split(/\s+/);
    joined = "";
    if (words[0] !== "") yield { line: first, words };
  }
  if (joined !== "") throw text.error(first, "The file ends in a line that is to be continued");
}
