import { existsSync, readFileSync } from "node:fs";
import {
  type Evaluation,
  everyTerm,
  FileError,
  HARTREE_IN_KJ_PER_MOL,
  type Resources,
  type System,
  type Want,
} from "@qmmm/core";
import { gromacsTopologySystem, loadGromacsTopology, readG96, readGro } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { ANGSTROM, forceField } from "../support.js";

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
  Morse: ["morseBonds"],
  "Cubic Bonds": ["cubicBonds"],
  "FENE Bonds": ["feneBonds"],
  "Restraint Pot.": ["flatBonds"],
  Angle: ["angles"],
  "Bond-Cross": ["bondBondCross"],
  "BA-Cross": ["bondAngleCross"],
  "Quartic Angles": ["quarticAngles"],
  "Lin. Angle": ["linearAngles"],
  "Restr. Angles": ["restrictedAngles"],
  "Restr. Dih.": ["restrictedTorsions"],
  "CBT Dih.": ["bendingTorsions"],
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

/** Written by validation/gromacs_buckingham.py; nm, kJ/mol, kJ/mol/nm. */
const buckingham: {
  readonly program: string;
  readonly positions: readonly (readonly number[])[];
  readonly energies: Readonly<Record<"bonds" | "buckingham" | "coulomb" | "pairs", number>>;
  readonly forces: readonly (readonly number[])[];
} = JSON.parse(readFileSync(new URL(`${FIXTURES}/gromacs/buckingham.json`, root), "utf8"));

describe(`a Buckingham potential against ${buckingham.program}`, () => {
  const top = `${FIXTURES}/gromacs/buckingham.top`;
  const positions = Float64Array.from(buckingham.positions.flat(), (x) => x * NANOMETRE);
  const evaluateIn = async (geometry: System["geometry"], options: object, want: Want) => {
    const topology = await loadGromacsTopology(await files.read(top), top, files);
    const system: System = { ...gromacsTopologySystem(topology), geometry };
    const { forceField: gromacs, scope } = await forceField("gromacs", { top, ...options }, files);
    const model = await gromacs.assign(system);
    await using potential = await model.potential(everyTerm(system.topology.atomCount), scope);
    return await potential.evaluate(geometry, want);
  };

  it("energies and forces", async () => {
    const found = await evaluateIn({ positions }, {}, { forces: true });
    const { terms } = found;
    const { bonds, coulomb, pairs } = buckingham.energies;
    const ours = [terms.bonds, terms.buckingham, terms.coulomb, terms.coulomb14! + terms.lennardJones14!];
    [bonds, buckingham.energies.buckingham, coulomb, pairs].forEach((energy, k) => {
      expect(Math.abs(ours[k]! * HARTREE_IN_KJ_PER_MOL - energy)).toBeLessThan(1e-10 * Math.abs(coulomb));
    });
    expectForces(found, buckingham.forces.flat(), 1e-10 * Math.max(...buckingham.forces.flat().map(Math.abs)));
  });

  it("with a cutoff and in a cell: the same, shifted, and divided into groups", async () => {
    const cell = { vectors: Float64Array.of(3, 0, 0, 0.2, 3.1, 0, 0, 0.4, 3.2).map((x) => x * NANOMETRE) };
    const groupOf = Int32Array.from({ length: 12 }, (_, atom) => (atom < 5 ? 0 : atom < 10 ? 1 : 2));
    const want = { division: { groupOf, groupCount: 3 } };
    const found = await evaluateIn({ positions, cell }, { cutoff: "0.6 nm" }, want);
    // By hand: all pairs but the excluded, less value and slope at the cutoff.
    const [silicon, oxygen, sodium] = [
      [1737340.9, 48.7318, 0.0128866],
      [134015.7, 27.6, 0.0168],
      [120200, 31.5, 0.0004],
    ] as const;
    const types = [..."SOOHOSOOHONN"];
    const constantsOf = (pair: string): readonly number[] => {
      if (pair === "OO") return oxygen;
      if (pair === "NN") return sodium;
      if (pair === "OS") return silicon;
      if (pair !== "NO") return [0, 1, 0];
      return [Math.sqrt(oxygen[0] * sodium[0]), 2 / (1 / 27.6 + 1 / 31.5), Math.sqrt(oxygen[2] * sodium[2])];
    };
    const excluded = new Set(["0-1", "0-2", "2-3", "3-4", "1-2", "0-3", "2-4"]);
    let sum = 0;
    for (let i = 0; i < 12; i++) {
      for (let j = i + 1; j < 12; j++) {
        const same = j < 10 && Math.floor(i / 5) === Math.floor(j / 5);
        if (same && excluded.has(`${i % 5}-${j % 5}`)) continue;
        const d = Math.hypot(...[0, 1, 2].map((k) => buckingham.positions[i]![k]! - buckingham.positions[j]![k]!));
        if (d >= 0.6) continue;
        const [a, b, c] = constantsOf([types[i], types[j]].sort().join("")) as [number, number, number];
        const energy = (r: number) => a * Math.exp(-b * r) - c / r ** 6;
        sum += energy(d) - energy(0.6) - (d - 0.6) * ((6 * c) / 0.6 ** 7 - a * b * Math.exp(-b * 0.6));
      }
    }
    expect(found.terms.buckingham! * HARTREE_IN_KJ_PER_MOL).toBeCloseTo(sum, 9);
    const parts = found.divided!.terms.buckingham!;
    expect(parts).toHaveLength(6);
    expect(parts.reduce((all, part) => all + part, 0)).toBeCloseTo(found.terms.buckingham!, 12);
  });
});

const oneTermFolder = "../shared/data/intermol-systems/gromacs/unit_tests";
describe.skipIf(!existsSync(new URL(oneTermFolder, root)))("published topologies of one term", () => {
  const path = (name: string) => `${oneTermFolder}/${name}/${name}`;

  it.each(Object.entries(references.oneTerm))("%s", async (name, reference) => {
    expectEnergies(await evaluate(`${path(name)}.top`, `${path(name)}.gro`), reference.energies, 2e-9);
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
