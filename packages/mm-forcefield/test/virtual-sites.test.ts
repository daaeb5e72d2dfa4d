import { existsSync, readFileSync } from "node:fs";
import {
  createSystem,
  type Evaluation,
  everyTerm,
  type ForceField,
  type Geometry,
  HARTREE_IN_KJ_PER_MOL,
  type Scope,
  type System,
  strained,
  VirtualSites,
  withVirtualSites,
} from "@qmmm/core";
import { gromacsTopologySystem, loadGromacsTopology, readGro, readInpcrd, readPrmtop, readPsf } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { lonePairSites } from "../src/charmm/lone-pairs.js";
import { ANGSTROM, forceField, projectFiles } from "./support.js";

const NM = 10 * ANGSTROM;
const FOLDER = "packages/mm-forcefield/test/fixtures/virtual-sites";
const root = new URL("../../../", import.meta.url);

type Triples = readonly (readonly number[])[];

interface Found {
  readonly energy: number;
  readonly forces: Triples;
  readonly positions: Triples;
}

interface Box {
  readonly edge: number;
  readonly given: Triples;
  readonly energy: number;
  readonly forces: Triples;
}

/** Written by validation/virtual_site_references.py; nm, kJ/mol, kJ/mol/nm. */
const references: {
  readonly gromacs: { readonly energies: readonly number[]; readonly forces: Triples; readonly positions: Triples };
  readonly system: Found;
  readonly charmm: Found;
  readonly amber: { readonly energy: number; readonly forces: Triples };
  readonly forceField: Found & { readonly given: Triples; readonly names: readonly string[] };
  readonly tip5p: Found & { readonly given: Triples };
  readonly water: Readonly<Record<string, Box>>;
} = JSON.parse(readFileSync(new URL(`${FOLDER}/references.json`, root), "utf8"));

const positionsOf = (triples: Triples): Float64Array => Float64Array.from(triples.flat(), (x) => x * NM);

/** What a force field makes of a system, virtual sites placed and their forces spread. */
async function open({ forceField: made, scope }: { forceField: ForceField; scope: Scope }, given: System) {
  const system = (await made.complete?.(given)) ?? given;
  const mm = await made.assign(system);
  const potential = withVirtualSites(await mm.potential(everyTerm(system.topology.atomCount), scope), mm.virtualSites);
  return { system, mm, potential };
}

async function evaluate(component: { forceField: ForceField; scope: Scope }, given: System) {
  const { system, mm, potential } = await open(component, given);
  const evaluation = await potential.evaluate(system.geometry, { forces: true });
  return { ...evaluation, mm, placed: mm.virtualSites!.placed(system.geometry).positions };
}

/** Largest difference of forces from a reference, kJ/mol/nm, sites left out. */
function forceDifference({ forces }: Evaluation, reference: Triples, isSite: Uint8Array): number {
  const unit = HARTREE_IN_KJ_PER_MOL * NM;
  let largest = 0;
  reference.forEach((row, atom) => {
    if (isSite[atom] === 1) return;
    for (let i = 0; i < 3; i++) largest = Math.max(largest, Math.abs(forces![3 * atom + i]! * unit - row[i]!));
  });
  return largest;
}

function placementError(placed: Float64Array, reference: Triples): number {
  return Math.max(...reference.flat().map((x, k) => Math.abs(x - placed[k]! / NM)));
}

