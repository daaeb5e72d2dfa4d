import { readFileSync } from "node:fs";
import { FileError, type Resources } from "@qmmm/core";
import {
  DCD_HEADER_BYTES,
  dcdFrame,
  dcdFrameBytes,
  dcdHeader,
  formatPdb,
  gromacsTopologySystem,
  loadGromacsTopology,
  netCdfFrame,
  netCdfFrameBytes,
  netCdfFrameCountPatch,
  netCdfTrajectoryHeader,
  Prmtop,
  prmtopTopology,
  psfTopology,
  readCharmmParameters,
  readCrd,
  readDcd,
  readEam,
  readG96,
  readGro,
  readInpcrd,
  readMmcif,
  readNetCdfTrajectory,
  readOpenmmForceField,
  readOpenmmSystem,
  readPdb,
  readPsf,
  readStillingerWeber,
  readTersoff,
  readVashishta,
  readXyz,
} from "@qmmm/io";
import {
  amberParameters,
  charmmParameters,
  gromacsParameters,
  openmmParameters,
  openmmSystemParameters,
} from "../../src/index.js";
import { charmmed } from "../amber/charmmed.js";
import { CRD, EXTENDED_PSF, PRM, PSF, RTF } from "../charmm/fixture.js";
import { constructs, fixture as openmmFixture } from "../openmm/fixture.js";
import { FILES as SOLIDS } from "../solids/potentials.js";
import { ALANINE, projectFiles } from "../support.js";
import { damaged, damagedBytes } from "./mutations.js";

/** A format with a way to read it as far as the parameters of a force field, where it has any. */
export interface FormatCase {
  readonly format: string;
  /** Numbers that came of a damaged file, or an error. */
  readonly run: (count: number) => { inputs: Iterable<unknown>; read: (input: never) => unknown };
}

const text = (format: string, source: string, read: (input: string) => unknown): FormatCase => ({
  format,
  run: (count) => ({ inputs: damaged(source, count, format), read }),
});
const binary = (format: string, source: Uint8Array, read: (input: Uint8Array) => unknown): FormatCase => ({
  format,
  run: (count) => ({ inputs: damagedBytes(source, count, format), read }),
});

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const prmtop = charmmed(decode(await projectFiles.read(ALANINE.prmtop)));
const points = decode(await projectFiles.read("packages/mm-forcefield/test/fixtures/extra-points/points.parm7"));
const inpcrd = decode(await projectFiles.read(ALANINE.inpcrd));
const amber = (damagedText: string) => {
  const file = new Prmtop(damagedText, "a.prmtop");
  return [prmtopTopology(file), amberParameters(file, { coulombConstant: "amber", skin: 2 })];
};
const charmm = (psf: string, prm: string, rtf: string) => {
  const read = readPsf(psf, "a.psf");
  const parameters = readCharmmParameters([
    { file: "a.rtf", source: rtf },
    { file: "a.prm", source: prm },
  ]);
  return [psfTopology(read), charmmParameters(read, parameters, { coulombConstant: "charmm", skin: 2 })];
};

const constructed = constructs(false);
const field = openmmFixture("constructs.xml").replace("ORDERING", "amber");

/** Formats that hold parameters of molecules, and what comes with them. */
export const FORCE_FIELD_FORMATS: readonly FormatCase[] = [
  text("Amber prmtop", prmtop, amber),
  text("Amber prmtop with extra points", points, amber),
  text("Amber inpcrd", inpcrd, (damagedText) => readInpcrd(damagedText, "a.inpcrd")),
  text("CHARMM PSF", PSF, (psf) => charmm(psf, PRM, RTF)),
  text("CHARMM PSF, extended", EXTENDED_PSF, (psf) => charmm(psf, PRM, RTF)),
  text("CHARMM parameters", PRM, (prm) => charmm(PSF, prm, RTF)),
  text("CHARMM topology file", RTF, (rtf) => charmm(EXTENDED_PSF, PRM, rtf)),
  text("CHARMM coordinates", CRD, (crd) => readCrd(crd, "a.crd")),
  text("OpenMM force field", field, (xml) =>
    openmmParameters(constructed.topology, readOpenmmForceField(xml, "a.xml"), { skin: 2, templates: {} }),
  ),
  text("OpenMM System", openmmFixture("system.xml"), (xml) => {
    return openmmSystemParameters(readOpenmmSystem(xml, "a.xml"), { skin: 2 }).parameters;
  }),
];

const gromacsFixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/gromacs/${name}`, import.meta.url), "utf8");
const GROMACS = new Map(["functions.top", "types.itp", "cmap.itp"].map((name) => [name, gromacsFixture(name)]));
const DEFINES = "BOND2 BOND6 ANGLE=5 UREY_BRADLEY DIHEDRAL=9 IMPROPER=4 HARMONIC CMAP PAIRS NBFIX".split(" ");

/** GROMACS' topology with one of its files replaced. */
async function gromacs(name: string, replaced: string): Promise<unknown> {
  const files = new Map([...GROMACS, [name, replaced]]);
  const resources: Resources = {
    async read(wanted) {
      const found = files.get(wanted);
      if (found === undefined) throw new FileError("QMMM_FILE_NOT_FOUND", `There is no file ${wanted}`);
      return new TextEncoder().encode(found);
    },
  };
  const top = files.get("functions.top")!;
  const topology = await loadGromacsTopology(top, "functions.top", resources, { defines: DEFINES });
  // A damaged number of molecules may be a large one, and is then as good as any.
  return topology.atomCount > 1000
    ? []
    : [gromacsTopologySystem(topology).topology, gromacsParameters(topology, { skin: 1 })];
}

const GRO = `Two waters
    6
    1SOL     OW    1   0.126   1.624   1.679  0.1227 -0.0580  0.0434
    1SOL    HW1    2   0.190   1.661   1.747  0.8085  0.3191 -0.7791
    1SOL    HW2    3   0.177   1.568   1.613 -0.9045 -2.6469  1.3180
    2SOL     OW    4   1.275   0.053   0.622  0.2519  0.3140 -0.1734
    2SOL    HW1    5   1.337   0.002   0.680 -1.0641 -1.1349  0.0257
    2SOL    HW2    6   1.326   0.120   0.568  1.9427 -0.8216 -0.0244
   1.82060   1.82060   1.82060   0.00000   0.00000   0.10000   0.00000   0.20000   0.30000
