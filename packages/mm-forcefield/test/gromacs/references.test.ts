import { existsSync, readFileSync } from "node:fs";
import { type Evaluation, everyTerm, FileError, HARTREE_IN_KJ_PER_MOL, type Resources, type System } from "@qmmm/core";
import { gromacsTopologySystem, loadGromacsTopology, readG96, readGro } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { ANGSTROM, errorOf, forceField } from "../support.js";

const NANOMETRE = 10 * ANGSTROM;
const root = new URL("../../../../", import.meta.url);
const FIXTURES = "packages/mm-forcefield/test/fixtures";

/** Files by path from the root of the project, or by absolute path. */
const files: Resources = {
  async read(name) {
    const url = new URL(name, root);
    if (!existsSync(url)) throw new FileError("QMMM_FILE_NOT_FOUND", `There is no file ${name}`);
    return readFileSync(url);
  },
};

interface Case {
  readonly defines?: string[];
  readonly energies: Readonly<Record<string, number>>;
  readonly forces?: readonly (readonly number[])[];
}

const references: {
  readonly program: string;
  readonly functions: Readonly<Record<string, Case>>;
  readonly oneTerm: Readonly<Record<string, Case>>;
  readonly installed: Readonly<Record<string, Case>>;
  readonly periodic: Readonly<Record<string, Case & { readonly cutoff: number }>>;
} = JSON.parse(readFileSync(new URL(`${FIXTURES}/gromacs.json`, root), "utf8"));

/** Terms of ours that each of GROMACS's energies holds. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  Bond: ["bonds"],
  "Harmonic Pot.": ["bonds"],
  G96Bond: ["quarticBonds"],
  Angle: ["angles"],
  G96Angle: ["cosineAngles"],
  "U-B": ["angles", "ureyBradley"],
  "Proper Dih.": ["torsions"],
  "Ryckaert-Bell.": ["torsions"],
  "Fourier Dih.": ["torsions"],
  "Per. Imp. Dih.": ["impropers"],
  "Improper Dih.": ["harmonicImpropers"],
  "CMAP Dih.": ["cmap"],
  "LJ-14": ["lennardJones14"],
  "Coulomb-14": ["coulomb14"],
  "LJ (SR)": ["lennardJones"],
  "Coulomb (SR)": ["coulomb"],
  "Coul. recip.": ["coulomb"],
};

async function evaluate(
  top: string,
  coordinates: string,
  options: { include?: string[]; defines?: string[]; [nonbonded: string]: unknown } = {},
): Promise<Evaluation> {
  const { include: includePaths = [], defines = [] } = options;
  const topology = await loadGromacsTopology(await files.read(top), top, files, { includePaths, defines });
  const read = coordinates.endsWith(".g96") ? readG96 : readGro;
  const { geometry } = read(await files.read(coordinates), coordinates);
  const { cell, positions } = geometry;
  const system: System = {
    ...gromacsTopologySystem(topology),
    geometry: "cutoff" in options ? { positions, cell } : { positions },
  };
  const { forceField: gromacs, scope } = await forceField("gromacs", { top, ...options }, files);
  const model = await gromacs.assign(system);
  await using potential = await model.potential(everyTerm(system.topology.atomCount), scope);
  return await potential.evaluate(system.geometry, { forces: true });
}

function expectEnergies({ terms }: Evaluation, energies: Readonly<Record<string, number>>, relative: number): void {
  const expected = new Map<string, number>();
  // Several of GROMACS's energies may be one term here.
  for (const [name, energy] of Object.entries(energies)) {
    const ours = TERMS[name];
    if (ours === undefined) continue;
    const key = name === "Angle" && "U-B" in energies ? TERMS["U-B"]!.join() : ours.join();
    expected.set(key, (expected.get(key) ?? 0) + energy);
  }
  const scale = Math.max(...Object.values(energies).map(Math.abs), 1);
  for (const [names, energy] of expected) {
    const ours = names.split(",").reduce((sum, name) => sum + (terms[name] ?? 0), 0) * HARTREE_IN_KJ_PER_MOL;
    expect(Math.abs(ours - energy), `${names}: ${ours} for ${energy} kJ/mol`).toBeLessThan(relative * scale);
  }
  const total = Object.values(terms).reduce((sum, term) => sum + term, 0) * HARTREE_IN_KJ_PER_MOL;
  expect(Math.abs(total - energies.Potential!), "sum").toBeLessThan(2 * relative * scale);
}

function expectForces({ forces }: Evaluation, expected: readonly number[], tolerance: number): void {
  expect(forces).toHaveLength(expected.length);
  expected.forEach((force, k) => {
    const ours = forces![k]! * HARTREE_IN_KJ_PER_MOL * NANOMETRE;
    expect(Math.abs(ours - force), `force ${k}: ${ours} for ${force} kJ/mol/nm`).toBeLessThan(tolerance);
  });
}

describe(`against ${references.program}`, () => {
  it.each(Object.entries(references.functions))("%s", async (_, { defines, energies, forces }) => {
    const folder = `${FIXTURES}/gromacs`;
    const found = await evaluate(`${folder}/functions.top`, `${folder}/functions.g96`, { defines: defines! });
    // GROMACS interpolates 1–4 pairs in tables: errors up to 2e-9 of an energy, 4e-8 of a force.
    expectEnergies(found, energies, "LJ-14" in energies ? 2e-9 : 1e-10);
    const largest = Math.max(...forces!.flat().map(Math.abs));
    expectForces(found, forces!.flat(), 5e-8 * largest + 1e-6);
  });
});

const oneTermFolder = "../shared/data/intermol-systems/gromacs/unit_tests";
describe.skipIf(!existsSync(new URL(oneTermFolder, root)))("published topologies of one term", () => {
  const refused = new Set(["angle10_vacuum", "bond3_vacuum", "bond4_vacuum", "bond7_vacuum"]);
  const path = (name: string) => `${oneTermFolder}/${name}/${name}`;

  it.each(Object.entries(references.oneTerm).filter(([name]) => !refused.has(name)))("%s", async (name, reference) => {
    expectEnergies(await evaluate(`${path(name)}.top`, `${path(name)}.gro`), reference.energies, 2e-9);
  });

  it.each([...refused])("%s is refused", async (name) => {
    const error = await errorOf(evaluate(`${path(name)}.top`, `${path(name)}.gro`));
    expect(error.code).toBe("QMMM_MM_TERM_UNSUPPORTED");
    expect(error.details.place?.line).toBeGreaterThan(0);
  });
});

const dataFolder = "../shared/data";
const isThere = (path: string): boolean => existsSync(new URL(path, root));
/** Force fields that come with GROMACS. */
const shared = process.env.GMXLIB ?? "/usr/share/gromacs/top";
const coordinatesOf = (top: string): string => {
  const conf = top.replace(/[^/]*$/, "conf.gro");
  return isThere(conf) ? conf : top.replace(/top$/, "gro");
};

