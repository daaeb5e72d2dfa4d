import { D3Dispersion, D4Dispersion } from "@qmmm/dispersion";
import { describe, expect, test } from "vitest";
import { deviation, xtbMolecules } from "./fixtures.js";

// The parameters of the methods (Grimme, Bannwarth and Shushkov 2017; Bannwarth, Ehlert and Grimme 2019) and tblite's cutoffs.
const GFN1 = { s6: 1, s8: 2.4, a1: 0.63, a2: 5, s9: 0 };
const GFN2 = { s6: 1, s8: 2.7, a1: 0.52, a2: 5, s9: 5 };

describe.each(xtbMolecules())("dispersion of $name in GFN-xTB, against tblite", (molecule) => {
  const { elements } = molecule;
  const geometry = { positions: Float64Array.from(molecule.positions) };

  test("GFN1: D3", async () => {
    const d3 = await D3Dispersion.load(elements, GFN1, { twoBody: 50 });
    expect(Math.abs(d3.evaluate(geometry, false).twoBody - molecule["GFN1-xTB"].twoBody)).toBeLessThan(1e-13);
  });

  test("GFN2: D4 with given charges, and the potential that it makes for them", async () => {
    const options = { referenceCharges: "gfn2", cutoffs: { twoBody: 50, threeBody: 25, coordination: 30 } } as const;
    const d4 = (await D4Dispersion.load(elements, GFN2, options)).at(geometry);
    const charges = Float64Array.from(molecule["GFN2-xTB"].charges);
    const byCharge = new Float64Array(charges.length);
    expect(Math.abs(d4.twoBody(charges, byCharge) - molecule["GFN2-xTB"].twoBody)).toBeLessThan(1e-13);
    expect(Math.abs(d4.threeBody() - molecule["GFN2-xTB"].threeBody)).toBeLessThan(1e-13);
    const h = 1e-3;
    const energy = (atom: number, amount: number): number =>
      d4.twoBody(charges.map((q, i) => q + (i === atom ? amount : 0)));
    const numerical = charges.map(
      (_, i) => (8 * (energy(i, h) - energy(i, -h)) - energy(i, 2 * h) + energy(i, -2 * h)) / (12 * h),
    );
    expect(deviation(byCharge, numerical)).toBeLessThan(1e-11);
    const whole = d4.evaluate(charges);
    expect(deviation(whole.byCharge, byCharge)).toBeLessThan(1e-16);
    expect(whole.twoBody).toBeCloseTo(molecule["GFN2-xTB"].twoBody, 13);
    expect(whole.threeBody).toBeCloseTo(molecule["GFN2-xTB"].threeBody, 13);
  });
});

test("forces at given charges are derivatives at fixed charges", async () => {
  const { elements, positions } = xtbMolecules()[0]!;
  const d4 = await D4Dispersion.load(elements, GFN2, { referenceCharges: "gfn2" });
  const charges = Float64Array.from(elements, (_, i) => 0.2 * Math.sin(3 * i));
  const energy = (k: number, x: number): number => {
    const moved = Float64Array.from(positions, (value, at) => value + (at === k ? x : 0));
    const here = d4.at({ positions: moved });
    return here.twoBody(charges) + here.threeBody();
  };
  const { forces } = d4.at({ positions: Float64Array.from(positions) }).evaluate(charges);
  const h = 5e-3;
  const numerical = positions.map(
    (_, k) => -(8 * (energy(k, h) - energy(k, -h)) - energy(k, 2 * h) + energy(k, -2 * h)) / (12 * h),
  );
  expect(deviation(forces!, numerical)).toBeLessThan(1e-9);
});
