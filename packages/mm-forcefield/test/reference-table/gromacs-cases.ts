import { readFileSync } from "node:fs";
import type { Evaluation, System } from "@qmmm/core";
import { gromacsTopologySystem, loadGromacsTopology, readG96, readGro } from "@qmmm/io";
import { ANGSTROM } from "../support.js";
import { NONBONDED } from "./amber-cases.js";
import { type Expected, energyRows, evaluated, filesOrError, forceRow, type ReferenceCase } from "./row.js";

const LADDER = "../shared/data/parmed-systems";
const PDYNAMO = "../shared/data/pdynamo-data/pBabel/data/gromacs";
const ONE_TERM = "../shared/data/intermol-systems/gromacs/unit_tests";
/** Force fields that come with GROMACS. */
const SHARED = process.env.GMXLIB ?? "/usr/share/gromacs/top";
const DIHEDRALS = ["torsions", "impropers"] as const;

interface Options {
  readonly defines?: readonly string[];
  readonly forces?: boolean;
  readonly [nonbonded: string]: unknown;
}

async function gromacs(top: string, coordinates: string, options: Options = {}): Promise<Evaluation> {
  const { defines = [], forces = false, ...nonbonded } = options;
  const include = [SHARED];
  const topology = await loadGromacsTopology(await filesOrError.read(top), top, filesOrError, {
    includePaths: include,
    defines,
  });
  const read = coordinates.endsWith(".g96") ? readG96 : readGro;
  const { positions, cell } = read(await filesOrError.read(coordinates), coordinates).geometry;
  const system: System = {
    ...gromacsTopologySystem(topology),
    geometry: "cutoff" in nonbonded ? { positions, cell } : { positions },
  };
  return evaluated("gromacs", { top, include, defines, ...nonbonded }, system, forces);
}

/** The forces of the first frame of a force.xvg, kJ/mol/nm. */
async function forcesOf(file: string): Promise<number[]> {
  const rows = new TextDecoder().decode(await filesOrError.read(file)).split("\n");
  const row = rows.find((line) => /^\s*\d/.test(line))!;
  return row.trim().split(/\s+/).slice(1).map(Number);
}

/** A rung of ParmEd's ladder: forces by GROMACS 4.6, whose Coulomb constant differs by 2e-7. */
function rung(name: string, defines: readonly string[], needs: readonly string[], expected: readonly Expected[] = []) {
  const [top, conf, forces] = ["topol.top", "conf.gro", "force.xvg"].map((file) => `${LADDER}/${name}/${file}`) as [
    string,
    string,
    string,
  ];
  return {
    name: `GROMACS ladder, ${name}`,
    source: "GROMACS 4.6",
    needs: [top, conf, forces, ...needs],
    async rows() {
      const found = await gromacs(top, conf, { defines, forces: true });
      return [...energyRows(found, "kJ/mol", expected), forceRow(found, await forcesOf(forces), 0.05)];
    },
  };
}

/** The other rungs for which ParmEd has forces; the data hold no files of theirs. */
const ABSENT = ["07.DHFR-Liquid-NoPBC", "09.DHFR-PME", "10.DHFR-PME-Switch", "12.DPPC"];

const published = (
  name: string,
  source: string,
  top: string,
  coordinates: string,
  expected: readonly Expected[],
): ReferenceCase => ({
  name,
  source,
  needs: [top, coordinates],
  rows: async () => energyRows(await gromacs(top, coordinates), "kJ/mol", expected),
});