describe("gromacs", () => {
  it.each([[], ["OLD"]])("every construction agrees with GROMACS (macros: %j)", async (...defines) => {
    const top = `${FOLDER}/sites.top`;
    const topology = await loadGromacsTopology(await projectFiles.read(top), top, projectFiles, { defines });
    const { gromacs } = references;
    // Where the sites are does not matter.
    const positions = positionsOf(gromacs.positions).map((x, k) => (k < 15 ? x : 0));
    const system = { ...gromacsTopologySystem(topology), geometry: { positions } };
    const found = await evaluate(await forceField("gromacs", { top, defines }, projectFiles), system);
    expect(placementError(found.placed, gromacs.positions)).toBeLessThan(2e-9);
    const energy = gromacs.energies.reduce((sum, term) => sum + term, 0);
    expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - energy)).toBeLessThan(1e-5);
    const largest = Math.max(...gromacs.forces.flat().map(Math.abs));
    // GROMACS 2022 loses the force on a site of one atom (its forces do not sum to zero): that atom is left out.
    const leftOut = found.mm.virtualSites!.isSite.slice();
    leftOut[1] = 1;
    expect(forceDifference(found, gromacs.forces, leftOut)).toBeLessThan(2e-8 * largest);
    for (let i = 0; i < 3; i++) {
      const net = found.forces!.reduce((sum, f, k) => (k % 3 === i ? sum + f : sum), 0);
      expect(Math.abs(net * HARTREE_IN_KJ_PER_MOL * NM)).toBeLessThan(1e-12 * largest);
    }
  });

  const water = "../shared/data/parmed-systems/02.6water";
  it.skipIf(!existsSync(new URL(water, root)))("six TIP4P waters: forces by GROMACS 4.6, settles", async () => {
    const top = `${water}/topol.top`;
    const topology = await loadGromacsTopology(await projectFiles.read(top), top, projectFiles);
    const { geometry } = readGro(await projectFiles.read(`${water}/conf.gro`), "conf.gro");
    const system = { ...gromacsTopologySystem(topology), geometry: { positions: geometry.positions } };
    const found = await evaluate(await forceField("gromacs", { top }, projectFiles), system);
    const rows = readFileSync(new URL(`${water}/force.xvg`, root), "utf8").split("\n");
    const numbers = rows
      .find((row) => /^\s*\d/.test(row))!
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    const forces = Array.from({ length: numbers.length / 3 }, (_, k) => numbers.slice(3 * k, 3 * k + 3));
    expect(forceDifference(found, forces, found.mm.virtualSites!.isSite)).toBeLessThan(0.05);
    expect(found.mm.virtualSites!.count).toBe(6);
    expect(found.mm.constraints!.lengths).toHaveLength(18);
  });
});

describe("openmm", () => {
  it("a serialised System with every kind of site, and its constraint", async () => {
    const { system: reference } = references;
    const positions = positionsOf(reference.positions).map((x, k) => (k < 15 ? x : 0));
    const system = createSystem({ elements: [6, 6, 6, 6, 6, 0, 0, 0, 0], positions });
    const found = await evaluate(await forceField("openmm-system", { xml: `${FOLDER}/system.xml` }), system);
    expect(placementError(found.placed, reference.positions)).toBeLessThan(1e-12);
    expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - reference.energy)).toBeLessThan(1e-8);
    const largest = Math.max(...reference.forces.flat().map(Math.abs));
    expect(forceDifference(found, reference.forces, found.mm.virtualSites!.isSite)).toBeLessThan(1e-10 * largest);
    expect([...found.mm.constraints!.pairs]).toEqual([0, 1]);
    expect(found.mm.constraints!.lengths[0]).toBeCloseTo(0.15 * NM, 12);
  });

  const ligandAndWater = (): System => {
    const residues = [
      ["C1", "C2", "C3", "C4", "O"],
      ["O", "H1", "H2"],
      ["O", "H1", "H2"],
    ];
    const names = residues.flat();
    return createSystem({
      elements: names.map((name) => ({ C: 6, O: 8, H: 1 })[name[0]!]!),
      names,
      residues: ["LIG", "HOH", "HOH"].map((name, k) => ({ name, id: k + 1, chain: "A" })),
      residueOf: residues.flatMap((members, k) => members.map(() => k)),
      bonds: [0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 5, 7, 8, 9, 8, 10],
      positions: positionsOf(references.forceField.given),
    });
  };

  it("adds the sites of templates where they are asked for, with OpenMM's exclusions", async () => {
    const { forceField: reference } = references;
    const options = { xml: [`${FOLDER}/field.xml`], addVirtualSites: true };
    const component = await forceField("openmm", options);
    const { system } = await open(component, ligandAndWater());
    expect(system.topology.names).toEqual(reference.names);
    const found = await evaluate(component, ligandAndWater());
    expect(placementError(found.placed, reference.positions)).toBeLessThan(1e-12);
    expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - reference.energy)).toBeLessThan(1e-7);
    const largest = Math.max(...reference.forces.flat().map(Math.abs));
    expect(forceDifference(found, reference.forces, found.mm.virtualSites!.isSite)).toBeLessThan(1e-10 * largest);
  });

  it("has TIP5P of OpenMM's own file, with the forces of its lone pairs", async () => {
    const { tip5p: reference } = references;
    const molecules = Array.from({ length: 8 }, (_, k) => k);
    const waters = createSystem({
      elements: molecules.flatMap(() => [8, 1, 1]),
      names: molecules.flatMap(() => ["O", "H1", "H2"]),
      residues: molecules.map((k) => ({ name: "HOH", id: k + 1, chain: "A" })),
      residueOf: molecules.flatMap((k) => [k, k, k]),
      bonds: molecules.flatMap((k) => [3 * k, 3 * k + 1, 3 * k, 3 * k + 2]),
      positions: positionsOf(reference.given),
    });
    const component = await forceField("openmm", { xml: [`${FOLDER}/tip5p.xml`], addVirtualSites: true });
    const found = await evaluate(component, waters);
    expect(found.mm.virtualSites!.count).toBe(16);
    expect(placementError(found.placed, reference.positions)).toBeLessThan(1e-12);
    expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - reference.energy)).toBeLessThan(1e-7);
    const largest = Math.max(...reference.forces.flat().map(Math.abs));
    expect(forceDifference(found, reference.forces, found.mm.virtualSites!.isSite)).toBeLessThan(1e-10 * largest);
  });

  it("says what is missing where they are not", async () => {
    const { forceField: made } = await forceField("openmm", { xml: [`${FOLDER}/field.xml`] });
    await expect(made.assign(ligandAndWater())).rejects.toMatchObject({ code: "QMMM_MM_TEMPLATE_MISSING" });
  });
});

