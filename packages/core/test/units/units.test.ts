import { fromAtomic, parseQuantity, quantity, toAtomic, UNITS, unitFactor } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";

describe("parseQuantity", () => {
  test.each([
    ["1 Å", "length", 1.8897261245],
    ["1 angstrom", "length", 1.8897261245],
    ["0.1 nm", "length", 1.8897261245],
    ["100 pm", "length", 1.8897261245],
    ["0.5 fs", "time", 20.670686667],
    ["-1e-3 ps", "time", -41.341373336],
    ["27.211386245981 eV", "energy", 1],
    ["627.509474061 kcal/mol", "energy", 1],
    ["2625.49963948 kJ/mol", "energy", 1],
    ["300 K", "temperature", 9.50043469e-4],
    ["12.011 u", "mass", 21894.713609],
    ["180 deg", "angle", Math.PI],
    ["1 kcal/mol/Å^2", "forceConstant", 4.4625385e-4],
    ["1 kcal/mol/Å", "force", 8.4329756e-4],
    ["1 eV/Å", "force", 0.0194469],
    ["1 ps^-1", "rate", 2.4188843266e-5],
    ["1 GPa", "pressure", 3.3989309e-5],
    ["2.541746471 D", "dipole", 1],
    ["2 GiB", "memory", 2 ** 31],
    [" .5  bohr ", "length", 0.5],
  ] as const)("%s", (text, dimension, expected) => {
    expect(parseQuantity(text, dimension) / expected).toBeCloseTo(1, 6);
  });

  test.each([
    ["0.5", "time", "QMMM_UNIT_MISSING"],
    [0.5, "time", "QMMM_UNIT_MISSING"],
    ["0.5 kcal/mol", "time", "QMMM_UNIT_UNKNOWN"],
    ["1 toString", "length", "QMMM_UNIT_UNKNOWN"],
    ["fast", "time", "QMMM_QUANTITY_MALFORMED"],
    ["1,5 fs", "time", "QMMM_UNIT_UNKNOWN"],
    ["", "time", "QMMM_QUANTITY_MALFORMED"],
  ] as const)("refuses %s", (text, dimension, code) => {
    expect(() => parseQuantity(text, dimension)).toThrow(expect.objectContaining({ code }));
  });

  test("every unit goes there and back", () => {
    for (const [dimension, units] of Object.entries(UNITS)) {
      for (const unit of Object.keys(units)) {
        const there = toAtomic(3.7, dimension as keyof typeof UNITS, unit);
        expect(fromAtomic(there, dimension as keyof typeof UNITS, unit)).toBeCloseTo(3.7, 12);
      }
    }
  });

  test("an unknown unit names those that are known", () => {
    expect(() => unitFactor("length", "mile")).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ allowed: expect.arrayContaining(["Å", "nm"]) }) }),
    );
  });
});

describe("quantity", () => {
  const schema = z.strictObject({ timestep: quantity("time", { above: 0 }) });

  test("gives atomic units", () => {
    expect(schema.parse({ timestep: "1 fs" }).timestep).toBeCloseTo(41.341373336, 8);
  });

  test.each([
    ["0 fs", "QMMM_QUANTITY_RANGE"],
    ["-1 fs", "QMMM_QUANTITY_RANGE"],
    ["1 Å", "QMMM_UNIT_UNKNOWN"],
    [1, "QMMM_UNIT_MISSING"],
  ])("refuses %s", (timestep, code) => {
    const result = schema.safeParse({ timestep });
    expect(result.error?.issues[0]).toMatchObject({ path: ["timestep"], params: { qmmm: code } });
  });
});
