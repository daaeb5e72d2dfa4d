import {
  createSystem,
  definePlugin,
  FileError,
  type FormatContext,
  type Resources,
  type System,
  type SystemFormat,
} from "@qmmm/core";
import { readInpcrd } from "./amber/inpcrd.js";
import { readPrmtop } from "./amber/prmtop-topology.js";
import { readPsfSystem } from "./charmm/psf-topology.js";
import { readCrd } from "./charmm/read-crd.js";
import { readMmcif } from "./cif/read-mmcif.js";
import { readG96 } from "./gromacs/read-g96.js";
import { readGro } from "./gromacs/read-gro.js";
import { gromacsTopologySystem, loadGromacsTopology } from "./gromacs/topology-system.js";
import { readPdb } from "./pdb/read-pdb.js";
import { formatError } from "./text/text-file.js";
import { readXyz } from "./xyz/read-xyz.js";

/** XYZ and extended XYZ: of several frames the last, as in ASE. */
export const xyzFormat = {
  name: "xyz",
  extensions: ["xyz", "extxyz"],
  read: (bytes, context) => readXyz(bytes, context.file).at(-1)!.system,
} satisfies SystemFormat;

/** PDB: the first model. */
export const pdbFormat = {
  name: "pdb",
  extensions: ["pdb", "ent"],
  read: (bytes, context) => readPdb(bytes, context.file),
} satisfies SystemFormat;

/** mmCIF (PDBx): the first model of the first data block. */
export const mmcifFormat = {
  name: "mmcif",
  extensions: ["cif", "mmcif", "pdbx"],
  read: (bytes, context) => readMmcif(bytes, context.file),
} satisfies SystemFormat;

/** Amber topology; coordinates come from another file. */
export const prmtopFormat = {
  name: "prmtop",
  extensions: ["prmtop", "parm7"],
  lacksCoordinates: true,
  read: (bytes, context) => readPrmtop(bytes, context.file),
} satisfies SystemFormat;

/** Amber coordinates, ASCII or NetCDF; the topology comes from another file. */
export const inpcrdFormat = {
  name: "inpcrd",
  extensions: ["inpcrd", "rst7", "restrt", "ncrst"],
  needsTopology: true,
  read(bytes, context) {
    const { geometry, velocities } = readInpcrd(bytes, context.file);
    return withCoordinates(context, { geometry, velocities });
  },
} satisfies SystemFormat;

/** Structure file of CHARMM, X-PLOR or NAMD; coordinates come from another file. */
export const psfFormat = {
  name: "psf",
  extensions: ["psf"],
  lacksCoordinates: true,
  read: (bytes, context) => readPsfSystem(bytes, context.file),
} satisfies SystemFormat;

/** CHARMM coordinates; the topology comes from another file. */
export const charmmCoordinatesFormat = {
  name: "charmm-crd",
  extensions: ["crd", "cor"],
  needsTopology: true,
  read: (bytes, context) => withCoordinates(context, readCrd(bytes, context.file)),
} satisfies SystemFormat;

/** GROMACS coordinates, .gro; with a topology that says what the atoms are, or alone. */
export const groFormat = {
  name: "gro",
  extensions: ["gro"],
  read: (bytes, context) => ofTopology(context, readGro(bytes, context.file)),
} satisfies SystemFormat;

/** GROMOS-96 coordinates, which GROMACS writes without rounding; with a topology or alone. */
export const g96Format = {
  name: "g96",
  extensions: ["g96"],
  read: (bytes, context) => ofTopology(context, readG96(bytes, context.file)),
} satisfies SystemFormat;

/** GROMACS topology with the files that it includes; coordinates come from another file. */
export const gromacsTopologyFormat = {
  name: "gromacs-top",
  extensions: ["top"],
  lacksCoordinates: true,
  async read(bytes, context) {
    const none: Resources = {
      read: async () => Promise.reject(new FileError("QMMM_FILE_NOT_FOUND", "No file is at hand")),
    };
    const { file, resources = none, includePaths = [] } = context;
    return gromacsTopologySystem(await loadGromacsTopology(bytes, file, resources, { includePaths }));
  },
} satisfies SystemFormat;

/** Where a topology says what the atoms are, only the coordinates count. */
function ofTopology(context: FormatContext, system: System): System {
  return context.topology === undefined ? system : withCoordinates(context, system);
}

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

const FORMATS: readonly SystemFormat[] = [
  xyzFormat,
  pdbFormat,
  mmcifFormat,
  prmtopFormat,
  inpcrdFormat,
  psfFormat,
  charmmCoordinatesFormat,
  groFormat,
  g96Format,
  gromacsTopologyFormat,
];

/** The formats of structures that this package reads. */
export const ioFormats = definePlugin({
  name: "@qmmm/io",
  version: "0.1.0",
  register(reg) {
    for (const format of FORMATS) reg.format(format);
  },
});
