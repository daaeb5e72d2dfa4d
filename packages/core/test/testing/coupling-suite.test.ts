import { createHooks, createScope } from "@qmmm/core";
import { type CouplingCase, couplingSuite, createCollector } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { AdditiveCoupling, type Flaw } from "./additive-coupling.js";
import { LinkBoundary } from "./link-boundary.js";
import { SpringForceField } from "./spring-force-field.js";
import { SpringQm } from "./spring-qm.js";
import { ETHANOL_LIKE } from "./systems.js";

const create = (flaw?: Flaw) => async (): Promise<CouplingCase> => ({
  coupling: new AdditiveCoupling(flaw),
  parts: {
    system: ETHANOL_LIKE,
    partition: { regions: [{ name: "qm", atoms: Int32Array.of(1, 2, 3), charge: 0, multiplicity: 1 }] },
    mm: await new SpringForceField().assign(ETHANOL_LIKE),
    levels: new Map([["high", { name: "high", method: new SpringQm(), scope: createScope("high") }]]),
    boundary: new LinkBoundary(),
    hooks: createHooks(),
    scope: createScope("test"),
    note: () => {},
  },
});
const atoms = { Q: 3, Q1: 1, M1: 0, M2: 4, far: 7 };

couplingSuite({ describe, test, expect, name: "springs in springs", create: create(), atoms });

describe("the suite finds what is wrong", () => {
  const expected: Readonly<Record<Flaw, readonly string[]>> = {
    noBackForce: ["forces", "virial", "balance"],
    capForceDropped: ["forces", "virial", "balance"],
    // A consistent surface, but not the right one: that takes a reference energy.
    countsTwice: [],
    unsavedState: ["snapshot"],
    silentField: ["fieldHook"],
  };

  test.each(Object.keys(expected) as Flaw[])("%s", async (flaw) => {
    const collector = createCollector();
    couplingSuite({ ...collector, name: flaw, create: create(flaw), atoms });
    const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
    const checks = failed.map(({ name }) => name.split(" > ").at(-1)!.split(":")[0]!);
    expect(checks.sort()).toEqual([...expected[flaw]].sort());
  });

  test("names the atom", async () => {
    const collector = createCollector();
    couplingSuite({ ...collector, name: "x", create: create("noBackForce"), atoms: { far: 7 } });
    const forces = (await collector.run()).find(({ name }) => name.includes("> forces:"))!;
    expect(forces.message).toContain("force of far along");
  });
});