/** Our terms that each energy of GROMACS holds. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  Bond: ["bonds"],
  "Harmonic Pot.": ["bonds"],
  G96Bond: ["quarticBonds"],
  Morse: ["morseBonds"],
  "Cubic Bonds": ["cubicBonds"],
  "FENE Bonds": ["feneBonds"],
  "Restr. Angles": ["restrictedAngles"],
  "Restraint Pot.": ["flatBonds"],
  "Bond-Cross": ["bondBondCross"],
  "BA-Cross": ["bondAngleCross"],
  "Quartic Angles": ["quarticAngles"],
  "Lin. Angle": ["linearAngles"],
  "Restr. Dih.": ["restrictedTorsions"],
  "CBT Dih.": ["bendingTorsions"],
  "CMAP Dih.": ["cmap"],
  Angle: ["angles"],
  "Proper Dih.": ["torsions"],
  "Ryckaert-Bell.": ["torsions"],
  "Fourier Dih.": ["torsions"],
  "Per. Imp. Dih.": ["impropers"],
  "Improper Dih.": ["harmonicImpropers"],
  "LJ-14": ["lennardJones14"],
};

const fixture: {
  readonly program: string;
  readonly functions: Readonly<
    Record<string, { readonly defines: string[]; readonly energies: Readonly<Record<string, number>> }>
  >;
  readonly oneTerm: Readonly<Record<string, { readonly energies: Readonly<Record<string, number>> }>>;
} = JSON.parse(readFileSync(new URL("../fixtures/gromacs.json", import.meta.url), "utf8"));

const oneTerm = Object.entries(fixture.oneTerm).map(([name, { energies }]): ReferenceCase => {
  const top = `${ONE_TERM}/${name}/${name}.top`;
  const total = energies.Potential!;
  const tolerance = 2e-9 * Math.max(...Object.values(energies).map(Math.abs));
  // The terms by which the topologies differ; all of them have the same rest.
  const own = Object.entries(energies).filter(([term, energy]) => TERMS[term] !== undefined && energy !== 0);
  const special = own.filter(([term]) => !["Bond", "Angle", "Ryckaert-Bell.", "LJ-14"].includes(term));
  const rows = (special.length > 0 ? special : own.slice(0, 1)).map(
    ([term, energy]): Expected => [term, energy, tolerance, ...TERMS[term]!],
  );
  const title = `InterMol, ${name.replace("_vacuum", "")}`;
  const expected: Expected[] = [...rows, ["total", total, 2 * tolerance]];
  return published(title, fixture.program, top, top.replace(/top$/, "gro"), expected);
});

const FIXTURES = "packages/mm-forcefield/test/fixtures/gromacs";

/** Topologies of this package, each with one function more than chemical bonds without energy. */
const functions = Object.entries(fixture.functions).map(([name, { defines, energies }]): ReferenceCase => {
  const [top, coordinates] = [`${FIXTURES}/functions.top`, `${FIXTURES}/functions.g96`];
  // GROMACS interpolates 1–4 pairs in tables.
  const tolerance = ("LJ-14" in energies ? 2e-9 : 1e-10) * Math.max(...Object.values(energies).map(Math.abs), 1);
  const own = Object.entries(energies).filter(([term, energy]) => TERMS[term] !== undefined && energy !== 0);
  return {
    name: `GROMACS, ${name}`,
    source: fixture.program,
    needs: [top, coordinates],
    rows: async () =>
      energyRows(await gromacs(top, coordinates, { defines }), "kJ/mol", [
        ...(own.length === 1 ? own : []).map(([term, energy]): Expected => [term, energy, tolerance, ...TERMS[term]!]),
        ["total", energies.Potential!, 2 * tolerance],
      ]),
  };
});

/** Written by validation/gromacs_buckingham.py. */
const buckingham: {
  readonly program: string;
  readonly positions: readonly (readonly number[])[];
  readonly energies: Readonly<Record<"bonds" | "buckingham" | "coulomb" | "pairs", number>>;
  readonly forces: readonly (readonly number[])[];
} = JSON.parse(readFileSync(new URL("../fixtures/gromacs/buckingham.json", import.meta.url), "utf8"));

