import { createHooks } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { bind } from "../support/bind.js";
import { largestDifference } from "../support/compare.js";
import { EquilibratedChargesMethod } from "../support/equilibrated-charges.js";
import { springForceField } from "../support/spring-force-field.js";
import type { Case } from "../support/systems.js";
import { butanol } from "../support/systems.js";

const cut = butanol();
const uncut: Case = { ...cut, region: { ...cut.region, atoms: Int32Array.of(15, 16, 17) } };
const { geometry } = cut.system;
const mm = springForceField(cut.system, { charges: cut.charges });
const both = { forces: true, virial: true };

describe("identities between schemes", () => {
  test.each(["all", "majority"] as const)(
    "mechanical embedding: subtractive is additive, bonded rule %s",
    async (bonded) => {
      const options = { embedding: "mechanical", bonded } as const;
      const add = await (await bind({ case: cut, mm, options })).potential.evaluate(geometry, both);
      const subtract = await (await bind({ case: cut, mm, scheme: "subtractive", options })).potential.evaluate(
        geometry,
        both,
      );
      expect(Math.abs(add.energy - subtract.energy)).toBeLessThan(1e-12);
      expect(largestDifference(add.forces!, subtract.forces!)).toBeLessThan(1e-12);
      expect(largestDifference(add.virial!, subtract.virial!)).toBeLessThan(1e-11);
    },
  );

  test("the two bonded rules differ by the terms that a cap describes", async () => {
    const energy = async (bonded: "all" | "majority") => {
      const { potential } = await bind({ case: cut, mm, options: { bonded } });
      return (await potential.evaluate(geometry, {})).terms;
    };
    const all = await energy("all");
    const majority = await energy("majority");
    expect(all["mm:bonds"]).toBe(majority["mm:bonds"]);
    expect(all["mm:angles"]).toBeGreaterThan(majority["mm:angles"] + 1e-5);
  });

  test("electrostatic embedding of a whole molecule: the force field's part of the field cancels", async () => {
    const add = await (await bind({ case: uncut, mm })).potential.evaluate(geometry, both);
    const subtract = await (await bind({ case: uncut, mm, scheme: "subtractive" })).potential.evaluate(geometry, both);
    expect(Math.abs(add.energy - subtract.energy)).toBeLessThan(1e-12);
    expect(largestDifference(add.forces!, subtract.forces!)).toBeLessThan(1e-12);
  });

  test("a force field's own Coulomb constant applies to its charges, not to the level's", async () => {
    const scaled = springForceField(cut.system, { charges: cut.charges, coulombScale: 1.01 });
    const terms = async (model: typeof mm, scheme: "additive" | "subtractive") =>
      (await (await bind({ case: uncut, mm: model, scheme })).potential.evaluate(geometry, {})).terms;
    const [plain, scaledAdd] = [await terms(mm, "additive"), await terms(scaled, "additive")];
    expect(scaledAdd["qm:field"]).toBe(plain["qm:field"]);
    expect(scaledAdd["mm:coulomb"] / plain["mm:coulomb"]).toBeCloseTo(1.01, 12);
    const [plainField, scaledField] = [await terms(mm, "subtractive"), await terms(scaled, "subtractive")];
    expect(scaledField["mm-model-field:embedding"] / plainField["mm-model-field:embedding"]).toBeCloseTo(1.01, 12);
  });

  test("two equal levels give the low level of the whole", async () => {
    const method = new EquilibratedChargesMethod();
    const { potential } = await bind({
      case: cut,
      scheme: "subtractive",
      options: { high: "a", low: "b", embedding: "mechanical" },
      methods: { a: method, b: new EquilibratedChargesMethod() },
    });
    const { energy, terms } = await potential.evaluate(geometry, {});
    const { elements } = cut.system.topology;
    const engine = await method.open({ elements, charge: 0, multiplicity: 1 });
    const whole = await engine.solve(
      geometry.positions,
      { sites: new Float64Array(), charges: new Float64Array() },
      {},
    );
    expect(energy).toBeCloseTo(whole.energy, 12);
    expect(terms["high:charges"]).toBe(-terms["low-model:charges"]);
  });
});

