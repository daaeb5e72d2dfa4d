import { boundarySuite, createCollector } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { type Flaw, LinkBoundary } from "./link-boundary.js";
import { SpringForceField } from "./spring-force-field.js";
import { ETHANOL_LIKE } from "./systems.js";

const create = (embedded: boolean, flaw?: Flaw) => async () => ({
  boundary: new LinkBoundary(flaw),
  // A fresh copy: one of the flaws writes into it.
  system: { ...ETHANOL_LIKE, geometry: { positions: ETHANOL_LIKE.geometry.positions.slice() } },
  region: { name: "qm", atoms: Int32Array.of(1, 2, 3), charge: 0, multiplicity: 1 },
  mm: await new SpringForceField().assign(ETHANOL_LIKE),
  embedded,
});
const atoms = { Q1: 1, M1: 0, M2: 4 };

boundarySuite({ describe, test, expect, name: "ratio links, Z1", create: create(true), atoms });
boundarySuite({ describe, test, expect, name: "ratio links, mechanical", create: create(false), atoms });

describe("the suite finds what is wrong", () => {
  const expected: Readonly<Record<Flaw, readonly string[]>> = {
    forceOnHostOnly: ["pullback", "virial"],
    noSiteForces: ["pullback", "virial"],
    overwrites: ["accumulates"],
    noVirial: ["virial"],
    lyingResidual: ["residual"],
    fixedCap: ["translation"],
    wrongElement: ["sites"],
    modifiesInput: ["inputs"],
    lendsArrays: ["inputs", "pullback", "virial", "translation"],
  };

  test.each(Object.keys(expected) as Flaw[])("%s", async (flaw) => {
    const collector = createCollector();
    boundarySuite({ ...collector, name: flaw, create: create(true, flaw), atoms });
    const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
    const checks = failed.map(({ name }) => name.split(" > ").at(-1)!.split(":")[0]!);
    expect(checks).toEqual(expect.arrayContaining([...expected[flaw]]));
    expect(failed.length).toBeLessThanOrEqual(5);
  });
});