`;

const XYZ = `3
Lattice="20 0 0 0 20 0 1 2 20" Properties=species:S:1:pos:R:3:forces:R:3 energy=-76.5
O 0.0 0.0 0.1 0.01 0.02 -0.03
H 0.0 0.7 -0.5 0.1 0.2 0.3
H 0.0 -0.7 -0.5 -0.11 -0.22 -0.27
`;

const MMCIF = `data_TEST
_cell.length_a 20.0
_cell.length_b 21.0
_cell.length_c 22.0
_cell.angle_alpha 90.0
_cell.angle_beta 95.0
_cell.angle_gamma 90.0
loop_
_atom_site.group_PDB
_atom_site.id
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.label_comp_id
_atom_site.label_asym_id
_atom_site.label_seq_id
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.auth_seq_id
_atom_site.auth_asym_id
ATOM 1 S SG . CYS A 1 1.0 2.0 3.0 10 X
ATOM 2 S SG . CYS B 1 1.0 2.0 5.1 12 Y
HETATM 3 O "O5'" A LIG C . 9.0 2.0 3.0 301 X
`;

const frame = {
  positions: Float64Array.from({ length: 9 }, (_, k) => k + 0.5),
  cell: { vectors: Float64Array.of(30, 0, 0, 3, 31, 0, 2, 1, 32) },
};

function dcd(): Uint8Array {
  const options = { atomCount: 3, firstStep: 0, interval: 1, timeStep: 1, hasCell: true };
  const bytes = new Uint8Array(DCD_HEADER_BYTES + dcdFrameBytes(options));
  bytes.set(dcdHeader(options));
  bytes.set(dcdFrame(options, frame), DCD_HEADER_BYTES);
  return bytes;
}

function netCdf(): Uint8Array {
  const options = { atomCount: 3, hasCell: true, title: "three atoms" };
  const header = netCdfTrajectoryHeader(options);
  const bytes = new Uint8Array(header.length + netCdfFrameBytes(options));
  bytes.set(header);
  bytes.set(netCdfFrame(options, frame, 0), header.length);
  const { offset, bytes: count } = netCdfFrameCountPatch(1);
  bytes.set(count, offset);
  return bytes;
}

/** All other formats that this project reads. */
export const OTHER_FORMATS: readonly FormatCase[] = [
  text("GROMACS top", GROMACS.get("functions.top")!, (top) => gromacs("functions.top", top)),
  text("GROMACS itp", GROMACS.get("types.itp")!, (itp) => gromacs("types.itp", itp)),
  text("GROMACS gro", GRO, (gro) => readGro(gro, "a.gro")),
  text("GROMACS g96", gromacsFixture("functions.g96"), (g96) => readG96(g96, "a.g96")),
  text("LAMMPS Stillinger–Weber", SOLIDS["SiGe.sw"]!, (sw) => readStillingerWeber(sw, "a.sw")),
  text("LAMMPS Tersoff", SOLIDS["SiC.tersoff"]!, (tersoff) => readTersoff(tersoff, "a.tersoff")),
  text("LAMMPS Vashishta", SOLIDS["full.vashishta"]!, (vashishta) => readVashishta(vashishta, "a.vashishta")),
  text("LAMMPS EAM, one element", SOLIDS["Cu.eam"]!, (eam) => readEam(eam, "a.eam", "funcfl")),
  text("LAMMPS EAM, alloy", SOLIDS["CuNi.eam.alloy"]!, (eam) => readEam(eam, "a.eam.alloy", "setfl")),
  text("LAMMPS EAM, Finnis–Sinclair", SOLIDS["CuNi.eam.fs"]!, (eam) => readEam(eam, "a.eam.fs", "fs")),
  text("PDB", formatPdb(constructed), (pdb) => readPdb(pdb, "a.pdb")),
  text("mmCIF", MMCIF, (cif) => readMmcif(cif, "a.cif")),
  text("extended XYZ", XYZ, (xyz) => readXyz(xyz, "a.xyz").map(({ system }) => system)),
  binary("DCD", dcd(), (bytes) => {
    const found = readDcd(bytes, "a.dcd");
    return found.frameCount > 0 ? found.frame(0) : [];
  }),
  binary("Amber NetCDF", netCdf(), (bytes) => {
    const found = readNetCdfTrajectory(bytes, "a.nc");
    return found.frameCount > 0 ? found.frame(0) : [];
  }),
];

/** Damaged files of a format, read. */
export function damagedFiles({ run }: FormatCase, count: number) {
  const { inputs, read } = run(count);
  return { inputs, read: read as (input: unknown) => unknown };
}
