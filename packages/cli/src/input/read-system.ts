import {
  type Cell,
  cellFromLengthsAngles,
  FileError,
  InputError,
  nearestSpelling,
  type Resources,
  type System,
  type SystemFormat,
} from "@qmmm/core";
import { requireDistinctAtoms } from "./distinct-atoms.js";
import type { Input } from "./schema.js";

function formatByName(name: string, formats: readonly SystemFormat[]): SystemFormat {
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const allowed = formats.map((format) => format.name);
  const near = nearestSpelling(name, allowed);
  throw new InputError("QMMM_FORMAT_UNKNOWN", `No plugin reads the format "${name}"`, {
    value: name,
    allowed,
    action: near === undefined ? "Use one of the formats listed" : `Did you mean "${near}"?`,
    place: { path: "system.format" },
  });
}

function formatByEnding(file: string, formats: readonly SystemFormat[], path: string): SystemFormat {
  const lower = file.toLowerCase();
  const found = formats.find((format) => format.extensions.some((ending) => lower.endsWith(`.${ending}`)));
  if (found !== undefined) return found;
  throw new InputError("QMMM_FORMAT_UNKNOWN", `The ending of "${file}" does not tell its format`, {
    value: file,
    allowed: formats.flatMap((format) => format.extensions.map((ending) => `.${ending}`)),
    action: "Rename the file, or state `system.format`",
    place: { path },
  });
}

/** Makes the cell of `system.cell`; what is wrong with it is wrong there. */
function cellOf(make: () => Cell): Cell {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.code,
      error.message,
      { ...error.details, place: { path: "system.cell" } },
      { cause: error },
    );
  }
}

/**
 * Reads the structure that an input file describes.
 *
 * @throws QmmmError of the files and their formats, `QMMM_FORMAT_UNKNOWN`, `QMMM_COORDINATES_MISSING`,
 * `QMMM_GEOMETRY_ATOMS_COINCIDE`
 */
export async function readSystem(
  input: Input["system"],
  formats: readonly SystemFormat[],
  resources: Resources,
): Promise<System> {
  const readAt = async (
    file: string,
    key: string,
    format: SystemFormat | undefined,
    topology?: System,
  ): Promise<System> => {
    const path = `system.${key}`;
    let bytes: Uint8Array;
    try {
      bytes = await resources.read(file);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new FileError(error.code, error.message, { ...error.details, place: { path } }, { cause: error });
    }
    const reader = format ?? formatByEnding(file, formats, path);
    if (reader.needsTopology === true && topology === undefined) {
      throw new InputError(
        "QMMM_TOPOLOGY_MISSING",
        `"${file}" holds coordinates only; what the atoms are must come from another file`,
        {
          value: file,
          action: "Give `system.topology` and `system.coordinates`",
          place: { path },
        },
      );
    }
    const context = { file, resources, includePaths: input.include };
    return reader.read(bytes, topology === undefined ? context : { ...context, topology });
  };
  const main = input.file ?? input.topology!;
  const named = input.format === undefined ? undefined : formatByName(input.format, formats);
  let system = await readAt(main, input.file === undefined ? "topology" : "file", named);
  if (input.coordinates !== undefined) system = await readAt(input.coordinates, "coordinates", undefined, system);
  if (system.geometry.positions.length !== 3 * system.topology.atomCount) {
    throw new InputError("QMMM_COORDINATES_MISSING", `"${main}" has no coordinates`, {
      value: main,
      action: "Name the file that holds them: `system.topology` and `system.coordinates`",
      place: { path: "system" },
    });
  }
  const { velocities, ...still } = system;
  if (!input.velocities || velocities === undefined) system = still;
  if (input.cell === "none") {
    system = { ...system, geometry: { positions: system.geometry.positions } };
  } else if (input.cell !== undefined) {
    const { a, b, c, alpha, beta, gamma } = input.cell;
    const cell = cellOf(() => cellFromLengthsAngles(a, b, c, alpha, beta, gamma));
    system = { ...system, geometry: { positions: system.geometry.positions, cell } };
  }
  requireDistinctAtoms(system, main);
  return system;
}
