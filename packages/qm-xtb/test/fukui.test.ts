import { type ExternalField, ionOf, type Molecule, NO_FIELD, openMolecule } from "@qmmm/core";
import { qmMethodUnderTest } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import xtb from "../src/index.js";
import { deviation } from "./xtb-engine.js";

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** H2CO, a0. */
const FORMALDEHYDE = Float64Array.of(0, 0, -1, 0, 0, 1.28, 1.77, 0, -2.11, -1.77, 0, -2.11);
const MOLECULE: Molecule = { elements: Uint8Array.of(6, 8, 1, 1), charge: 0, multiplicity: 1 };
const CHARGE: ExternalField = { sites: Float64Array.of(0.3, 0.2, 5), charges: Float64Array.of(0.4) };

describe.each(["gfn1", "gfn2"] as const)("condensed Fukui functions by %s", (id) => {
  test.each([
    ["in empty space", NO_FIELD],
    ["beside a charge", CHARGE],
  ])("are differences of the charges of the ions, %s", async (_, field) => {
    const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id, options: { scf: { tolerance: 1e-10 } } });
    const direct = async (charge: number, multiplicity: number) => {
      await using engine = await method.open({ ...MOLECULE, charge, multiplicity }, scope);
      const { charges, energy } = await engine.solve(FORMALDEHYDE, field, { charges: "mulliken" });
      return { charges: charges!, energy };
    };
    const [cation, neutral, anion] = [await direct(1, 2), await direct(0, 1), await direct(-1, 2)];
    await using engine = await openMolecule(method, MOLECULE, scope);
    const { charges, fukui } = await engine.solve(FORMALDEHYDE, field, { fukui: "mulliken" });
    const { dual, electronAffinity, ionisationEnergy, minus, plus, zero } = fukui!;
    expect(charges).toBeUndefined();
    expect(
      deviation(
        plus,
        neutral.charges.map((q, a) => q - anion.charges[a]),
      ),
    ).toBeLessThan(1e-9);
    expect(
      deviation(
        minus,
        cation.charges.map((q, a) => q - neutral.charges[a]),
      ),
    ).toBeLessThan(1e-9);
    expect(
      deviation(
        zero,
        plus.map((f, a) => (f + minus[a]) / 2),
      ),
    ).toBeLessThan(1e-14);
    expect(
      deviation(
        dual,
        plus.map((f, a) => f - minus[a]),
      ),
    ).toBeLessThan(1e-14);
    expect(ionisationEnergy).toBeCloseTo(cation.energy - neutral.energy, 10);
    expect(electronAffinity).toBeCloseTo(neutral.energy - anion.energy, 10);
    for (const f of [plus, minus, zero]) expect(sum(f)).toBeCloseTo(1, 8);
    await scope.dispose();
  });
});

// Written by validation/xtb_fukui.py: tblite 0.4.0.
const REFERENCES = {
  gfn1: {
    plus: [0.32801131, 0.3223635, 0.17481259, 0.17481259],
    minus: [0.1005523, 0.35626873, 0.27158948, 0.27158948],
  },
  gfn2: {
    plus: [0.13336598, 0.39739486, 0.23461958, 0.23461958],
    minus: [0.01573643, 0.41676858, 0.2837475, 0.2837475],
  },
};

test.each(["gfn1", "gfn2"] as const)("condensed Fukui functions by %s are tblite's", async (id) => {
  const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id, options: { scf: { tolerance: 1e-10 } } });
  await using engine = await openMolecule(method, MOLECULE, scope);
  const { fukui } = await engine.solve(FORMALDEHYDE, NO_FIELD, { fukui: "mulliken" });
  expect(deviation(fukui!.plus, REFERENCES[id].plus)).toBeLessThan(1e-7);
  expect(deviation(fukui!.minus, REFERENCES[id].minus)).toBeLessThan(1e-7);
  // Nucleophiles attack the carbon of a carbonyl group, electrophiles its oxygen.
  expect(fukui!.dual[0]).toBe(Math.max(...fukui!.dual));
  expect(fukui!.dual[1]).toBeLessThan(0);
  await scope.dispose();
});

test("electrons of ions pair up", () => {
  expect(ionOf(MOLECULE, 1)).toMatchObject({ charge: 1, multiplicity: 2 });
  expect(ionOf({ ...MOLECULE, multiplicity: 3 }, -1)).toMatchObject({ charge: -1, multiplicity: 2 });
});
