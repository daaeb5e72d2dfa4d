import type { Geometry } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM } from "../units.js";

/**
 * Reads a CHARMM coordinate file (CRD, CARD format), standard or extended: title lines with `*`, the number of atoms, and
 * one line per atom with coordinates in Å.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readCrd(
  source: Uint8Array | string,
  file: string,
): { readonly title: string; readonly geometry: Geometry } {
  const text = new TextFile(source, file);
  let line = 1;
  while (text.line(line).startsWith("*")) line++;
  if (line === 1) {
    throw text.error(1, "This is not a CHARMM coordinate file: it has no title", { allowed: "first lines with *" });
  }
  const count = text.integer(text.line(line).trim().split(/\s+/)[0] ?? "", line, "The number of atoms");
  if (count < 1) throw text.error(line, `The number of atoms is ${count}`, { value: count, allowed: "1 or more" });
  const wide = /\bEXT\b/.test(text.line(line)) || count > 99_999;
  const [from, width] = wide ? [40, 20] : [20, 10];
  if (text.lastLine < line + count) {
    throw text.error(Math.max(1, text.lastLine), `There are ${text.lastLine - line} of ${count} atoms`, {
      value: text.lastLine - line,
      allowed: String(count),
    });
  }
  const positions = new Float64Array(3 * count);
  for (let k = 0; k < 3 * count; k++) {
    const at = line + 1 + Math.floor(k / 3);
    const begin = from + width * (k % 3);
    positions[k] =
      text.real(text.line(at).slice(begin, begin + width), at, `The ${"xyz"[k % 3]} coordinate`) * ANGSTROM;
  }
  return { title: text.line(1).slice(1).trim(), geometry: { positions } };
}