describe.skipIf(!isThere(dataFolder) || !existsSync(`${shared}/amber99sb.ff`))("force fields of GROMACS", () => {
  it.each(Object.entries(references.installed))("%s", async (name, { energies }) => {
    const top = `${dataFolder}/${name}`;
    expectEnergies(await evaluate(top, coordinatesOf(top), { include: [shared] }), energies, 2e-9);
  });
});

describe.skipIf(!isThere(dataFolder))("periodic systems by Ewald's sum", () => {
  it.each(Object.entries(references.periodic))("%s", async (name, { energies, cutoff }) => {
    const top = `${dataFolder}/${name}`;
    const found = await evaluate(top, coordinatesOf(top), {
      cutoff: `${cutoff} nm`,
      electrostatics: { type: "ewald", accuracy: 1e-10 },
      lennardJones: { form: "cut" },
    });
    expectEnergies(found, energies, 2e-8);
  });
});

const ladder = `${dataFolder}/parmed-systems`;
const forcesOf = async (name: string): Promise<number[]> => {
  const rows = new TextDecoder().decode(await files.read(`${ladder}/${name}/force.xvg`)).split("\n");
  const row = rows.find((line) => /^\s*\d/.test(line))!;
  return row.trim().split(/\s+/).slice(1).map(Number);
};

// Forces by GROMACS 4.6, whose Coulomb constant differs by 2e-7.
describe.skipIf(!existsSync(new URL(ladder, root)))("ladder of systems, forces", () => {
  it("01.1water, flexible", async () => {
    const options = { defines: ["FLEXIBLE"] };
    const found = await evaluate(`${ladder}/01.1water/topol.top`, `${ladder}/01.1water/conf.gro`, options);
    expectForces(found, await forcesOf("01.1water"), 0.05);
  });

  it.skipIf(!existsSync(`${shared}/amber99sb.ff`)).each(["03.AlaGlu", "04.Ala"])("%s", async (name) => {
    const options = { include: [shared] };
    const found = await evaluate(`${ladder}/${name}/topol.top`, `${ladder}/${name}/conf.gro`, options);
    expectForces(found, await forcesOf(name), 0.05);
    if (name !== "04.Ala") return;
    const kj = (...names: string[]) => names.reduce((sum, n) => sum + found.terms[n]! * HARTREE_IN_KJ_PER_MOL, 0);
    expect(Math.abs(kj("bonds") - 116.61637)).toBeLessThan(1e-5);
    expect(Math.abs(kj("angles") - 3.00686)).toBeLessThan(1e-5);
    expect(Math.abs(kj("torsions", "impropers") - 46.20109)).toBeLessThan(1e-5);
    const nonbonded = kj("lennardJones", "coulomb", "lennardJones14", "coulomb14");
    expect(Math.abs(nonbonded + 103.92475)).toBeLessThan(1e-3);
  });
});
