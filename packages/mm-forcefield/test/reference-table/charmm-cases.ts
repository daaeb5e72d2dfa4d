import { cellFromLengthsAngles, type System } from "@qmmm/core";
import { psfTopology, readCrd, readPdb, readPsf } from "@qmmm/io";
import { ANGSTROM, projectFiles } from "../support.js";
import { NONBONDED, TIGHT } from "./amber-cases.js";
import { energyRows, evaluated, type ReferenceCase, type Row } from "./row.js";

const OPENMM = "../shared/data/openmm-systems";
const PARMED = "../shared/data/parmed-systems";
const CHARMM22 = [`${OPENMM}/charmm22.rtf`, `${OPENMM}/charmm22.par`];
const CHARMM36 = [`${PARMED}/top_all36_prot.rtf`, `${OPENMM}/par_all36_prot.prm`, `${OPENMM}/toppar_water_ions.str`];

async function charmmSystem(psf: string, coordinates: string, lengths?: readonly number[]): Promise<System> {
  const topology = psfTopology(readPsf(await projectFiles.read(psf), psf));
  const source = await projectFiles.read(coordinates);
  const { positions } = (coordinates.endsWith(".pdb") ? readPdb(source, coordinates) : readCrd(source, coordinates))
    .geometry;
  if (lengths === undefined) return { topology, geometry: { positions } };
  const [a, b, c] = lengths.map((length) => length * ANGSTROM) as [number, number, number];
  const right = Math.PI / 2;
  return { topology, geometry: { positions, cell: cellFromLengthsAngles(a, b, c, right, right, right) } };
}

const ALA3 = { psf: `${OPENMM}/ala_ala_ala.psf`, crd: `${OPENMM}/ala_ala_ala.crd` };
const SOLVATED = { psf: `${OPENMM}/ala3_solv.psf`, crd: `${OPENMM}/ala3_solv.crd` };
const DHFR = { psf: `${OPENMM}/5dhfr_cube.psf`, pdb: `${OPENMM}/5dhfr_cube.pdb` };
const AVA = {
  psf: "../shared/data/pdynamo-data/pBabel/data/charmm/ava.psfx",
  crd: "../shared/data/pdynamo-data/pBabel/data/charmm/ava.chm",
  prm: "../shared/data/pdynamo-data/pBabel/data/charmm/par_all27_prot_na.prm",
};

/** CHARMM's energies of three alanines by NBXMOD; its sums were taken with other constants, 0.004 to 0.010 kcal/mol off. */
const BY_NBXMOD = new Map([
  [0, 754318.20507],
  [1, 754318.20507],
  [2, 908.35224],
  [3, 59.65279],
  [4, -241.12856],
  [5, 39.13169],
]);

