import type { System } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { boxAt, type StructureAtom, structureSystem } from "./structure.js";

/** Column at which the numbers begin. */
const NUMBERS_FROM = 20;

/**
 * Reads the first frame of a .gro file (GROMACS manual): positions in nm with any number of decimals, velocities in nm/ps,
 * a box of 3 or 9 numbers. Elements are deduced from names, bonds from distances.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readGro(source: Uint8Array | string, file: string): System {
  const text = new TextFile(source, file);
  if (text.lastLine < 3) throw text.error(Math.max(1, text.lastLine), "The file ends before the atoms");
  const count = text.integer(text.line(2), 2, "The number of atoms");
  if (count < 1) throw text.error(2, `The number of atoms is ${count}`, { value: count, allowed: "1 or more" });
  if (text.lastLine < count + 3) {
    throw text.error(text.lastLine, `The file ends before ${count} atoms and the box`, {
      value: `${text.lastLine} lines`,
      allowed: `${count + 3} lines`,
    });
  }
  const width = columnWidth(text);
  const atoms = Array.from({ length: count }, (_, k) => readAtom(text, k + 3, width));
  const boxLine = count + 3;
  const box = text.line(boxLine).trim().split(/\s+/);
  const numbers = box.map((field, k) => text.real(field, boxLine, `Number ${k + 1} of the box`));
  return structureSystem(text, text.line(1).trim(), atoms, boxAt(text, boxLine, numbers));
}

/** The distance between decimal points is the width of a column, whatever the number of decimals. */
function columnWidth(text: TextFile): number {
  const first = text.line(3).indexOf(".", NUMBERS_FROM);
  const second = text.line(3).indexOf(".", first + 1);
  const third = text.line(3).indexOf(".", second + 1);
  if (first > 0 && second > first && third - second === second - first) return second - first;
  throw text.error(3, "The coordinates are not in columns of one width", {
    value: text.line(3),
    allowed: "%5d%-5s%5s%5d and three numbers, such as %8.3f",
  });
}

function readAtom(text: TextFile, line: number, width: number): StructureAtom {
  const row = text.line(line);
  const column = (k: number): string => row.slice(NUMBERS_FROM + k * width, NUMBERS_FROM + (k + 1) * width);
  const triple = (from: number, what: string): number[] =>
    [0, 1, 2].map((k) => text.real(column(from + k), line, `The ${"xyz"[k]} ${what}`));
  return {
    line,
    residueNumber: text.integer(row.slice(0, 5), line, "The residue number"),
    residueName: row.slice(5, 10).trim(),
    name: row.slice(10, 15).trim(),
    position: triple(0, "coordinate"),
    velocity: row.slice(NUMBERS_FROM + 3 * width).trim() === "" ? undefined : triple(3, "velocity"),
  };
}