describe("the ledger", () => {
  test("names an owner for every term and adds up in its order", async () => {
    const expected = {
      additive: ["qm", "qm-mm", "mm"],
      subtractive: ["qm", "mm", "mm-model", "mm-model-field"],
    };
    for (const scheme of ["additive", "subtractive"] as const) {
      const { potential } = await bind({ case: cut, mm, scheme });
      const { energy, terms } = await potential.evaluate(geometry, {});
      expect([...new Set(Object.keys(terms).map((name) => name.split(":")[0]))]).toEqual(expected[scheme]);
      expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBe(energy);
    }
  });

  test("every force-field term has one owner: masks together are the whole force field", async () => {
    const { potential } = await bind({ case: cut, mm, options: { embedding: "mechanical", bonded: "all" } });
    const { terms } = await potential.evaluate(geometry, {});
    const real = await bind({
      case: cut,
      mm,
      scheme: "subtractive",
      options: { embedding: "mechanical", bonded: "all" },
    });
    const low = (await real.potential.evaluate(geometry, {})).terms;
    for (const name of ["bonds", "angles", "torsions", "lennardJones", "coulomb"]) {
      expect(terms[`mm:${name}`] + terms[`qm-mm:${name}`]).toBeCloseTo(low[`mm:${name}`] + low[`mm-model:${name}`], 13);
    }
  });

  test("observations of the level pass through", async () => {
    const { potential } = await bind({ case: cut, mm });
    expect((await potential.evaluate(geometry, {})).observed).toEqual({ scfIterations: 1 });
  });
});

describe("what the level is given", () => {
  test("charges outside only, and nothing under mechanical embedding", async () => {
    for (const [embedding, count] of [
      ["electrostatic", 18],
      ["mechanical", 0],
    ] as const) {
      const method = new EquilibratedChargesMethod();
      const { potential } = await bind({ case: uncut, mm, options: { embedding }, methods: { one: method } });
      await potential.evaluate(geometry, {});
      expect(method.solved[0].charges.length).toBe(count);
      expect(method.opened[0].elements).toEqual(Uint8Array.of(8, 1, 1));
    }
  });

  test("no sites without charge: those that a cutoff has faded to nothing are left out, exactly", async () => {
    const method = new EquilibratedChargesMethod();
    const { potential } = await bind({
      case: cut,
      mm,
      methods: { one: method },
      boundary: { cutoff: "2 Å", switchWidth: "0.2 Å" },
    });
    const { forces } = await potential.evaluate(geometry, { forces: true });
    expect(method.solved[0].charges.length).toBe(15);
    expect(forces!.every(Number.isFinite)).toBe(true);
  });

  test("a tap of transformField may add a uniform field, whose work shows in the energy", async () => {
    const hooks = createHooks();
    hooks.tap("transformField", "test", (field) => ({ ...field, uniform: [0.01, 0, 0] as const }));
    const plain = await (await bind({ case: cut, mm })).potential.evaluate(geometry, {});
    const tapped = await (await bind({ case: cut, mm, hooks })).potential.evaluate(geometry, {});
    expect(Math.abs(tapped.energy - plain.energy)).toBeGreaterThan(1e-4);
    expect(tapped.terms["mm:coulomb"]).toBe(plain.terms["mm:coulomb"]);
  });

  test("a tap that moves sites is refused", async () => {
    const hooks = createHooks();
    hooks.tap("transformField", "test", (field) => ({ ...field, sites: field.sites.map((x) => x + 1) }));
    const { potential } = await bind({ case: cut, mm, hooks });
    await expect(potential.evaluate(geometry, {})).rejects.toMatchObject({ code: "QMMM_COUPLING_FIELD_CHANGED" });
  });
});
