import { FileError, type Geometry, lengthsAnglesOf } from "@qmmm/core";
import type { Patch } from "../dcd/write-dcd.js";
import { ANGSTROM, DEGREE, FEMTOSECOND } from "../units.js";
import { NetCdfHeader } from "./netcdf-header.js";

/** What an Amber NetCDF trajectory says about itself, once. */
export interface NetCdfTrajectoryOptions {
  readonly atomCount: number;
  /** Whether frames carry a cell; all do or none. */
  readonly hasCell: boolean;
  readonly title?: string | undefined;
}

const PICOSECOND = 1000 * FEMTOSECOND;
/** Offset of the number of frames. */
const FRAME_COUNT_AT = 4;

/** Bytes of one frame: the file after n frames is its header and n times this, where it may be cut and continued. */
export function netCdfFrameBytes({ atomCount, hasCell }: NetCdfTrajectoryOptions): number {
  return 4 + 12 * atomCount + (hasCell ? 48 : 0);
}

/**
 * The header of an Amber NetCDF trajectory (conventions AMBER 1.0, ambermd.org/netcdf/nctraj.xhtml; NetCDF's classic format
 * with 64-bit offsets), as cpptraj, MDAnalysis, VMD and ParmEd read it. It states no frames yet: see
 * `netCdfFrameCountPatch`.
 */
export function netCdfTrajectoryHeader({ atomCount, hasCell, title = "" }: NetCdfTrajectoryOptions): Uint8Array {
  const header = new NetCdfHeader([
    ["frame", 0],
    ["spatial", 3],
    ["atom", atomCount],
    ...(hasCell
      ? ([
          ["cell_spatial", 3],
          ["label", 5],
          ["cell_angular", 3],
        ] as const)
      : []),
  ]);
  header.attributes({
    title: title.slice(0, 80),
    application: "QMMM",
    program: "QMMM",
    programVersion: "1",
    Conventions: "AMBER",
    ConventionVersion: "1.0",
  });
  header.fixed("spatial", ["spatial"], "xyz");
  if (hasCell) {
    header.fixed("cell_spatial", ["cell_spatial"], "abc");
    header.fixed("cell_angular", ["cell_angular", "label"], "alphabeta gamma");
  }
  header.records("time", "float", ["frame"], 1, { units: "picosecond" });
  header.records("coordinates", "float", ["frame", "atom", "spatial"], 3 * atomCount, { units: "angstrom" });
  if (hasCell) {
    header.records("cell_lengths", "double", ["frame", "cell_spatial"], 3, { units: "angstrom" });
    header.records("cell_angles", "double", ["frame", "cell_angular"], 3, { units: "degree" });
  }
  return header.bytes();
}

/** The bytes by which the header learns how many frames follow it. */
export function netCdfFrameCountPatch(frames: number): Patch {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, frames);
  return { offset: FRAME_COUNT_AT, bytes };
}

/**
 * One frame, to be appended: time and coordinates in 32 bits, the cell in 64.
 *
 * @param time - ħ/Eh; 0 when frames are no time series
 * @throws QmmmError `QMMM_FILE_FRAME`, and `QMMM_FILE_CELL_ORIENTATION` for a cell that the format can't hold: it keeps lengths
 *   and angles only, so that a has to lie along x and b in the xy plane
 */
export function netCdfFrame(options: NetCdfTrajectoryOptions, { positions, cell }: Geometry, time: number): Uint8Array {
  const { atomCount, hasCell } = options;
  if (positions.length !== 3 * atomCount || hasCell !== (cell !== undefined)) {
    throw new FileError("QMMM_FILE_FRAME", "The frame does not fit its NetCDF file", {
      value: `${positions.length / 3} atoms, ${cell === undefined ? "no cell" : "a cell"}`,
      allowed: `${atomCount} atoms, ${hasCell ? "a cell" : "no cell"}`,
      action: "Write frames of one system into one file",
    });
  }
  const out = new Uint8Array(netCdfFrameBytes(options));
  const view = new DataView(out.buffer);
  view.setFloat32(0, time / PICOSECOND);
  for (let k = 0; k < positions.length; k++) view.setFloat32(4 + 4 * k, positions[k]! / ANGSTROM);
  if (cell === undefined) return out;
  const v = cell.vectors;
  if (v[1] !== 0 || v[2] !== 0 || v[5] !== 0) {
    throw new FileError("QMMM_FILE_CELL_ORIENTATION", "A NetCDF trajectory can't hold a cell that is turned in space", {
      value: Array.from(v),
      allowed: "a along x, b in the xy plane",
      action: "Write the trajectory as extended XYZ",
    });
  }
  const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(cell);
  const numbers = [a / ANGSTROM, b / ANGSTROM, c / ANGSTROM, alpha / DEGREE, beta / DEGREE, gamma / DEGREE];
  numbers.forEach((number, k) => {
    view.setFloat64(4 + 12 * atomCount + 8 * k, number);
  });
  return out;
}
