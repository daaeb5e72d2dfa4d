import type { TextFile } from "../text/text-file.js";

/** A lone pair of a PSF: a site that follows one to three hosts, or the centre of several. */
export interface PsfLonePair {
  /** Atoms from 0: itself, and its hosts in the order of the file. */
  readonly site: number;
  readonly hosts: readonly number[];
  /** True where weights (masses) count: the flag T. */
  readonly weighted: boolean;
  /** Å or degrees, by kind: distance, angle and dihedral, or distance and scale. */
  readonly values: readonly [number, number, number];
  readonly line: number;
}

/**
 * Reads `!NUMLP NUMLPH`: a line per lone pair (number of hosts, start of its list, flag, three values), then the atoms of
 * all lists, each lone pair before its hosts.
 *
 * @param counts - of lone pairs, and of entries of the lists
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readLonePairs(
  text: TextFile,
  {
    line: header,
    counts,
    endLine,
  }: { readonly line: number; readonly counts: readonly number[]; readonly endLine: number },
  atomCount: number,
): PsfLonePair[] {
  const [count = 0, entries = 0] = counts;
  const rows: { fields: string[]; line: number }[] = [];
  for (let line = header + 1; line < endLine; line++) {
    const fields = text.line(line).trim().split(/\s+/);
    if (fields[0] !== "") rows.push({ fields, line });
  }
  if (rows.length < count) {
    throw text.error(header, `!NUMLP announces ${count} lone pairs, but has ${rows.length} lines`, {
      value: rows.length,
    });
  }
  const members = rows.slice(count).flatMap(({ fields, line }) =>
    fields.map((field) => {
      const atom = text.integer(field, line, "An atom of !NUMLP");
      if (atom >= 1 && atom <= atomCount) return atom - 1;
      throw text.error(line, `!NUMLP names the atom ${atom}, which does not exist`, {
        value: atom,
        allowed: `1 to ${atomCount}`,
      });
    }),
  );
  if (members.length !== entries) {
    throw text.error(header, `!NUMLP has ${members.length} atoms, but ${entries} are announced`, {
      value: members.length,
      allowed: String(entries),
    });
  }
  return rows.slice(0, count).map(({ fields, line }): PsfLonePair => {
    if (fields.length < 6) throw text.error(line, "A lone pair needs 6 fields", { value: fields.join(" ") });
    const hosts = text.integer(fields[0]!, line, "The number of hosts");
    const start = text.integer(fields[1]!, line, "The start of the list") - 1;
    const list = members.slice(start, start + hosts + 1);
    if (hosts < 1 || start < 0 || list.length !== hosts + 1) {
      throw text.error(line, "The list of a lone pair does not exist", { value: [hosts, start + 1] });
    }
    const values = [3, 4, 5].map((k) => text.real(fields[k]!, line, "A value of a lone pair"));
    return {
      site: list[0]!,
      hosts: list.slice(1),
      weighted: fields[2] !== "F",
      values: values as [number, number, number],
      line,
    };
  });
}
