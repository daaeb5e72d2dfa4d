import type { System } from "@qmmm/core";
import { amberSystem } from "../support.js";
import { type Expected, energyRows, evaluated, open, type ReferenceCase } from "./row.js";

const OPENMM = "../shared/data/openmm-systems";
const PARMED = "../shared/data/parmed-systems";
const DHFR = "../shared/data/openmmtools-systems/dhfr";
const PDYNAMO = "../shared/data/pdynamo-data/pBabel/data/amber";
const LYSOZYME = "../shared/data/openmmtools-systems/T4-lysozyme-L99A-implicit";

export const NONBONDED = ["lennardJones", "coulomb", "lennardJones14", "coulomb14"] as const;
const DIHEDRALS = ["torsions", "impropers"] as const;

/** Particle-mesh Ewald so tight that its error does not show. */
export const TIGHT = { type: "pme", accuracy: 1e-8, order: 8 } as const;

interface AmberCase {
  readonly name: string;
  readonly source: string;
  readonly prmtop: string;
  readonly coordinates: string;
  readonly unit: "kJ/mol" | "kcal/mol";
  readonly options?: Readonly<Record<string, unknown>>;
  readonly expected: readonly Expected[];
}

/** A prmtop with coordinates; without a cutoff the system is taken without its cell. */
function amberCase({ name, source, prmtop, coordinates, unit, options = {}, expected }: AmberCase): ReferenceCase {
  return {
    name,
    source,
    needs: [prmtop, coordinates],
    async rows() {
      const whole: System = await amberSystem(prmtop, coordinates);
      const system = "cutoff" in options ? whole : open(whole);
      return energyRows(await evaluated("amber", { prmtop, ...options }, system), unit, expected);
    },
  };
}

