import { createScope } from "@qmmm/core";
import { createCollector, forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { type Flaw, SpringForceField } from "./spring-force-field.js";
import { ETHANOL_LIKE, WATER_DIMER } from "./systems.js";

const create = (flaw?: Flaw) => async () => ({ forceField: new SpringForceField(flaw), scope: createScope("test") });
const systems = [
  { name: "cut through a bond", system: ETHANOL_LIKE, region: [1, 2, 3] },
  { name: "whole molecules", system: WATER_DIMER, region: [0, 1, 2] },
];

forceFieldSuite({ describe, test, expect, name: "springs", create: create(), systems });

describe("the suite finds what is wrong", () => {
  const expected: Readonly<Record<Flaw, readonly string[]>> = {
    acrossTwice: ["maskAdditivity", "maskOwnership"],
    insideLeaks: ["maskOwnership", "charges"],
    wrongVirial: ["maskDerivatives", "virial"],
    wrongForce: ["maskAdditivity", "maskDerivatives", "maskOwnership", "forces", "balance", "rotation"],
    bondsIgnoreMask: ["maskAdditivity", "maskOwnership", "charges"],
    wrongCharges: ["charges"],
    oneWayBonds: ["model"],
    wrongTerms: ["maskAdditivity", "terms"],
    remembers: ["snapshot"],
  };

  test.each(Object.keys(expected) as Flaw[])("%s", async (flaw) => {
    const collector = createCollector();
    forceFieldSuite({ ...collector, name: flaw, create: create(flaw), systems });
    const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
    const checks = new Set(failed.map(({ name }) => name.split(" > ").at(-1)!.split(":")[0]!));
    expect([...checks].sort()).toEqual([...expected[flaw]].sort());
  });

  test("a wrong energy is found by its reference", async () => {
    const collector = createCollector();
    const reference = { energy: 1, terms: { bond: 1 }, tolerance: 1e-6, source: "nobody" };
    forceFieldSuite({ ...collector, name: "x", create: create(), systems: [{ ...systems[0]!, reference }] });
    const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
    expect(failed).toHaveLength(1);
    expect(failed[0]!.message).toMatch(/energy \(reference: nobody\)[\s\S]*bond \(reference: nobody\)/);
  });
});