const buckinghamCase: ReferenceCase = {
  name: "GROMACS top with a Buckingham potential",
  source: buckingham.program,
  needs: [`${FIXTURES}/buckingham.top`],
  async rows() {
    const top = `${FIXTURES}/buckingham.top`;
    const topology = await loadGromacsTopology(await filesOrError.read(top), top, filesOrError);
    const positions = Float64Array.from(buckingham.positions.flat(), (x) => 10 * ANGSTROM * x);
    const system: System = { ...gromacsTopologySystem(topology), geometry: { positions } };
    const found = await evaluated("gromacs", { top }, system, true);
    const { energies, forces } = buckingham;
    return [
      ...energyRows(found, "kJ/mol", [
        ["Buckingham", energies.buckingham, 1e-7, "buckingham"],
        ["Coulomb", energies.coulomb, 1e-7, "coulomb"],
        ["pairs", energies.pairs, 1e-7, "lennardJones14", "coulomb14"],
      ]),
      forceRow(found, forces.flat(), 1e-5),
    ];
  },
};

export const GROMACS_CASES: readonly ReferenceCase[] = [
  rung("01.1water", ["FLEXIBLE"], []),
  rung("02.6water", ["FLEXIBLE"], []),
  rung("03.AlaGlu", [], [`${SHARED}/amber99sb.ff`]),
  rung(
    "04.Ala",
    [],
    [`${SHARED}/amber99sb.ff`],
    [
      ["bonds", 116.61637, 1e-5, "bonds"],
      ["angles", 3.00686, 1e-5, "angles"],
      ["dihedrals", 46.20109, 1e-5, ...DIHEDRALS],
      ["non-bonded", -103.92475, 1e-3, ...NONBONDED],
    ],
  ),
  ...ABSENT.map((name) => rung(name, [], [])),
  published(
    "1PPT, GROMOS 54a7",
    "GROMACS",
    "../shared/data/openmm-systems/1ppt.top",
    "../shared/data/openmm-systems/1ppt.gro",
    [
      ["bonds", 1127.97, 0.113, "quarticBonds"],
      ["angles", 559.066, 0.056, "cosineAngles"],
      ["proper dihedrals", 380.152, 0.038, "torsions"],
      ["improper dihedrals", 95.9178, 0.0096, "harmonicImpropers"],
      ["Lennard-Jones 1–4", 275.307, 0.0275, "lennardJones14"],
      ["Lennard-Jones", -753.704, 0.0754, "lennardJones"],
      ["Coulomb with 1–4", -1861.75, 0.186, "coulomb", "coulomb14"],
      ["total", -177.02, 0.177],
    ],
  ),
  published("Ala-Val-Ala, AMBER top", "GROMACS, by pDynamo", `${PDYNAMO}/ava_AMBER.top`, `${PDYNAMO}/ava_AMBER.gro`, [
    ["bonds", 20.774, 0.5, "bonds"],
    ["angles", 13.416, 0.5, "angles"],
    ["proper dihedrals", 44.671, 6e-4, "torsions"],
    ["improper dihedrals", 0.02, 6e-4, "impropers"],
    ["Coulomb 1–4", 840.012, 2e-3, "coulomb14"],
    ["Lennard-Jones 1–4", 43.894, 6e-4, "lennardJones14"],
    ["Coulomb", -1050.043, 2e-3, "coulomb"],
    ["Lennard-Jones", -14.064, 6e-4, "lennardJones"],
    ["total", -101.32, 0.5],
  ]),
  published(
    "Ala-Val-Ala, CHARMM top",
    "GROMACS, by pDynamo",
    `${PDYNAMO}/ava_CHARMM.top`,
    `${PDYNAMO}/ava_CHARMM.gro`,
    [
      ["bonds", 3.207, 6e-4, "bonds"],
      ["angles with Urey–Bradley", 11.439, 6e-4, "angles", "ureyBradley"],
      ["proper dihedrals", 13.722, 6e-4, "torsions"],
      ["improper dihedrals", 0.037, 6e-4, "harmonicImpropers"],
      ["CMAP", -16.421, 6e-4, "cmap"],
      ["Coulomb 1–4", 1113.991, 2e-3, "coulomb14"],
      ["Lennard-Jones 1–4", 11.627, 6e-4, "lennardJones14"],
      ["Coulomb", -1017.112, 2e-3, "coulomb"],
      ["Lennard-Jones", -12.582, 6e-4, "lennardJones"],
      ["total", 107.908, 2e-3],
    ],
  ),
  ...oneTerm,
  ...functions,
  buckinghamCase,
];
