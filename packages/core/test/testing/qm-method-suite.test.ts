import { createScope } from "@qmmm/core";
import { type CollectedResult, createCollector, type QmCheck, qmMethodSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { type Flaw, SpringQm } from "./spring-qm.js";

const create = (flaw?: Flaw) => () => ({ method: new SpringQm(flaw), scope: createScope("test") });

qmMethodSuite({ describe, test, expect, name: "springs", create: create() });

async function collect(flaw: Flaw): Promise<readonly CollectedResult[]> {
  const collector = createCollector();
  qmMethodSuite({ ...collector, name: flaw, create: create(flaw) });
  return collector.run();
}

const checkOf = (name: string): string => name.split(" > ").at(-1)!.split(":")[0]!;

describe("the suite finds what is wrong", () => {
  const expected: Readonly<Record<Flaw, readonly QmCheck[]>> = {
    wrongForce: ["forces", "forcesInField", "balance", "uniformField", "rotation", "permutation"],
    noBackForce: ["fieldForces", "balance"],
    wrongPotential: ["fieldPotential"],
    wrongDipole: ["uniformField"],
    wrongField: ["potentialAt"],
    wrongTerms: ["terms"],
    wrongCharges: ["charges"],
    wrongLength: [
      "forces",
      "forcesInField",
      "balance",
      "uniformField",
      "rotation",
      "translation",
      "permutation",
      "delivered",
    ],
    modifiesInput: ["inputs", "repeat", "snapshot", "coexist"],
    sharesForces: ["inputs", "forces", "forcesInField", "uniformField"],
    random: ["repeat", "snapshot", "coexist"],
    ignoresAbort: ["abort"],
    ignoresCharges: ["fieldHeeded", "forcesInField", "fieldForces", "fieldPotential", "potentialAt", "uniformField"],
    silentQuadrupole: ["unsupported"],
    losesState: ["snapshot"],
    sharedState: ["repeat", "coexist"],
    fixedOrigin: ["translation", "rotation", "forces", "forcesInField", "uniformField", "permutation"],
    fixedAxes: ["rotation", "forces", "forcesInField", "uniformField", "permutation"],
    firstAtomSpecial: ["rotation", "forces", "forcesInField", "uniformField", "permutation"],
    disposesOnce: ["dispose"],
  };

  test.each(Object.keys(expected) as Flaw[])("%s", async (flaw) => {
    const failed = new Set(
      (await collect(flaw)).filter(({ outcome }) => outcome === "failed").map(({ name }) => checkOf(name)),
    );
    // `dispose` is called by every check: that flaw fails them all.
    if (flaw === "disposesOnce") expect(failed).toContain("dispose");
    else expect([...failed].sort()).toEqual([...expected[flaw]].sort());
  });

  test("says where and by how much", async () => {
    const results = await collect("wrongForce");
    const forces = results.find(({ name }) => checkOf(name) === "forces")!;
    expect(forces.message).toMatch(/force of atom 0 along y is .*, expected .*: off by .*, allowed 1\.0e-6/);
  });
});

describe("exclusions", () => {
  test("an excluded check is a skipped test that carries its reason", async () => {
    const collector = createCollector();
    qmMethodSuite({ ...collector, name: "x", create: create("wrongForce"), exclusions: { forces: "known, see #1" } });
    const skipped = (await collector.run()).filter(({ outcome }) => outcome === "skipped");
    expect(skipped.map(({ name }) => checkOf(name))).toEqual(["forces", "forces"]);
    expect(skipped[0]!.name).toContain("[excluded: known, see #1]");
  });

  test("an exclusion needs a reason, and a check that exists", () => {
    const declare = (exclusions: Record<string, string>) => () =>
      qmMethodSuite({ ...createCollector(), name: "x", create: create(), exclusions });
    expect(declare({ forces: " " })).toThrow(/needs a reason/);
    expect(declare({ force: "typo" })).toThrow(/no check "force"/);
  });
});

test("a wrong energy is found by its reference", async () => {
  const collector = createCollector();
  const molecule = { elements: Uint8Array.of(8, 1), charge: -1, multiplicity: 1 };
  const reference = { energy: 1, tolerance: 1e-9, source: "nobody" };
  const nuclei = Float64Array.of(0, 0, 0, 0.1, 1.4, 0.2);
  qmMethodSuite({
    ...collector,
    name: "x",
    create: create(),
    molecules: [{ name: "OH-", molecule, nuclei, reference }],
  });
  const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
  expect(failed.map(({ name }) => checkOf(name))).toEqual(["reference"]);
});