describe("charmm", () => {
  it("lone pairs of every kind agree with OpenMM's reading of the PSF", async () => {
    const { charmm: reference } = references;
    const psf = `${FOLDER}/lone-pairs.psf`;
    const options = { psf, parameters: [`${FOLDER}/lone-pairs.prm`], coulombConstant: "SI" };
    const positions = positionsOf(reference.positions).map((x, k) => (k < 12 ? x : 0));
    const system = createSystem({ elements: [6, 6, 6, 17, 0, 0, 0], positions });
    const found = await evaluate(await forceField("charmm", options), system);
    expect(placementError(found.placed, reference.positions)).toBeLessThan(1e-10);
    expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - reference.energy)).toBeLessThan(1e-6);
    const largest = Math.max(...reference.forces.flat().map(Math.abs));
    expect(forceDifference(found, reference.forces, found.mm.virtualSites!.isSite)).toBeLessThan(1e-8 * largest);
  });
});

describe("lone pairs by CHARMM's rule", () => {
  const text = readFileSync(new URL(`${FOLDER}/lone-pairs.psf`, root), "utf8");
  const at = [
    [0, 0, 0],
    [1.4, 0.2, -0.1],
    [2.1, 1.5, 0.3],
    [3.6, 1.2, 0.9],
  ];
  const masses = [12.011, 12.011, 12.011, 35.453];
  const mean = (atoms: readonly number[], shares: readonly number[]): number[] => {
    const total = shares.reduce((sum, share) => sum + share, 0);
    return [0, 1, 2].map((d) => atoms.reduce((sum, atom, n) => sum + (shares[n]! / total) * at[atom]![d]!, 0));
  };
  const separation = Math.hypot(...[0, 1, 2].map((d) => at[3]![d]! - at[2]![d]!));
  // The first lone pair of the fixture has hosts 4 and 3 (from 1).
  it.each([
    ["on its host", "1 1 F 0 0 0", [3], at[3]!],
    ["at a distance beyond the first of two", "2 1 F 1.64 0 0", [3, 2], beyond(1.64 / separation)],
    ["scaled beyond the first of two", "2 1 F 0 0.3 0", [3, 2], beyond(0.3)],
    ["both", "2 1 F 0.5 -0.2 0", [3, 2], beyond(0.5 / separation - 0.2)],
    ["between two", "2 1 F 0 0 0", [3, 2], mean([3, 2], [1, 1])],
    ["at the centre of mass of two", "2 1 T 0 0 0", [3, 2], mean([3, 2], [masses[3]!, masses[2]!])],
    ["in the middle of three", "3 1 F 0 0 0", [3, 2, 1], mean([3, 2, 1], [1, 1, 1])],
    ["at the centre of mass of four", "4 1 T 0 0 0", [3, 2, 1, 0], mean([3, 2, 1, 0], [...masses].reverse())],
  ] as const)("%s", (_, line, hosts, expected) => {
    const lists = `       1      ${hosts.length + 1} !NUMLP NUMLPH\n ${line}\n 5 ${hosts.map((host) => host + 1).join(" ")}\n\n`;
    const psf = readPsf(text.replace(/ +3 +11 !NUMLP[\s\S]*?\n\n/, lists), "lone-pairs.psf");
    const sites = new VirtualSites(7, lonePairSites(psf));
    const positions = Float64Array.from([...at, [9, 9, 9], [0, 1, 0], [1, 0, 0]].flat());
    // Lengths of the file are in Å.
    const placed = sites.placed({ positions: positions.map((x) => x * ANGSTROM) }).positions;
    expected.forEach((x, d) => {
      expect(placed[12 + d]! / ANGSTROM).toBeCloseTo(x, 13);
    });
  });

  /** CHARMM: r = r_j + (scale + distance/|r_jk|)·r_jk. */
  function beyond(factor: number): number[] {
    return [0, 1, 2].map((d) => at[3]![d]! + factor * (at[3]![d]! - at[2]![d]!));
  }

  it("a centre of mass without mass is an error that names the line", () => {
    const massless = text
      .replace(/12\.0110|35\.4530/g, " 0.0000")
      .replace(/ 2 {7}1 {3}F {3}1\.64000/, " 2       1   T   0.00000");
    expect(massless).toMatch(/ T {3}0\.00000/);
    expect(() => lonePairSites(readPsf(massless, "lone-pairs.psf"))).toThrow(/no mass/);
  });
});

