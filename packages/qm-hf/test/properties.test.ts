import { NO_FIELD } from "@qmmm/core";
import { expect, test } from "vitest";
import { deviation, withEngine } from "./hf-engine.js";

/** Reference numbers in this file: PySCF 2.14.0, validation/dft_properties.py, def2-SVP. */
const FORMALDEHYDE = { elements: Uint8Array.of(6, 8, 1, 1), charge: 0, multiplicity: 1 };
const FORMALDEHYDE_NUCLEI = Float64Array.of(0, 0, 0.05, 0.02, 0, 2.31, 0, 1.77, -1.1, 0.04, -1.76, -1.12);
const AMMONIA = { elements: Uint8Array.of(7, 1, 1, 1), charge: 0, multiplicity: 1 };
const AMMONIA_NUCLEI = Float64Array.of(0, 0.02, 0.03, 0, -1.77, -0.72, 1.54, 0.89, -0.7, -1.52, 0.87, -0.74);

test("Hirshfeld and CM5 charges of formaldehyde are those of PySCF's densities", async () => {
  await withEngine(FORMALDEHYDE, { basis: "def2-SVP" }, async (engine) => {
    const hirshfeld = await engine.solve(FORMALDEHYDE_NUCLEI, NO_FIELD, { charges: "hirshfeld" });
    expect(deviation(hirshfeld.charges, [0.1339529117, -0.255238913, 0.0603393315, 0.0609466888])).toBeLessThan(2e-7);
    const cm5 = await engine.solve(FORMALDEHYDE_NUCLEI, NO_FIELD, { charges: "cm5" });
    expect(deviation(cm5.charges, [0.0825603189, -0.3163492396, 0.1167790996, 0.1170098401])).toBeLessThan(2e-7);
  });
});

test("the free energy of ammonia at 40000 K is PySCF's, and orbitals have the occupations that it has", async () => {
  await withEngine(AMMONIA, { basis: "def2-SVP", temperature: "40000 K" }, async (engine) => {
    const { energy, terms, observed, orbitals } = await engine.solve(AMMONIA_NUCLEI, NO_FIELD, { orbitals: true });
    expect(Math.abs(energy - -56.2295340736)).toBeLessThan(1e-8);
    expect(Math.abs(terms.entropy! - -0.305765714)).toBeLessThan(1e-7);
    expect(observed!.zeroTemperatureEnergy).toBeCloseTo(energy - terms.entropy! / 2, 12);
    const [occupations] = orbitals!.occupations;
    expect(occupations!.reduce((sum, n) => sum + n, 0)).toBeCloseTo(10, 9);
    expect(occupations![4]).toBeLessThan(1.99);
    expect(occupations![5]).toBeGreaterThan(0.01);
  });
});

test("density fitting goes with a temperature", async () => {
  const exact = { basis: "STO-3G", temperature: "30000 K" };
  const energyWith = (options: object) =>
    withEngine(AMMONIA, options, async (engine) => (await engine.solve(AMMONIA_NUCLEI, NO_FIELD, {})).energy);
  const [fitted, whole] = [await energyWith({ ...exact, densityFitting: "rijk" }), await energyWith(exact)];
  expect(Math.abs(fitted - whole)).toBeLessThan(2e-3);
  expect(fitted).not.toBe(whole);
});
