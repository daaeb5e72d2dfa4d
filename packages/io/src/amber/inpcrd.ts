import type { Cell, Geometry } from "@qmmm/core";
import { isNetCdf } from "../netcdf/netcdf3.js";
import { cellAt } from "../text/cell.js";
import { TextFile } from "../text/text-file.js";
import { AKMA_TIME, ANGSTROM } from "../units.js";
import { readNetCdfRestart } from "./netcdf-restart.js";

const WIDTH = 12;

/** What an inpcrd or restart file holds, in atomic units; fresh arrays. */
export interface AmberCoordinates {
  readonly title: string;
  readonly geometry: Geometry;
  /** Velocities, a0·Eh/ħ; 3N. */
  readonly velocities?: Float64Array | undefined;
}

/**
 * Reads an inpcrd or rst7 file: ASCII (6F12.7; ambermd.org/FileFormats.php), with coordinates in Å, velocities in
 * Å per 1/20.455 ps, box lengths in Å and angles in degrees; or NetCDF, whatever the name of the file.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readInpcrd(source: Uint8Array | string, file: string): AmberCoordinates {
  if (typeof source !== "string" && isNetCdf(source)) return readNetCdfRestart(source, file);
  const text = new TextFile(source, file);
  const last = text.lastLine;
  if (last < 3) throw text.error(Math.max(1, last), "The file ends before the coordinates");
  const count = text.integer(text.line(2).trim().split(/\s+/)[0]!, 2, "The number of atoms");
  if (count < 1) throw text.error(2, `The number of atoms is ${count}`, { value: count, allowed: "1 or more" });
  const rows = Math.ceil(count / 2);
  const end = 2 + rows;
  if (last < end) {
    throw text.error(last, `The file ends in the middle of the coordinates of ${count} atoms`, {
      value: `${last - 2} lines`,
      allowed: `${rows} lines of coordinates`,
    });
  }
  const positions = block(text, 3, 3 * count, "coordinate").map((x) => x * ANGSTROM);
  const extra = last - end;
  if (extra === 0) return { title: text.line(1).trim(), geometry: { positions } };
  const boxOnly = extra === 1 && (rows > 1 || looksLikeBox(text, end + 1));
  if (!boxOnly && extra !== rows && extra !== rows + 1) {
    throw text.error(last, `After the coordinates there are ${extra} lines, which is neither velocities nor a box`, {
      value: extra,
      allowed: `1 (box), ${rows} (velocities) or ${rows + 1} (both) lines`,
    });
  }
  const velocities = boxOnly
    ? undefined
    : block(text, end + 1, 3 * count, "velocity").map((v) => (v * ANGSTROM) / AKMA_TIME);
  const cell = boxOnly || extra === rows + 1 ? readBox(text, last) : undefined;
  return { title: text.line(1).trim(), geometry: cell === undefined ? { positions } : { positions, cell }, velocities };
}

function block(text: TextFile, firstLine: number, count: number, what: string): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const line = firstLine + Math.floor(k / 6);
    const from = (k % 6) * WIDTH;
    out[k] = text.real(text.line(line).slice(from, from + WIDTH), line, `The ${what} ${k + 1}`);
  }
  return out;
}

/** Tells the box of one or two atoms from their velocities: three lengths above 1 Å, then angles. */
function looksLikeBox(text: TextFile, line: number): boolean {
  const numbers = text.line(line).trim().split(/\s+/).map(Number);
  return numbers.slice(0, 3).every((x) => x > 1) && numbers.slice(3).every((x) => x > 10 && x < 180);
}

function readBox(text: TextFile, line: number): Cell {
  const fields = text.line(line).trim().split(/\s+/).length;
  if (fields !== 3 && fields !== 6) {
    throw text.error(line, `A box has 3 lengths, or 3 lengths and 3 angles, but there are ${fields} numbers`, {
      value: text.line(line),
      allowed: "3 or 6 numbers",
    });
  }
  const b = block(text, line, fields, "box entry");
  return cellAt(text, line, Array.from(b.subarray(0, 3)), fields === 6 ? Array.from(b.subarray(3)) : [90, 90, 90]);
}
