import { expect, test } from "vitest";
import { diamond, shaken, supercell, withoutCell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { ALANINE, amberSystem, evaluate, forceField, projectFiles } from "../support.js";
import { droplet, moved, together } from "./support.js";

const files = {
  read: async (name: string) => (name.endsWith(".sw") ? potentialFiles.read(name) : projectFiles.read(name)),
};

test("a peptide, water and a crystal keep their energies; Coulomb constants of files differ", async () => {
  const peptide = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
  const silicon = withoutCell(shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05));
  const water = droplet(2);
  const system = together([moved(silicon, [30, 0, 0]), peptide, moved(water, [0, 25, 0])]);
  const { forceField: made, scope } = await forceField(
    "composite",
    {
      parts: [
        { name: "peptide", select: "resname ACE ALA NME", forcefield: { type: "amber", prmtop: ALANINE.prmtop } },
        {
          name: "silicon",
          select: "element Si",
          forcefield: { type: "stillinger-weber", file: "Si.sw" },
          across: [{ select: "all", sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" }],
        },
        { name: "water", forcefield: { type: "tip3p" } },
      ],
    },
    files,
  );
  const mm = await made.assign(system);
  const region = new Uint8Array(system.topology.atomCount);
  // The region is the peptide; without pairs across, its energies are those it has alone.
  region.fill(1, 8, 30);
  const within = { inside: true, across: false, outside: false };
  const mask = {
    region,
    bonded: { inside: true, outside: false, rule: "all" as const },
    lennardJones: within,
    coulomb: within,
  };
  await using potential = await mm.potential(mask, scope);
  const ours = await potential.evaluate(system.geometry, { forces: true });
  const alone = await evaluate("amber", { prmtop: ALANINE.prmtop }, peptide);
  for (const [name, energy] of Object.entries(alone.terms)) expect(ours.terms[name]).toBeCloseTo(energy, 12);
  for (const [k, force] of alone.forces!.entries()) expect(ours.forces![24 + k]).toBeCloseTo(force, 12);
  expect(ours.energy).toBeCloseTo(alone.energy, 11);
  const amber = await (await forceField("amber", { prmtop: ALANINE.prmtop })).forceField.assign(peptide);
  expect(amber.coulombScale).not.toBe(1);
  expect(mm.coulombScale).toBe(1);
  expect(mm.equilibriumBond(8, 9)).toBe(amber.equilibriumBond(0, 1));
  expect(mm.equilibriumBond(0, 1)).toBeUndefined();
  expect(mm.conventions["peptide.coulomb"]).toContain("common sum");
});

test("virtual sites and constraints of a part's water are those of the whole", async () => {
  const silicon = withoutCell(supercell(diamond(5.431), [1, 1, 1]));
  const [first, second] = [droplet(1), moved(droplet(1), [0, 20, 0])];
  const system = together([first, moved(silicon, [10, 0, 0]), second]);
  const { forceField: made } = await forceField(
    "composite",
    {
      parts: [
        {
          name: "silicon",
          select: "element Si",
          forcefield: { type: "stillinger-weber", file: "Si.sw" },
          across: [{ select: "all", sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" }],
        },
        { name: "water", forcefield: { type: "water", model: "tip4p-ew" } },
      ],
    },
    files,
  );
  const whole = await made.complete!(system);
  expect(whole.topology.atomCount).toBe(16);
  expect([...whole.topology.elements].flatMap((element, atom) => (element === 0 ? [atom] : []))).toEqual([3, 15]);
  const mm = await made.assign(whole);
  expect(mm.virtualSites!.sites.map(({ site, parents }) => [site, ...parents])).toEqual([
    [3, 0, 1, 2],
    [15, 12, 13, 14],
  ]);
  expect([...mm.constraints!.pairs].every((atom) => [0, 1, 2, 12, 13, 14].includes(atom))).toBe(true);
  expect(mm.constraints!.lengths).toHaveLength(6);
  expect(mm.charges[3]).toBeLessThan(-1);
});
