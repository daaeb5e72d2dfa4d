import type { QmQuantity } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { SubtractiveOptions } from "../../src/scheme/options.js";
import { bind } from "../support/bind.js";
import { EquilibratedChargesMethod } from "../support/equilibrated-charges.js";
import { springForceField } from "../support/spring-force-field.js";
import { butanol } from "../support/systems.js";

const one = butanol();
const { geometry } = one.system;
const mm = springForceField(one.system, { charges: one.charges });
const offering = (...supports: QmQuantity[]) => ({ high: new EquilibratedChargesMethod(supports) });

describe("what a level must offer", () => {
  test("forces on the charges, when it gives forces", async () => {
    await expect(bind({ case: one, mm, methods: offering("forces") })).rejects.toMatchObject({
      code: "QMMM_COUPLING_CAPABILITY",
      message: expect.stringContaining('The level "high" does not offer fieldForces'),
    });
    await bind({ case: one, mm, methods: offering("forces"), options: { embedding: "mechanical" } });
  });

  test("the potential at the charges, when a cutoff makes them depend on positions", async () => {
    const methods = offering("forces", "fieldForces");
    await bind({ case: one, mm, methods });
    await expect(bind({ case: one, mm, methods, boundary: { cutoff: "8 Å" } })).rejects.toMatchObject({
      code: "QMMM_COUPLING_CAPABILITY",
      details: { value: "fieldPotential" },
    });
  });

  test("Gaussian charges, when they are smeared", async () => {
    await expect(
      bind({ case: one, mm, methods: offering("forces", "fieldForces"), boundary: { smearing: "1 Å" } }),
    ).rejects.toMatchObject({ code: "QMMM_COUPLING_CAPABILITY", details: { value: "field:widths" } });
  });

  test("nothing more for energies alone; forces are then refused", async () => {
    const { potential } = await bind({ case: one, mm, methods: offering() });
    expect(potential.supports.size).toBe(0);
    expect((await potential.evaluate(geometry, {})).energy).toBeLessThan(0);
    await expect(potential.evaluate(geometry, { forces: true })).rejects.toMatchObject({
      code: "QMMM_QUANTITY_UNSUPPORTED",
      details: { lacking: ["qm"] },
    });
  });
});

describe("wrong input", () => {
  const two = { low: new EquilibratedChargesMethod(), high: new EquilibratedChargesMethod() };

  test.each<[string, Parameters<typeof bind>[0], string, string]>([
    [
      "a level that does not exist",
      { case: one, mm, options: { level: "hgh" } },
      "QMMM_COUPLING_LEVEL",
      'Did you mean "high"?',
    ],
    ["several levels and no choice", { case: one, mm, methods: two }, "QMMM_COUPLING_LEVEL", "coupling.level"],
    ["no level", { case: one, mm, methods: {} }, "QMMM_COUPLING_LEVEL", "coupling.level"],
    ["no force field", { case: one }, "QMMM_COUPLING_FORCEFIELD_MISSING", "Add a force field"],
    [
      "a region that does not exist",
      { case: one, mm, options: { region: "qn" } },
      "QMMM_COUPLING_REGION",
      'Did you mean "qm"?',
    ],
    [
      "more than one region",
      { case: one, mm, others: [{ ...one.region, name: "other" }] },
      "QMMM_COUPLING_REGIONS",
      "Keep one region",
    ],
    [
      "a low level in a periodic cell",
      { case: butanol(22), scheme: "subtractive", methods: two, options: { low: "low", embedding: "mechanical" } },
      "QMMM_COUPLING_PERIODIC",
      "low: mm",
    ],
  ])("%s", async (_, binding, code, action) => {
    await expect(bind(binding)).rejects.toMatchObject({ code, details: { action: expect.stringContaining(action) } });
  });

  test("electrostatic embedding of one level in another is refused when the options are read", () => {
    const { error } = SubtractiveOptions.safeParse({ low: "xtb" });
    expect(error?.issues[0]).toMatchObject({ path: ["embedding"], params: { qmmm: "QMMM_COUPLING_EMBEDDING" } });
  });

  test("a region with a site that has no nucleus", async () => {
    const { topology } = one.system;
    const elements = topology.elements.map((z, atom) => (atom === 1 ? 0 : z));
    const virtual = { ...one, system: { ...one.system, topology: { ...topology, elements } } };
    await expect(bind({ case: virtual, mm })).rejects.toMatchObject({
      code: "QMMM_BOUNDARY_NO_NUCLEUS",
      details: { value: "H of BOH 1 (index0 1)" },
    });
  });

  test("an empty region", async () => {
    const empty = { ...one, region: { ...one.region, atoms: new Int32Array() } };
    await expect(bind({ case: empty, mm })).rejects.toMatchObject({ code: "QMMM_COUPLING_REGION" });
  });

  test("a charge on top of a nucleus, unless it is smeared", async () => {
    const positions = geometry.positions.slice();
    for (let x = 0; x < 3; x++) positions[48 + x] = positions[x] + (x === 0 ? 0.4 : 0);
    const { potential } = await bind({ case: one, mm });
    await expect(potential.evaluate({ positions }, {})).rejects.toMatchObject({
      code: "QMMM_COUPLING_SITE_ON_NUCLEUS",
      message: "A charge of 0.4170 e of the surroundings lies 0.212 Å from nucleus 0 (from 0) of the region",
    });
    const smeared = await bind({ case: one, mm, boundary: { smearing: "0.8 Å" } });
    expect(Number.isFinite((await smeared.potential.evaluate({ positions }, {})).energy)).toBe(true);
  });

  test("a checkpoint of another coupling", async () => {
    const { potential } = await bind({ case: one, mm });
    const other = await bind({ case: one, mm, scheme: "subtractive" });
    expect(() => other.potential.restore(potential.snapshot())).toThrow(
      expect.objectContaining({ code: "QMMM_COUPLING_SNAPSHOT" }),
    );
  });

  test("levels that were opened are closed again when a later part fails", async () => {
    let closed = 0;
    const method = new EquilibratedChargesMethod();
    const open = method.open.bind(method);
    method.open = async (molecule) => {
      const engine = await open(molecule);
      engine[Symbol.asyncDispose] = async () => {
        closed++;
      };
      return engine;
    };
    const failing = { ...mm, potential: () => Promise.reject(new Error("no parameters")) };
    await expect(bind({ case: one, mm: failing, methods: { high: method } })).rejects.toThrow("no parameters");
    expect(closed).toBe(1);
  });
});