export const AMBER_CASES: readonly ReferenceCase[] = [
  amberCase({
    name: "Alanine dipeptide, vacuum",
    source: "OpenMM",
    prmtop: `${OPENMM}/alanine-dipeptide-implicit.prmtop`,
    coordinates: `${OPENMM}/alanine-dipeptide-implicit.inpcrd`,
    unit: "kJ/mol",
    options: { coulombConstant: "SI" },
    expected: [
      ["bonds", 0.08618335, 1e-7, "bonds"],
      ["angles", 1.51440033, 1e-7, "angles"],
      ["dihedrals", 8.05633541, 1e-7, ...DIHEDRALS],
      ["non-bonded", -97.74550765, 1e-7, ...NONBONDED],
    ],
  }),
  amberCase({
    name: "Alanine dipeptide in 2,269 atoms, PME 0.9 nm",
    source: "OpenMM, converged",
    prmtop: `${OPENMM}/alanine-dipeptide-explicit.prmtop`,
    coordinates: `${OPENMM}/alanine-dipeptide-explicit.inpcrd`,
    unit: "kJ/mol",
    options: {
      coulombConstant: "SI",
      cutoff: "9 angstrom",
      electrostatics: TIGHT,
      lennardJones: { form: "cut", dispersionCorrection: "openmm" },
    },
    expected: [["non-bonded", -24668.9586, 5e-4, ...NONBONDED, "dispersionCorrection"]],
  }),
  amberCase({
    name: "DHFR (JAC), 23,558 atoms, prmtop, PME 0.9 nm",
    source: "OpenMM and GROMACS",
    prmtop: `${DHFR}/JAC.prmtop`,
    coordinates: `${DHFR}/JAC.inpcrd`,
    unit: "kJ/mol",
    options: {
      coulombConstant: "SI",
      cutoff: "9 angstrom",
      electrostatics: TIGHT,
      lennardJones: { form: "cut", dispersionCorrection: "gromacs" },
    },
    expected: [
      ["bonds", 1919.3343, 1e-4, "bonds"],
      ["angles", 5191.6808, 1e-4, "angles"],
      ["proper dihedrals", 3889.679, 1e-4, "torsions"],
      ["improper dihedrals", 334.1535, 1e-4, "impropers"],
      ["Lennard-Jones 1–4", 2308.3841, 1e-3, "lennardJones14"],
      ["Coulomb 1–4", 28024.1092, 1e-3, "coulomb14"],
      ["Lennard-Jones", 37960.0448, 5e-3, "lennardJones"],
      ["dispersion correction", -2220.3496, 1e-4, "dispersionCorrection"],
      ["Coulomb with background", -383273.598, 5e-3, "coulomb"],
    ],
  }),
  amberCase({
    name: "Ala₃ in water, CHARMM36 with NBFIX, chamber prmtop",
    source: "sander",
    prmtop: `${PARMED}/ala3_solv.parm7`,
    coordinates: `${PARMED}/ala3_solv.rst7`,
    unit: "kcal/mol",
    expected: [
      ["bonds", 1.13242125, 1e-6, "bonds"],
      ["angles", 1.06880188, 5e-6, "angles"],
      ["Urey–Bradley", 0.06142407, 1e-6, "ureyBradley"],
      ["dihedrals", 7.81143025, 1e-6, "torsions"],
      ["CMAP", 0.12679003, 1e-6, "cmap"],
      ["Lennard-Jones", 909.28136359, 5e-6, "lennardJones"],
      ["Coulomb", -9007.16903192, 5e-6, "coulomb"],
      ["Coulomb 1–4", 277.35152722, 5e-6, "coulomb14"],
      ["Lennard-Jones 1–4", 3.35367163, 5e-6, "lennardJones14"],
      ["total", -7806.981602, 5e-6],
    ],
  }),
  amberCase({
    name: "Ala₃, CHARMM22, chamber prmtop",
    source: "CHARMM",
    prmtop: `${PARMED}/ala_ala_ala.parm7`,
    coordinates: `${PARMED}/ala_ala_ala.rst7`,
    unit: "kcal/mol",
    expected: [
      ["bonds", 1.3351, 6e-5, "bonds"],
      ["angles", 14.1158, 6e-5, "angles"],
      ["Urey–Bradley", 0.3669, 6e-5, "ureyBradley"],
      ["dihedrals", 14.2773, 6e-5, "torsions"],
      ["impropers", 0.3344, 6e-5, "harmonicImpropers"],
      ["CMAP", -0.5239, 6e-5, "cmap"],
      ["non-bonded", 9.221, 1e-3, ...NONBONDED],
    ],
  }),
  amberCase({
    name: "Glucose, prmtop of the old format",
    source: "pDynamo",
    prmtop: `${PDYNAMO}/glucose.top`,
    coordinates: `${PDYNAMO}/glucose.crd`,
    unit: "kJ/mol",
    expected: [
      ["bonds", 10.702, 6e-4, "bonds"],
      ["angles", 4.111, 6e-4, "angles"],
      ["dihedrals", 0, 6e-4, ...DIHEDRALS],
      // pDynamo takes 0.002 e off the charges, to make their sum a whole number.
      ["Coulomb 1–4", 657.058, 0.5, "coulomb14"],
      ["Lennard-Jones 1–4", 27.367, 6e-4, "lennardJones14"],
      ["Coulomb", -361.098, 0.5, "coulomb"],
      ["Lennard-Jones", 30.379, 6e-4, "lennardJones"],
      ["total", 368.519, 0.5],
    ],
  }),
  amberCase({
    name: "T4 lysozyme L99A, p-xylene in GAFF, without solvent",
    source: "sander",
    prmtop: `${LYSOZYME}/ligand.prmtop`,
    coordinates: `${LYSOZYME}/ligand-minimized.crd`,
    unit: "kcal/mol",
    expected: [
      ["angles", 0.0842, 6e-5, "angles"],
      ["dihedrals", 0.0018, 6e-5, ...DIHEDRALS],
      ["Lennard-Jones 1–4", 4.4957, 6e-5, "lennardJones14"],
      ["Coulomb 1–4", -8.0674, 6e-5, "coulomb14"],
      ["Lennard-Jones", -0.5186, 6e-5, "lennardJones"],
      ["Coulomb", 3.3411, 6e-5, "coulomb"],
    ],
  }),
];
