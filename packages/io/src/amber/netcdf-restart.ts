import type { Cell } from "@qmmm/core";
import { NetCdf3 } from "../netcdf/netcdf3.js";
import { cellOf } from "../text/cell.js";
import { AKMA_TIME, ANGSTROM, FEMTOSECOND } from "../units.js";
import type { AmberCoordinates } from "./inpcrd.js";

const PICOSECOND = 1000 * FEMTOSECOND;
/** Larger numbers are mistakes: they overflow in other units. */
const LARGEST = 1e150;
/** Å/ps in Amber's unit of velocity, as its files round it. */
const AKMA_SCALE = 20.455;

/**
 * Reads a NetCDF restart file (conventions AMBERRESTART, ambermd.org/netcdf/nctraj.xhtml): coordinates and box in Å and
 * degrees, velocities in Å/ps divided by their scale factor.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function readNetCdfRestart(bytes: Uint8Array, file: string): AmberCoordinates {
  const netcdf = new NetCdf3(bytes, file);
  const conventions = String(netcdf.attributes.get("Conventions") ?? "none");
  if (!conventions.split(/[\s,]+/).includes("AMBERRESTART")) {
    throw netcdf.error(`The file has the conventions ${conventions}`, {
      value: conventions,
      allowed: "AMBERRESTART",
      action: "Give a restart file; of a trajectory write one frame with cpptraj",
    });
  }
  const positions = perAtom(netcdf, "coordinates").map((x) => x * ANGSTROM);
  const cell = netcdf.has("cell_lengths") ? readCell(netcdf) : undefined;
  const velocities = netcdf.has("velocities") ? readVelocities(netcdf, positions.length) : undefined;
  const title = netcdf.attributes.get("title");
  return {
    title: typeof title === "string" ? title.trim() : "",
    geometry: cell === undefined ? { positions } : { positions, cell },
    velocities,
  };
}

function perAtom(netcdf: NetCdf3, name: string): Float64Array {
  const shape = netcdf.shape(name);
  if (shape.length !== 2 || shape[1] !== 3) {
    throw netcdf.error(`The variable ${name} has the shape ${shape.join("×")}`, {
      value: shape,
      allowed: "atoms × 3",
    });
  }
  return finite(netcdf, name);
}

function finite(netcdf: NetCdf3, name: string): Float64Array {
  const values = netcdf.reals(name);
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (bad < 0) return values;
  throw netcdf.error(`Entry ${bad} (from 0) of ${name} is not a number of sound size`, { value: String(values[bad]) });
}

function readVelocities(netcdf: NetCdf3, count: number): Float64Array {
  const values = perAtom(netcdf, "velocities");
  if (values.length !== count) {
    throw netcdf.error(`There are ${values.length / 3} velocities, but ${count / 3} atoms`, {
      value: values.length / 3,
      allowed: String(count / 3),
    });
  }
  const stated = netcdf.attribute("velocities", "scale_factor");
  const scale = typeof stated === "object" ? stated[0]! : 1;
  // The factor of Amber's own unit is rounded in the files; the unit itself is exact.
  const unit = Math.abs(scale / AKMA_SCALE - 1) < 1e-3 ? ANGSTROM / AKMA_TIME : (scale * ANGSTROM) / PICOSECOND;
  return values.map((v) => v * unit);
}

function readCell(netcdf: NetCdf3): Cell {
  const lengths = Array.from(finite(netcdf, "cell_lengths"));
  const angles = netcdf.has("cell_angles") ? Array.from(finite(netcdf, "cell_angles")) : [90, 90, 90];
  return cellOf(lengths, angles, (message, details) => netcdf.error(message, details));
}
