import { FileError, type Geometry, lengthsAnglesOf } from "@qmmm/core";
import { AKMA_TIME, ANGSTROM } from "../units.js";

/** What a DCD trajectory says about itself, once. */
export interface DcdOptions {
  readonly atomCount: number;
  /** Number of the first step written. */
  readonly firstStep: number;
  /** Steps between frames. */
  readonly interval: number;
  /** Time of one step, ħ/Eh; 0 when frames are no time series. */
  readonly timeStep: number;
  /** Whether frames carry a cell; all do or none. */
  readonly hasCell: boolean;
  readonly title?: string | undefined;
}

/** Bytes to write at a place in a file. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const TITLE_LINES = 2;
const LINE = 80;
const CELL_BYTES = 48;
/** Offsets of the counts that grow with the file. */
const FRAME_COUNT_AT = 8;
const LAST_STEP_AT = 20;

/** Bytes before the first frame. */
export const DCD_HEADER_BYTES = 4 + 84 + 4 + 4 + (4 + TITLE_LINES * LINE) + 4 + 4 + 4 + 4;

/** Bytes of one frame: the file after n frames is `DCD_HEADER_BYTES + n × dcdFrameBytes`, where it may be cut and continued. */
export function dcdFrameBytes(options: Pick<DcdOptions, "atomCount" | "hasCell">): number {
  return (options.hasCell ? CELL_BYTES + 8 : 0) + 3 * (4 * options.atomCount + 8);
}

/**
 * The header of a DCD file of the CHARMM kind (little endian, 32-bit coordinates in Å), as VMD, MDAnalysis and OpenMM read
 * it. It states no frames yet: see `dcdFrameCountPatches`.
 */
export function dcdHeader(options: DcdOptions): Uint8Array {
  const out = new Uint8Array(DCD_HEADER_BYTES);
  const view = new DataView(out.buffer);
  const int = (offset: number, value: number) => view.setInt32(offset, value, true);
  const text = (offset: number, line: string) => {
    const ascii = line
      .replace(/[^\x20-\x7e]/g, " ")
      .slice(0, LINE)
      .padEnd(LINE);
    for (let k = 0; k < ascii.length; k++) out[offset + k] = ascii.charCodeAt(k);
  };
  int(0, 84);
  for (let k = 0; k < 4; k++) out[4 + k] = "CORD".charCodeAt(k);
  const control = (k: number) => 8 + 4 * k;
  int(control(1), options.firstStep);
  int(control(2), options.interval);
  view.setFloat32(control(9), options.timeStep / AKMA_TIME, true);
  int(control(10), options.hasCell ? 1 : 0);
  int(control(19), 24); // as CHARMM 24: what readers expect of unit cells
  int(88, 84);
  int(92, 4 + TITLE_LINES * LINE);
  int(96, TITLE_LINES);
  text(100, `REMARKS ${options.title ?? ""}`);
  text(100 + LINE, "REMARKS WRITTEN BY QMMM");
  const titleEnd = 100 + TITLE_LINES * LINE;
  int(titleEnd, 4 + TITLE_LINES * LINE);
  int(titleEnd + 4, 4);
  int(titleEnd + 8, options.atomCount);
  int(titleEnd + 12, 4);
  return out;
}

/** The bytes by which the header learns how many frames follow it. */
export function dcdFrameCountPatches(options: DcdOptions, frames: number): readonly Patch[] {
  const int = (value: number): Uint8Array => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, value, true);
    return bytes;
  };
  const lastStep = frames === 0 ? options.firstStep : options.firstStep + (frames - 1) * options.interval;
  return [
    { offset: FRAME_COUNT_AT, bytes: int(frames) },
    { offset: LAST_STEP_AT, bytes: int(lastStep) },
  ];
}

/**
 * One frame, to be appended.
 *
 * @throws QmmmError `QMMM_FILE_CELL_ORIENTATION` for a cell that the format can't hold: it keeps lengths and angles only,
 *   so that a has to lie along x and b in the xy plane
 */
export function dcdFrame(options: DcdOptions, geometry: Geometry): Uint8Array {
  const { atomCount, hasCell } = options;
  const { positions, cell } = geometry;
  if (positions.length !== 3 * atomCount || hasCell !== (cell !== undefined)) {
    throw new FileError("QMMM_FILE_FRAME", "The frame does not fit its DCD file", {
      value: `${positions.length / 3} atoms, ${cell === undefined ? "no cell" : "a cell"}`,
      allowed: `${atomCount} atoms, ${hasCell ? "a cell" : "no cell"}`,
      action: "Write frames of one system into one file",
    });
  }
  const out = new Uint8Array(dcdFrameBytes(options));
  const view = new DataView(out.buffer);
  let offset = 0;
  const marker = (bytes: number) => {
    view.setInt32(offset, bytes, true);
    offset += 4;
  };
  if (cell !== undefined) {
    const v = cell.vectors;
    if (v[1] !== 0 || v[2] !== 0 || v[5] !== 0) {
      throw new FileError("QMMM_FILE_CELL_ORIENTATION", "A DCD file can't hold a cell that is turned in space", {
        value: Array.from(v),
        allowed: "a along x, b in the xy plane",
        action: "Write the trajectory as extended XYZ",
      });
    }
    const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(cell);
    marker(CELL_BYTES);
    // The order of CHARMM's symmetric matrix, with cosines in the places of angles, as NAMD and OpenMM write it.
    for (const entry of [a / ANGSTROM, cosine(gamma), b / ANGSTROM, cosine(beta), cosine(alpha), c / ANGSTROM]) {
      view.setFloat64(offset, entry, true);
      offset += 8;
    }
    marker(CELL_BYTES);
  }
  for (let axis = 0; axis < 3; axis++) {
    marker(4 * atomCount);
    for (let atom = 0; atom < atomCount; atom++) {
      view.setFloat32(offset, positions[3 * atom + axis]! / ANGSTROM, true);
      offset += 4;
    }
    marker(4 * atomCount);
  }
  return out;
}

function cosine(angle: number): number {
  return Math.abs(angle - Math.PI / 2) < 1e-15 ? 0 : Math.cos(angle);
}
