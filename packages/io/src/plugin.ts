import { createSystem, definePlugin, type FormatContext, type System, type SystemFormat } from "@qmmm/core";
import { readInpcrd } from "./amber/inpcrd.js";
import { readPrmtop } from "./amber/prmtop-topology.js";
import { readPdb } from "./pdb/read-pdb.js";
import { formatError } from "./text/text-file.js";
import { readXyz } from "./xyz/read-xyz.js";

/** XYZ and extended XYZ: of several frames the last, as in ASE. */
export const xyzFormat: SystemFormat = {
  name: "xyz",
  extensions: ["xyz", "extxyz"],
  read: (bytes, context) => readXyz(bytes, context.file).at(-1)!.system,
};

/** PDB: the first model. */
export const pdbFormat: SystemFormat = {
  name: "pdb",
  extensions: ["pdb", "ent"],
  read: (bytes, context) => readPdb(bytes, context.file),
};

/** Amber topology; coordinates come from another file. */
export const prmtopFormat: SystemFormat = {
  name: "prmtop",
  extensions: ["prmtop", "parm7"],
  lacksCoordinates: true,
  read: (bytes, context) => readPrmtop(bytes, context.file),
};

/** Amber coordinates (ASCII); the topology comes from another file. */
export const inpcrdFormat: SystemFormat = {
  name: "inpcrd",
  extensions: ["inpcrd", "rst7", "restrt"],
  needsTopology: true,
  read(bytes, context) {
    const { geometry, velocities } = readInpcrd(bytes, context.file);
    return withCoordinates(context, { geometry, velocities });
  },
};

function withCoordinates(context: FormatContext, found: Pick<System, "geometry" | "velocities">): System {
  const { file, topology: system } = context;
  if (system === undefined) {
    throw formatError(file, undefined, "The file holds coordinates only and needs a topology", {
      allowed: "a topology such as a prmtop or PDB file beside it",
      action: "Name the topology's file too",
    });
  }
  const count = found.geometry.positions.length / 3;
  const { topology, title } = system;
  if (count !== topology.atomCount) {
    throw formatError(file, 2, `There are coordinates of ${count} atoms, but the topology has ${topology.atomCount}`, {
      value: count,
      allowed: String(topology.atomCount),
      action: "Give coordinates that belong to the topology",
    });
  }
  return createSystem({
    ...topology,
    positions: found.geometry.positions,
    cell: found.geometry.cell,
    velocities: found.velocities,
    ...(title === undefined ? {} : { title }),
  });
}

/** The formats of structures that this package reads. */
export const ioFormats = definePlugin({
  name: "@qmmm/io",
  version: "0.1.0",
  register(reg) {
    for (const format of [xyzFormat, pdbFormat, prmtopFormat, inpcrdFormat]) reg.format(format);
  },
});
