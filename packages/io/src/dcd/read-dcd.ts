import { cellFromLengthsAngles, type Geometry } from "@qmmm/core";
import { formatError } from "../text/text-file.js";
import { AKMA_TIME, ANGSTROM, DEGREE } from "../units.js";

/** A DCD trajectory: its header, and its frames one at a time. */
export interface DcdTrajectory {
  readonly atomCount: number;
  readonly frameCount: number;
  readonly firstStep: number;
  readonly interval: number;
  /** Time of one step, ħ/Eh. */
  readonly timeStep: number;
  readonly hasCell: boolean;
  readonly title: string;
  /** Geometry of a frame, from 0; fresh arrays. */
  frame(index: number): Geometry;
}

/**
 * Opens a DCD file of the CHARMM or X-PLOR kind, either byte order, without fixed atoms. The number of frames is what the
 * file holds; a last frame that is cut off is an error.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function readDcd(bytes: Uint8Array, file: string): DcdTrajectory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (message: string, details = {}) => formatError(file, undefined, message, details);
  if (bytes.length < 100) throw fail("The file is too short for a DCD header", { value: bytes.length });
  const littleEndian = view.getInt32(0, true) === 84;
  if ((!littleEndian && view.getInt32(0, false) !== 84) || String.fromCharCode(...bytes.subarray(4, 8)) !== "CORD") {
    throw fail("This is not a DCD file with 32-bit record markers", { allowed: "a header CORD of 84 bytes" });
  }
  const int = (offset: number): number => {
    if (offset + 4 > bytes.length) throw fail("The file ends within its header", { value: `${bytes.length} bytes` });
    return view.getInt32(offset, littleEndian);
  };
  const control = (k: number) => int(8 + 4 * k);
  const charmm = control(19) !== 0;
  const fixedAtoms = control(8);
  if (fixedAtoms !== 0) {
    throw fail(`The trajectory leaves out ${fixedAtoms} fixed atoms`, {
      value: fixedAtoms,
      allowed: "0",
      action: "Write it anew with all atoms, for example with MDAnalysis or VMD",
    });
  }
  const timeStep = charmm ? view.getFloat32(44, littleEndian) : view.getFloat64(44, littleEndian);
  const hasCell = charmm && control(10) !== 0;
  const fourth = charmm && control(11) !== 0;
  const titleBytes = int(92);
  const afterTitle = 96 + titleBytes;
  if (titleBytes < 4 || int(afterTitle) !== titleBytes || int(afterTitle + 4) !== 4) {
    throw fail("The title of the header is damaged", { value: titleBytes });
  }
  const title = String.fromCharCode(...bytes.subarray(100, afterTitle)).trim();
  const atomCount = int(afterTitle + 8);
  if (atomCount < 1) throw fail(`The number of atoms is ${atomCount}`, { value: atomCount, allowed: "1 or more" });
  const headerBytes = afterTitle + 16;
  const axisBytes = 4 * atomCount + 8;
  const frameBytes = (hasCell ? 56 : 0) + (fourth ? 4 : 3) * axisBytes;
  const frameCount = Math.floor((bytes.length - headerBytes) / frameBytes);
  const rest = bytes.length - headerBytes - frameCount * frameBytes;
  if (rest !== 0) {
    throw fail(`Frame ${frameCount} (from 0) is cut off: ${Math.max(0, rest)} of ${frameBytes} bytes are there`, {
      value: bytes.length,
      allowed: `${headerBytes} bytes and a multiple of ${frameBytes}`,
      action: `Cut the file after ${headerBytes + frameCount * frameBytes} bytes to keep the whole frames`,
    });
  }
  const marked = (offset: number, length: number, index: number) => {
    if (int(offset) === length && int(offset + 4 + length) === length) return;
    throw fail(`Frame ${index} (from 0) is damaged`, { value: int(offset), allowed: `a record of ${length} bytes` });
  };
  return {
    atomCount,
    frameCount,
    firstStep: control(1),
    interval: control(2),
    timeStep: timeStep * AKMA_TIME,
    hasCell,
    title,
    frame(index) {
      if (!Number.isInteger(index) || index < 0 || index >= frameCount) {
        throw fail(`There is no frame ${index}`, { value: index, allowed: `0 to ${frameCount - 1}` });
      }
      let offset = headerBytes + index * frameBytes;
      let cell: Geometry["cell"];
      if (hasCell) {
        marked(offset, 48, index);
        const [a, gamma, b, beta, alpha, c] = [0, 1, 2, 3, 4, 5].map((k) =>
          view.getFloat64(offset + 4 + 8 * k, littleEndian),
        );
        cell = cellFromLengthsAngles(
          a! * ANGSTROM,
          b! * ANGSTROM,
          c! * ANGSTROM,
          angleOf(alpha!),
          angleOf(beta!),
          angleOf(gamma!),
        );
        offset += 56;
      }
      const positions = new Float64Array(3 * atomCount);
      for (let axis = 0; axis < 3; axis++) {
        marked(offset, 4 * atomCount, index);
        for (let atom = 0; atom < atomCount; atom++) {
          const x = view.getFloat32(offset + 4 + 4 * atom, littleEndian);
          if (!Number.isFinite(x)) throw fail(`A coordinate of atom ${atom} in frame ${index} (from 0) is ${x}`);
          positions[3 * atom + axis] = x * ANGSTROM;
        }
        offset += axisBytes;
      }
      return cell === undefined ? { positions } : { positions, cell };
    },
  };
}

/** Files hold cosines (NAMD, OpenMM, here) or degrees (X-PLOR, old CHARMM): an angle within ±1 degree does not occur. */
function angleOf(entry: number): number {
  return Math.abs(entry) <= 1 ? Math.PI / 2 - Math.asin(entry) : entry * DEGREE;
}