export const CHARMM_CASES: readonly ReferenceCase[] = [
  {
    name: "Ala₃, CHARMM22, PSF",
    source: "CHARMM",
    needs: [ALA3.psf, ALA3.crd, ...CHARMM22],
    async rows() {
      const found = await evaluated(
        "charmm",
        { psf: ALA3.psf, parameters: CHARMM22 },
        await charmmSystem(ALA3.psf, ALA3.crd),
      );
      return energyRows(found, "kcal/mol", [
        ["bonds", 1.3351, 1.1e-4, "bonds"],
        ["angles", 14.1158, 1.1e-4, "angles"],
        ["Urey–Bradley", 0.3669, 1.1e-4, "ureyBradley"],
        ["dihedrals", 14.2773, 1.1e-4, "torsions"],
        ["impropers", 0.3344, 1.1e-4, "harmonicImpropers"],
        ["CMAP", -0.5239, 1.1e-4, "cmap"],
        ["non-bonded", 9.221, 1.1e-4, ...NONBONDED],
      ]);
    },
  },
  {
    name: "Ala₃, CHARMM22, by NBXMOD",
    source: "CHARMM",
    needs: [ALA3.psf, ALA3.crd, ...CHARMM22],
    async rows() {
      const system = await charmmSystem(ALA3.psf, ALA3.crd);
      const rows: Row[] = [];
      for (const [nbxmod, energy] of BY_NBXMOD) {
        const found = await evaluated("charmm", { psf: ALA3.psf, parameters: CHARMM22, nbxmod }, system);
        rows.push(...energyRows(found, "kcal/mol", [[`total, NBXMOD ${nbxmod}`, energy, 0.011]]));
      }
      return rows;
    },
  },
  {
    name: "Ala₃ in water, CHARMM36 with NBFIX, PSF",
    source: "sander",
    needs: [SOLVATED.psf, SOLVATED.crd, ...CHARMM36],
    async rows() {
      const options = { psf: SOLVATED.psf, parameters: CHARMM36 };
      const found = await evaluated("charmm", options, await charmmSystem(SOLVATED.psf, SOLVATED.crd));
      return energyRows(found, "kcal/mol", [
        ["bonds", 1.13242125, 1e-7, "bonds"],
        ["angles", 1.06880188, 1e-7, "angles"],
        ["Urey–Bradley", 0.06142407, 1e-7, "ureyBradley"],
        ["dihedrals", 7.81143025, 1e-7, "torsions"],
        ["CMAP", 0.12679003, 1e-7, "cmap"],
        ["Lennard-Jones", 909.28136359, 1e-7, "lennardJones"],
        ["Coulomb", -9007.16903192, 1e-7, "coulomb"],
        ["Coulomb 1–4", 277.35152722, 1e-7, "coulomb14"],
        ["Lennard-Jones 1–4", 3.35367163, 1e-7, "lennardJones14"],
        ["total", -7806.981602, 1e-6],
      ]);
    },
  },
  {
    name: "Ala₃ in water without charges, CHARMM36 with NBFIX, PSF, cell, cutoff 0.8 nm",
    source: "CHARMM",
    needs: [SOLVATED.psf, SOLVATED.crd, ...CHARMM36],
    async rows() {
      const system = await charmmSystem(SOLVATED.psf, SOLVATED.crd, [32.71195, 32.99596, 33.00715]);
      const rows: Row[] = [];
      for (const [correction, energy] of [
        ["none", 15559.71602],
        ["openmm", 15490.09028],
      ] as const) {
        const options = {
          psf: SOLVATED.psf,
          parameters: CHARMM36,
          cutoff: "8 angstrom",
          electrostatics: { type: "pme" },
          lennardJones: { form: "cut", dispersionCorrection: correction },
        };
        const found = await evaluated("charmm", options, system);
        const neutral = Object.keys(found.terms).filter((term) => !term.startsWith("coulomb"));
        const label = correction === "none" ? "total, no dispersion correction" : "total, dispersion correction";
        rows.push(...energyRows(found, "kcal/mol", [[label, energy, 0.1, ...neutral]]));
      }
      return rows;
    },
  },
  {
    name: "DHFR, 23,558 atoms, CHARMM22, PSF, PME 0.9 nm",
    source: "OpenMM 8.6",
    needs: [DHFR.psf, DHFR.pdb, `${OPENMM}/par_all22_prot.inp`],
    async rows() {
      const system = await charmmSystem(DHFR.psf, DHFR.pdb, [62.23, 62.23, 62.23]);
      const options = {
        psf: DHFR.psf,
        parameters: [`${OPENMM}/par_all22_prot.inp`],
        coulombConstant: "SI",
        cutoff: "9 angstrom",
        electrostatics: TIGHT,
        lennardJones: { form: "cut", dispersionCorrection: "openmm" },
      };
      const found = await evaluated("charmm", options, system);
      return energyRows(found, "kJ/mol", [
        ["bonds", 328.7562096864181, 1e-8, "bonds"],
        ["angles", 1345.2177093857729, 1e-8, "angles"],
        ["Urey–Bradley", 80.23919134861198, 1e-8, "ureyBradley"],
        ["dihedrals", 3100.567602436022, 1e-8, "torsions"],
        ["impropers", 39.23300580803138, 1e-8, "harmonicImpropers"],
      ]);
    },
  },
  {
    name: "Ala-Val-Ala, CHARMM27, extended PSF",
    source: "pDynamo",
    needs: [AVA.psf, AVA.crd, AVA.prm],
    async rows() {
      const options = { psf: AVA.psf, parameters: [AVA.prm], coulombConstant: "SI" };
      const found = await evaluated("charmm", options, await charmmSystem(AVA.psf, AVA.crd));
      return energyRows(found, "kJ/mol", [
        ["bonds", 2.886, 6e-4, "bonds"],
        ["angles", 9.644, 6e-4, "angles"],
        ["Urey–Bradley", 0.858, 6e-4, "ureyBradley"],
        ["dihedrals", 13.604, 6e-4, "torsions"],
        ["impropers", 0.064, 6e-4, "harmonicImpropers"],
        ["CMAP", -16.464, 6e-4, "cmap"],
        ["Coulomb 1–4", 1112.775, 6e-4, "coulomb14"],
        ["Lennard-Jones 1–4", 11.5, 6e-4, "lennardJones14"],
        ["Coulomb", -1016.439, 6e-4, "coulomb"],
        ["Lennard-Jones", -12.355, 6e-4, "lennardJones"],
        ["total", 106.072, 6e-4],
      ]);
    },
  },
];
