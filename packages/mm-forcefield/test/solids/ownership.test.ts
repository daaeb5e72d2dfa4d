import { type BondedRule, everyTerm, type System, type TermMask } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { diamond, fcc, shaken, supercell, systemOf, withoutCell } from "./crystals.js";
import { evaluated } from "./support.js";

function mask(
  system: System,
  atoms: readonly number[],
  rule: BondedRule,
  sides: { inside: boolean; outside: boolean },
): TermMask {
  const region = new Uint8Array(system.topology.atomCount);
  for (const atom of atoms) region[atom] = 1;
  return { ...everyTerm(region.length), region, bonded: { ...sides, rule } };
}

/** The atoms of the region and nothing else. */
function alone(system: System, atoms: readonly number[]): System {
  const { geometry, topology } = system;
  const positions = Float64Array.from(atoms.flatMap((atom) => [0, 1, 2].map((d) => geometry.positions[3 * atom + d]!)));
  return {
    topology: {
      ...topology,
      atomCount: atoms.length,
      elements: Uint8Array.from(atoms, (atom) => topology.elements[atom]!),
    },
    geometry: { ...geometry, positions },
  };
}

const inside = { inside: true, outside: false };
const silicon = shaken(supercell(diamond(5.4), [1, 1, 1]), 0.1);
const copper = shaken(supercell(fcc(3.6, "Cu"), [1, 1, 1]), 0.1);

describe("rule all: inside is the energy of the region's atoms alone", () => {
  test.for([
    ["stillinger-weber", "Si.sw", silicon],
    ["tersoff", "Si.tersoff", silicon],
    ["eam", "CuNi.eam.alloy", copper],
    ["tersoff", "Si.tersoff", withoutCell(silicon)],
    ["eam", "Cu.eam", withoutCell(copper)],
  ] as const)("%s, %s", async ([id, file, system]) => {
    const atoms = [0, 1, 3];
    const part = await evaluated(id, { file }, system, mask(system, atoms, "all", inside));
    const region = await evaluated(id, { file }, alone(system, atoms));
    for (const [name, energy] of Object.entries(region.terms)) expect(part.terms[name]).toBeCloseTo(energy, 13);
    for (const [k, atom] of atoms.entries()) {
      for (let d = 0; d < 3; d++) expect(part.forces![3 * atom + d]).toBeCloseTo(region.forces![3 * k + d]!, 13);
    }
    expect(part.forces!.subarray(6, 9)).toEqual(new Float64Array(3));
  });
});

describe("rule majority: what belongs to the region by its central atoms keeps its surroundings", () => {
  const chain = systemOf(
    ["Si", "Si", "Si"],
    [
      [0, 0, 0],
      [2.3, 0.1, 0],
      [1.6, 2.3, 0.2],
    ],
  );

  test("a triplet with two atoms inside is inside, a pair with one is not", async () => {
    const whole = await evaluated("stillinger-weber", { file: "Si.sw" }, chain);
    const part = await evaluated("stillinger-weber", { file: "Si.sw" }, chain, mask(chain, [0, 1], "majority", inside));
    const pair = await evaluated("stillinger-weber", { file: "Si.sw" }, alone(chain, [0, 1]));
    expect(part.terms.threeBody).toBe(whole.terms.threeBody);
    expect(whole.terms.threeBody).toBeGreaterThan(1e-3);
    expect(part.terms.pair).toBeCloseTo(pair.terms.pair!, 14);
    expect(part.terms.pair).not.toBeCloseTo(whole.terms.pair!, 3);
  });

  test("a bond has the order that its surroundings give it", async () => {
    const part = await evaluated("tersoff", { file: "SiC.tersoff" }, chain, mask(chain, [0, 1], "majority", inside));
    const pair = await evaluated("tersoff", { file: "SiC.tersoff" }, alone(chain, [0, 1]));
    expect(part.terms.repulsion).toBeCloseTo(pair.terms.repulsion!, 14);
    expect(Math.abs(part.terms.bondOrder! - pair.terms.bondOrder!)).toBeGreaterThan(1e-4);
    expect(Math.max(...part.forces!.subarray(6).map(Math.abs))).toBeGreaterThan(1e-4);
  });

  test("an atom is embedded in the density of all", async () => {
    const { terms } = await evaluated("eam", { file: "Cu.eam" }, copper);
    const atoms = [0, 1, 2, 3];
    const parts = await Promise.all(
      atoms.map((atom) => evaluated("eam", { file: "Cu.eam" }, copper, mask(copper, [atom], "majority", inside))),
    );
    expect(parts.reduce((sum, part) => sum + part.terms.embedding!, 0)).toBeCloseTo(terms.embedding!, 12);
  });
});

test("a mask that keeps nothing gives zero", async () => {
  const none = await evaluated(
    "tersoff",
    { file: "Si.tersoff" },
    silicon,
    mask(silicon, [0], "all", { inside: false, outside: false }),
  );
  expect(none.energy).toBe(0);
  expect(none.forces!.every((f) => f === 0)).toBe(true);
});
