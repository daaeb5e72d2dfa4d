import { createDispersion, D4Dispersion, functionalParameters } from "@qmmm/dispersion";
import { describe, expect, test } from "vitest";
import { deviation, molecules } from "./fixtures.js";

/** Eh, Eh/a0: what rounding leaves. D4's reference data differ in the last digit from the program's for two elements. */
const TOLERANCE = { d3: 1e-12, d4: 1e-9 };

const all = molecules();

test("the fixtures cover the elements, charges and functionals that they should", () => {
  expect(all.length).toBeGreaterThanOrEqual(20);
  const elements = new Set(all.flatMap((molecule) => molecule.elements));
  for (let z = 1; z <= 103; z++) expect(elements.has(z), `Z = ${z}`).toBe(true);
  expect(new Set(all.map((molecule) => molecule.charge)).size).toBeGreaterThan(4);
});

describe.each(["d3", "d4"] as const)("%s against the program of its authors", (model) => {
  test.each(all.filter((molecule) => molecule[model] !== null))("$name", async (molecule) => {
    const { elements, charge } = molecule;
    const positions = Float64Array.from(molecule.positions);
    for (const [functional, energies] of Object.entries(molecule.energies)) {
      const [pairs, all] = energies[model]!;
      const potential = await createDispersion({ model, elements, functional, threeBody: true, charge });
      const { energy, terms } = await potential.evaluate({ positions }, {});
      expect(Math.abs(energy - all!), functional).toBeLessThan(TOLERANCE[model]);
      expect(Math.abs(terms["dispersion:two-body"]! - pairs!), functional).toBeLessThan(TOLERANCE[model]);
    }
    const pairwise = await createDispersion({ model, elements, functional: "PBE", threeBody: false, charge });
    const { energy, terms } = await pairwise.evaluate({ positions }, {});
    expect(Math.abs(energy - molecule.energies.pbe![model]![0]!)).toBeLessThan(TOLERANCE[model]);
    expect(terms["dispersion:three-body"]).toBe(0);
    const potential = await createDispersion({ model, elements, functional: "B3LYP", threeBody: true, charge });
    const { forces, virial } = await potential.evaluate({ positions }, { forces: true, virial: true });
    expect(deviation(forces!, molecule[model]!.gradient, -1)).toBeLessThan(TOLERANCE[model]);
    expect(deviation(virial!, molecule[model]!.virial, -1)).toBeLessThan(TOLERANCE[model]);
  });
});

describe("properties of D4 against the program of its authors", () => {
  test.each(all)("$name", async (molecule) => {
    const geometry = { positions: Float64Array.from(molecule.positions) };
    const d4 = await D4Dispersion.load(molecule.elements, functionalParameters("d4", "PBE"));
    const charges = d4.charges(geometry, molecule.charge);
    const here = d4.at(geometry);
    expect(deviation(charges, molecule.charges)).toBeLessThan(1e-11);
    expect(deviation(here.coordinationNumbers, molecule.coordinationNumbers)).toBeLessThan(1e-12);
    expect(deviation(here.polarisabilities(charges), molecule.polarisabilities)).toBeLessThan(1e-6);
    expect(charges.reduce((sum, q) => sum + q, 0)).toBeCloseTo(molecule.charge, 12);
  });
});
