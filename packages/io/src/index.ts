export { type AmberCoordinates, readInpcrd } from "./amber/inpcrd.js";
export { Prmtop, type PrmtopPointer } from "./amber/prmtop.js";
export { prmtopTopology, readPrmtop } from "./amber/prmtop-topology.js";
export type { PsfLonePair } from "./charmm/lone-pairs.js";
export { type CharmmFile, type CharmmParameters, charmmKey, readCharmmParameters } from "./charmm/parameters.js";
export { type Psf, type PsfAtom, readPsf } from "./charmm/psf.js";
export { psfTopology, readPsfSystem } from "./charmm/psf-topology.js";
export { readCrd } from "./charmm/read-crd.js";
export { type Rtf, type RtfAtom, type RtfResidue, readRtf } from "./charmm/rtf.js";
export { readMmcif } from "./cif/read-mmcif.js";
export { readCube } from "./cube/read-cube.js";
export { formatCube } from "./cube/write-cube.js";
export { type DcdTrajectory, readDcd } from "./dcd/read-dcd.js";
export {
  DCD_HEADER_BYTES,
  type DcdOptions,
  dcdFrame,
  dcdFrameBytes,
  dcdFrameCountPatches,
  dcdHeader,
  type Patch,
} from "./dcd/write-dcd.js";
export { type PreprocessorOptions, preprocess, type SourceLine } from "./gromacs/preprocess.js";
export { readG96 } from "./gromacs/read-g96.js";
export { readGro } from "./gromacs/read-gro.js";
export { readGromacsTopology } from "./gromacs/read-topology.js";
export {
  chemicalBonds,
  type GromacsAtom,
  type GromacsAtomType,
  type GromacsDefaults,
  type GromacsInteraction,
  type GromacsMolecule,
  type GromacsTopology,
  type GromacsType,
  type GromacsVirtualSiteN,
  INTERACTION_SECTIONS,
  type InteractionSection,
  TYPE_SECTIONS,
  type TypeSection,
} from "./gromacs/topology.js";
export { gromacsTopologySystem, loadGromacsTopology } from "./gromacs/topology-system.js";
export type { PotentialUnits } from "./lammps/potential-entries.js";
export { type EamFile, type EamGrid, type EamKind, readEam } from "./lammps/read-eam.js";
export {
  readStillingerWeber,
  type StillingerWeberEntry,
  type StillingerWeberFile,
} from "./lammps/read-stillinger-weber.js";
export { readTersoff, type TersoffEntry, type TersoffFile } from "./lammps/read-tersoff.js";
export { readVashishta, type VashishtaEntry, type VashishtaFile } from "./lammps/read-vashishta.js";
export { type NetCdfTrajectory, readNetCdfTrajectory } from "./netcdf/read-netcdf-trajectory.js";
export {
  type NetCdfTrajectoryOptions,
  netCdfFrame,
  netCdfFrameBytes,
  netCdfFrameCountPatch,
  netCdfTrajectoryHeader,
} from "./netcdf/write-netcdf-trajectory.js";
export type {
  OpenmmAtomType,
  OpenmmForceField,
  OpenmmPatch,
  OpenmmTemplate,
  OpenmmTemplateAtom,
  OpenmmVirtualSite,
  PatchAtom,
  PatchPermission,
} from "./openmm/force-field.js";
export { loadOpenmmForceField, readOpenmmForceField } from "./openmm/read-force-field.js";
export { type OpenmmSystem, readOpenmmSystem } from "./openmm/read-system.js";
export { readXml, XmlNode } from "./openmm/xml.js";
export { readPdb } from "./pdb/read-pdb.js";
export { formatPdb } from "./pdb/write-pdb.js";
export {
  charmmCoordinatesFormat,
  g96Format,
  groFormat,
  gromacsTopologyFormat,
  inpcrdFormat,
  ioFormats,
  ioFormats as default,
  mmcifFormat,
  pdbFormat,
  prmtopFormat,
  psfFormat,
  xyzFormat,
} from "./plugin.js";
export type { CommentValue } from "./xyz/comment.js";
export { readXyz, type XyzFrame } from "./xyz/read-xyz.js";
export { type ExtendedXyzContents, formatExtendedXyz, formatXyz } from "./xyz/write-xyz.js";
