import { atomicNumber, COVALENT_RADII_ANGSTROM, ELEMENT_SYMBOLS, STANDARD_WEIGHTS } from "@qmmm/core";
import { describe, expect, test } from "vitest";

describe("elements", () => {
  test.each([
    ["H", 1, 1.008, 0.31],
    ["C", 6, 12.011, 0.76],
    ["N", 7, 14.007, 0.71],
    ["O", 8, 15.999, 0.66],
    ["Na", 11, 22.99, 1.66],
    ["Si", 14, 28.085, 1.11],
    ["S", 16, 32.06, 1.05],
    ["Cl", 17, 35.45, 1.02],
    ["Fe", 26, 55.845, 1.32],
    ["Zn", 30, 65.38, 1.22],
    ["Kr", 36, 83.798, 1.16],
    ["I", 53, 126.9, 1.39],
    ["Ce", 58, 140.12, 2.04],
    ["Lu", 71, 174.97, 1.87],
    ["Au", 79, 196.97, 1.36],
    ["Rn", 86, 222, 1.5],
  ])("%s", (symbol, z, weight, radius) => {
    expect(ELEMENT_SYMBOLS[z]).toBe(symbol);
    expect(atomicNumber(symbol)).toBe(z);
    expect(atomicNumber(` ${symbol.toUpperCase()} `)).toBe(z);
    expect(STANDARD_WEIGHTS[z]).toBe(weight);
    expect(COVALENT_RADII_ANGSTROM[z]).toBe(radius);
  });

  test("the tables have the same length, and a site without a nucleus at 0", () => {
    expect(ELEMENT_SYMBOLS).toHaveLength(87);
    expect(STANDARD_WEIGHTS).toHaveLength(87);
    expect(COVALENT_RADII_ANGSTROM).toHaveLength(87);
    expect([ELEMENT_SYMBOLS[0], STANDARD_WEIGHTS[0], COVALENT_RADII_ANGSTROM[0]]).toEqual(["X", 0, 0]);
  });

  test("weights grow with the atomic number, but for the known inversions", () => {
    const inversions = Array.from({ length: 85 }, (_, k) => k + 1).filter(
      (z) => STANDARD_WEIGHTS[z + 1]! < STANDARD_WEIGHTS[z]!,
    );
    expect(inversions.map((z) => ELEMENT_SYMBOLS[z])).toEqual(["Ar", "Co", "Te"]);
  });

  test("what is no element", () => {
    expect(atomicNumber("Xx")).toBeUndefined();
    expect(atomicNumber("")).toBeUndefined();
  });
});
