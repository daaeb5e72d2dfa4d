import { everyTerm, groupPairAt, type System } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { moved, together } from "../composite/support.js";
import { cristobalite, diamond, fcc, shaken, smallSilica, supercell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { forceField, positionsOf, references, waters } from "../support.js";
import { type Divided, divided, expectSums, sumOf, threeGroups } from "./support.js";

async function dividedBy(id: string, options: unknown, system: System, groupOf?: Int32Array): Promise<Divided> {
  const made = await forceField(id, options, potentialFiles);
  const mm = await made.forceField.assign(system);
  return await divided(mm, made.scope, system, groupOf ?? threeGroups(system.topology.atomCount));
}

const SOLIDS: readonly (readonly [string, string | undefined, () => System])[] = [
  ["stillinger-weber", "Si.sw", () => supercell(diamond(5.431), [1, 1, 1])],
  ["tersoff", "Si.tersoff", () => supercell(diamond(5.431), [1, 1, 1])],
  ["vashishta", "full.vashishta", () => supercell(cristobalite(7.1), [1, 1, 1])],
  ["eam", "Cu.eam", () => supercell(fcc(3.6, "Cu"), [2, 1, 1])],
  ["bks", undefined, smallSilica],
];

describe.each(SOLIDS)("%s", (id, file, make) => {
  const options = file === undefined ? { cutoff: "5 angstrom" } : { file };

  it("energies of pairs of groups and virials of atoms add up", async () => {
    expectSums(await dividedBy(id, options, shaken(make(), 0.1)));
  });

  it("two groups have what they would have alone, and together", async () => {
    const system = shaken(make(), 0.1);
    const groupOf = Int32Array.from({ length: system.topology.atomCount }, (_, k) => (k % 3 === 0 ? 1 : 0));
    const { divided: found } = await dividedBy(id, options, system, groupOf);
    const made = await forceField(id, options, potentialFiles);
    const mm = await made.forceField.assign(system);
    const inside = { inside: true, across: false, outside: false };
    const mask = {
      ...everyTerm(groupOf.length),
      region: Uint8Array.from(groupOf),
      lennardJones: inside,
      coulomb: inside,
    };
    await using potential = await mm.potential(
      { ...mask, bonded: { inside: true, outside: false, rule: "all" } },
      made.scope,
    );
    const { terms } = await potential.evaluate(system.geometry, {});
    for (const [name, energy] of Object.entries(terms)) {
      expect(found.terms[name]![groupPairAt(1, 1)]).toBeCloseTo(energy, 11);
    }
  });
});

it("the atoms of a perfect crystal share its virial alike", async () => {
  for (const [id, file, make] of SOLIDS.slice(0, 2)) {
    const system = make();
    const { virial, divided: found } = await dividedBy(id, { file }, system);
    found.atomVirials!.forEach((share, k) => {
      expect(share).toBeCloseTo(virial![k % 9]! / system.topology.atomCount, 12);
    });
  }
});

it("a pair potential's shares are halves of its pairs: a dimer's atoms have the same", async () => {
  const copper = supercell(fcc(3.6, "Cu"), [1, 1, 1]);
  const dimer: System = {
    topology: { ...copper.topology, atomCount: 2, elements: copper.topology.elements.slice(0, 2) },
    geometry: { positions: Float64Array.of(0, 0, 0, 3, 2, 1) },
  };
  const { virial, divided: found } = await dividedBy("eam", { file: "Cu.eam" }, dimer, Int32Array.of(0, 1));
  found.atomVirials!.forEach((share, k) => {
    expect(share).toBeCloseTo(virial![k % 9]! / 2, 14);
  });
});

it("several force fields in one system: parts and what acts across add up", async () => {
  const silicon = shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05);
  const water = moved(waters(positionsOf(references.periodicWater).slice(0, 18)), [12, 3, 3]);
  const system = together([silicon, water]);
  const across = [{ select: "element Si", charge: 0.1, sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" }];
  const result = await dividedBy(
    "composite",
    {
      parts: [
        { name: "silicon", select: "element Si", forcefield: { type: "stillinger-weber", file: "Si.sw" }, across },
        { name: "water", select: "element O H", forcefield: { type: "tip3p" } },
      ],
      pairs: [{ form: "morse", between: ["element Si", "element O"], depth: "0.01 Eh", alpha: "1 1/a0", r0: "4 a0" }],
      cutoff: "5 angstrom",
    },
    system,
  );
  expectSums(result);
  expect(Object.keys(result.divided.terms)).toContain("morse");
  expect(sumOf(Object.values(result.terms))).toBeCloseTo(result.energy, 12);
});