describe("amber", () => {
  const folder = "../shared/data/parmed-systems";
  it.skipIf(!existsSync(new URL(folder, root)))(
    "216 TIP4P waters agree with OpenMM's reading of the prmtop",
    async () => {
      const prmtop = `${folder}/tip4p.parm7`;
      const { topology } = readPrmtop(await projectFiles.read(prmtop), prmtop);
      const { positions } = readInpcrd(await projectFiles.read(`${folder}/tip4p.rst7`), "tip4p.rst7").geometry;
      const component = await forceField("amber", { prmtop, coulombConstant: "SI" });
      const found = await evaluate(component, { topology, geometry: { positions } });
      const { amber: reference } = references;
      expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - reference.energy)).toBeLessThan(
        1e-6 * Math.abs(reference.energy),
      );
      // OpenMM weighs the hydrogens, Amber keeps the distance: the same for molecules in their own shape, but for forces within
      // them, which constraints take.
      const netForce = (force: (k: number) => number, water: number, i: number): number =>
        [0, 1, 2].reduce((sum, member) => sum + force(3 * (4 * water + member) + i), 0);
      const unit = HARTREE_IN_KJ_PER_MOL * NM;
      const theirs = reference.forces.flat();
      for (let water = 0; water < 10; water++) {
        for (let i = 0; i < 3; i++) {
          const ours = netForce((k) => found.forces![k]! * unit, water, i);
          expect(Math.abs(ours - netForce((k) => theirs[k]!, water, i))).toBeLessThan(0.02);
        }
      }
      expect(found.mm.virtualSites!.count).toBe(216);
    },
  );
});

