import type { Geometry } from "@qmmm/core";
import { cellOf } from "../text/cell.js";
import { ANGSTROM, FEMTOSECOND } from "../units.js";
import { NetCdf3 } from "./netcdf3.js";

const PICOSECOND = 1000 * FEMTOSECOND;
/** Larger numbers are mistakes: they overflow in other units. */
const LARGEST = 1e150;

/** An Amber NetCDF trajectory: its header, and its frames one at a time. */
export interface NetCdfTrajectory {
  readonly atomCount: number;
  readonly frameCount: number;
  readonly hasCell: boolean;
  readonly title: string;
  /** Geometry of a frame, from 0; fresh arrays. */
  frame(index: number): Geometry;
  /** Time of a frame, ħ/Eh; undefined where the file states none. */
  time(index: number): number | undefined;
}

/**
 * Opens an Amber NetCDF trajectory (conventions AMBER, classic format): coordinates in Å, cell in Å and degrees, time in ps.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function readNetCdfTrajectory(bytes: Uint8Array, file: string): NetCdfTrajectory {
  const netcdf = new NetCdf3(bytes, file);
  const conventions = String(netcdf.attributes.get("Conventions") ?? "none");
  if (!conventions.split(/[\s,]+/).includes("AMBER")) {
    throw netcdf.error(`The file has the conventions ${conventions}`, { value: conventions, allowed: "AMBER" });
  }
  const [, atomCount = 0, axes] = netcdf.recordShape("coordinates");
  if (axes !== 3 || atomCount < 1) {
    throw netcdf.error("The coordinates are not frames × atoms × 3", { value: netcdf.recordShape("coordinates") });
  }
  const frameCount = netcdf.recordCount;
  const hasCell = netcdf.has("cell_lengths");
  const title = netcdf.attributes.get("title");
  const numbers = (name: string, index: number, count: number): Float64Array => {
    if (!Number.isInteger(index) || index < 0 || index >= frameCount) {
      throw netcdf.error(`There is no frame ${index}`, { value: index, allowed: `0 to ${frameCount - 1}` });
    }
    const values = netcdf.record(name, index);
    if (values.length !== count) {
      throw netcdf.error(`A frame has ${values.length} numbers of ${name}`, {
        value: values.length,
        allowed: `${count}`,
      });
    }
    const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
    if (bad < 0) return values;
    throw netcdf.error(`Entry ${bad} of ${name} in frame ${index} (both from 0) is ${values[bad]}`);
  };
  return {
    atomCount,
    frameCount,
    hasCell,
    title: typeof title === "string" ? title.trim() : "",
    frame(index) {
      const positions = numbers("coordinates", index, 3 * atomCount).map((x) => x * ANGSTROM);
      if (!hasCell) return { positions };
      const lengths = Array.from(numbers("cell_lengths", index, 3));
      const angles = netcdf.has("cell_angles") ? Array.from(numbers("cell_angles", index, 3)) : [90, 90, 90];
      // Programs write a cell of zeros for frames without one.
      if (lengths.every((length) => length === 0)) return { positions };
      const cell = cellOf(lengths, angles, (message, details) => netcdf.error(message, details));
      return cell === undefined ? { positions } : { positions, cell };
    },
    time: (index) => (netcdf.has("time") ? numbers("time", index, 1)[0]! * PICOSECOND : undefined),
  };
}
