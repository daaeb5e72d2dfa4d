import { readFileSync } from "node:fs";
import type { System } from "@qmmm/core";
import { readPdb } from "@qmmm/io";
import { openmmData, projectFiles } from "../support.js";
import { energyRows, evaluated, forceRow, type ReferenceCase, type Row } from "./row.js";

const MOLLY = "../shared/data/molly-6mrr";

const pdbSystem = async (file: string): Promise<System> => readPdb(await projectFiles.read(file), file);

const textOf = async (file: string): Promise<string> => new TextDecoder().decode(await projectFiles.read(file));

const mollyEnergy = async (name: string): Promise<number> =>
  Number(await textOf(`${MOLLY}/openmm_6mrr/amber/energy_${name}.txt`));

const mollyForces = async (name: string): Promise<number[]> =>
  (await textOf(`${MOLLY}/openmm_6mrr/amber/forces_${name}.txt`)).trim().split(/\s+/).map(Number);

const MOLLY_FILES = ["6mrr_equil.pdb", "force_fields/ff99SBildn.xml", "force_fields/tip3p_standard.xml"];
const MOLLY_LJ = { form: "cut", dispersionCorrection: "openmm" };
const mollyXml = ["ff99SBildn", "tip3p_standard"].map((name) => `${MOLLY}/force_fields/${name}.xml`);

/** Parts of 6MRR's energy and forces, and the terms of ours that they hold. */
const MOLLY_TERMS: readonly (readonly [string, string, ...string[]])[] = [
  ["bonds", "bond_only", "bonds"],
  ["angles", "angle_only", "angles"],
  ["proper dihedrals", "proptor_only", "torsions"],
  ["improper dihedrals", "improptor_only", "impropers"],
  ["Lennard-Jones", "lj_only", "lennardJones", "lennardJones14", "dispersionCorrection"],
  ["Coulomb, reaction field", "coul_only", "coulomb", "coulomb14"],
];

const reactionField: ReferenceCase = {
  name: "6MRR in water, 15,954 atoms, cutoff 1 nm, reaction field",
  source: "OpenMM, by Molly",
  needs: MOLLY_FILES.map((name) => `${MOLLY}/${name}`),
  async rows() {
    const system = await pdbSystem(`${MOLLY}/6mrr_equil.pdb`);
    const options = { cutoff: "1 nm", electrostatics: { type: "reaction-field" }, lennardJones: MOLLY_LJ };
    const rows: Row[] = [];
    for (const [label, name, ...terms] of MOLLY_TERMS) {
      const xml = mollyXml.map((file) => file.replace(".xml", `_${name}.xml`));
      const found = await evaluated("openmm", { xml, ...options }, system, true);
      rows.push(
        ...energyRows(found, "kJ/mol", [[label, await mollyEnergy(name), 1e-5, ...terms]]),
        forceRow(found, await mollyForces(name), 1e-7, `${label}: forces, largest difference`),
      );
    }
    const found = await evaluated("openmm", { xml: mollyXml, ...options }, system, true);
    rows.push(
      ...energyRows(found, "kJ/mol", [["total", await mollyEnergy("all_cut"), 1e-5]]),
      forceRow(found, await mollyForces("all_cut"), 1e-7),
    );
    return rows;
  },
};

/** With OpenMM's splitting and grid; and how far the settings of the reference are from the converged sum. */
const particleMesh: ReferenceCase = {
  name: "6MRR in water, 15,954 atoms, PME, cutoff 1 nm",
  source: "OpenMM, by Molly",
  needs: MOLLY_FILES.map((name) => `${MOLLY}/${name}`),
  async rows() {
    const system = await pdbSystem(`${MOLLY}/6mrr_equil.pdb`);
    const run = (electrostatics: object) =>
      evaluated("openmm", { xml: mollyXml, cutoff: "1 nm", lennardJones: MOLLY_LJ, electrostatics }, system, true);
    const alpha = Math.sqrt(-Math.log(2 * 5e-4));
    const found = await run({ type: "pme", screening: `${1 / alpha} nm`, grid: [46, 46, 51] });
    const converged = await run({ type: "pme", accuracy: 1e-8, order: 8 });
    return [
      ...energyRows(found, "kJ/mol", [["total", await mollyEnergy("all_pme"), 1e-5]]),
      forceRow(found, await mollyForces("all_pme"), 1e-6),
      ...energyRows(converged, "kJ/mol", [["total, converged", 31001.398, 5e-3]]),
    ];
  },
};

const fixture: {
  readonly program: string;
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly structure: string;
        readonly xml: readonly string[];
        readonly energies: Readonly<Record<string, number>>;
        readonly pme?: { readonly cutoff: number; readonly alpha: number; readonly grid: number };
      }
    >
  >;
} = JSON.parse(readFileSync(new URL("../fixtures/openmm/systems.json", import.meta.url), "utf8"));

/** Our terms that each of OpenMM's forces holds, alone or together with a second force. */
const FORCES: readonly (readonly [label: string, forces: readonly string[], ours: readonly string[]])[] = [
  ["bonds and Urey–Bradley", ["HarmonicBondForce"], ["bonds", "ureyBradley"]],
  ["angles", ["HarmonicAngleForce"], ["angles"]],
  ["dihedrals", ["PeriodicTorsionForce"], ["torsions", "impropers"]],
  ["harmonic impropers", ["HarmonicImproper"], ["harmonicImpropers"]],
  ["CMAP", ["CMAPTorsionForce"], ["cmap"]],
  [
    "non-bonded",
    ["NonbondedForce", "CustomNonbondedForce", "CustomBondForce"],
    ["lennardJones", "coulomb", "lennardJones14", "coulomb14"],
  ],
];

/** A structure of OpenMM's, of the fixtures, or of the public reference data. */
function pathOf(structure: string): string {
  const [kind, name] = structure.split(":") as [string, string?];
  if (kind === "openmm") return `${openmm}/${name}`;
  if (kind === "fixture") return `packages/mm-forcefield/test/fixtures/openmm/${name}`;
  return `../shared/data/${structure}`;
}

const openmm = openmmData();
const installed = Object.entries(fixture.cases).map(([name, reference]): ReferenceCase => {
  const { structure, energies, pme } = reference;
  const pdb = pathOf(structure);
  const xml = reference.xml.map((file) => `${openmm}/${file}`);
  return {
    name: `${name}: ${reference.xml.join(", ")}`,
    source: fixture.program,
    needs: [pdb, ...xml],
    async rows() {
      const system = await pdbSystem(pdb);
      const nonbonded =
        pme === undefined
          ? {}
          : {
              cutoff: `${pme.cutoff} nm`,
              electrostatics: { type: "pme", screening: `${1 / pme.alpha} nm`, grid: [pme.grid, pme.grid, pme.grid] },
              lennardJones: { form: "cut" },
            };
      const found = await evaluated("openmm", { xml, ...nonbonded }, system);
      const size = Math.max(...Object.values(energies).map(Math.abs));
      return FORCES.flatMap(([label, forces, ours]) => {
        const present = forces.filter((force) => energies[force] !== undefined);
        if (present.length === 0) return [];
        const energy = present.reduce((sum, force) => sum + energies[force]!, 0);
        return energyRows(found, "kJ/mol", [
          [label, energy, Math.max(1e-6, (pme === undefined ? 1e-9 : 1e-8) * size), ...ours],
        ]);
      });
    },
  };
});

export const OPENMM_CASES: readonly ReferenceCase[] = [reactionField, particleMesh, ...installed];