describe("water models", () => {
  it.each(Object.entries(references.water))(
    "27 molecules of %s by Ewald's sum agree with OpenMM",
    async (model, box) => {
      const positions = positionsOf(box.given);
      const edge = box.edge * NM;
      const system = createSystem({
        elements: positions.length === 0 ? [] : Array.from({ length: 81 }, (_, k) => (k % 3 === 0 ? 8 : 1)),
        bonds: Array.from({ length: 27 }, (_, n) => [3 * n, 3 * n + 1, 3 * n, 3 * n + 2]).flat(),
        positions,
        cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
      });
      const found = await evaluate(
        await forceField("water", {
          model,
          cutoff: "4.5 angstrom",
          skin: "0.1 angstrom",
          electrostatics: { type: "ewald", accuracy: 1e-9 },
          lennardJones: { form: "cut" },
        }),
        system,
      );
      // The files round the M site's weights and the Lennard-Jones parameters to six to nine digits.
      expect(Math.abs(found.energy * HARTREE_IN_KJ_PER_MOL - box.energy)).toBeLessThan(1e-5 * Math.abs(box.energy));
      const largest = Math.max(...box.forces.flat().map(Math.abs));
      expect(forceDifference(found, box.forces, found.mm.virtualSites!.isSite)).toBeLessThan(1e-5 * largest);
    },
  );

  it.each([
    ["cubic", [9, 0, 0, 0, 9, 0, 0, 0, 9]],
    [
      "octahedral",
      [10, 0, 0, -10 / 3, (20 * Math.SQRT2) / 3, 0, -10 / 3, (-10 * Math.SQRT2) / 3, 10 * Math.sqrt(2 / 3)],
    ],
    ["triclinic", [9.5, 0, 0, 1.5, 9, 0, -2, 1.8, 9.3]],
  ])("forces and virial of TIP4P-Ew by Ewald's sum in a %s cell are derivatives", async (_, vectors) => {
    const water = [0, 0, 0, 0.757, 0.586, 0, -0.757, 0.586, 0];
    const places = [0, 0, 0, 3, 0.4, 0.2, 0.3, 3.1, -0.2, 3.3, 3, 2.9];
    const turned = (n: number, r: readonly number[]): number[] => [r[n % 3]!, r[(n + 1) % 3]!, r[(n + 2) % 3]!];
    const positions = [0, 1, 2, 3].flatMap((n) =>
      [0, 1, 2].flatMap((k) =>
        turned(n, water.slice(3 * k, 3 * k + 3)).map((x, i) => (x + places[3 * n + i]!) * ANGSTROM),
      ),
    );
    const system = createSystem({
      elements: Array.from({ length: 12 }, (_, k) => (k % 3 === 0 ? 8 : 1)),
      bonds: [0, 1, 2, 3].flatMap((n) => [3 * n, 3 * n + 1, 3 * n, 3 * n + 2]),
      positions,
      cell: { vectors: Float64Array.from(vectors, (x) => x * ANGSTROM) },
    });
    const component = await forceField("water", {
      model: "tip4p-ew",
      cutoff: "4 angstrom",
      skin: "0.2 angstrom",
      electrostatics: { type: "ewald", accuracy: 1e-11 },
      lennardJones: { form: "potential-switch", switchDistance: "3 angstrom" },
    });
    const { system: whole, potential } = await open(component, system);
    const { geometry } = whole;
    const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
    const derivative = async (shifted: (h: number) => Geometry): Promise<number> => {
      const at = async (h: number) => (await potential.evaluate(shifted(h), {})).energy;
      const slope = async (h: number) => ((await at(h)) - (await at(-h))) / (2 * h);
      return (4 * (await slope(2e-3)) - (await slope(4e-3))) / 3;
    };
    const largest = Math.max(...forces!.map(Math.abs));
    for (let k = 0; k < forces!.length; k += 5) {
      const numerical = await derivative((h) => {
        const moved = geometry.positions.slice();
        moved[k]! += h;
        return { ...geometry, positions: moved };
      });
      expect(Math.abs(forces![k]! + numerical)).toBeLessThan(1e-7 * largest);
    }
    for (const k of [0, 1, 5, 8]) {
      const strain = new Float64Array(9);
      const numerical = await derivative((h) => {
        strain[k] = h / 4;
        return strained(geometry, strain);
      });
      expect(Math.abs(virial![k]! + 4 * numerical)).toBeLessThan(1e-7 * Math.max(...virial!.map(Math.abs)));
    }
  });
});
