import { strained } from "@qmmm/core";
import { D3Dispersion, D4Dispersion, type DispersionCutoffs, functionalParameters } from "@qmmm/dispersion";
import { describe, expect, test } from "vitest";
import { type CellCase, cells, deviation } from "./fixtures.js";

const geometryOf = (one: CellCase) => ({
  positions: Float64Array.from(one.positions),
  cell: { vectors: Float64Array.from(one.cell) },
});

describe.each(cells())("the cell of $name against the programs of the authors", (one) => {
  test.each(one.results)("cutoffs $twoBody and $threeBody a0, width $width a0, triples: $atm", async (reference) => {
    const { twoBody, threeBody, width } = reference;
    const cutoffs: DispersionCutoffs = { twoBody, threeBody, width, coordinationWidth: 0 };
    const s9 = reference.atm ? 1 : 0;
    const d3 = await D3Dispersion.load(one.elements, { ...functionalParameters("d3", "PBE"), s9 }, cutoffs);
    const three = d3.evaluate(geometryOf(one), true);
    expect(Math.abs(three.twoBody + three.threeBody - reference.d3.energy)).toBeLessThan(1e-13);
    expect(deviation(three.forces!, reference.d3.gradient, -1)).toBeLessThan(1e-13);
    expect(deviation(three.virial!, reference.d3.virial, -1)).toBeLessThan(1e-13);
    // The program truncates its Ewald sum: its charges are good to 3e-7 e.
    const d4 = await D4Dispersion.load(one.elements, { ...functionalParameters("d4", "PBE"), s9 }, { cutoffs });
    const four = d4.evaluate(geometryOf(one), 0, true);
    expect(deviation(d4.charges(geometryOf(one), 0), one.charges)).toBeLessThan(5e-7);
    expect(Math.abs(four.twoBody + four.threeBody - reference.d4.energy)).toBeLessThan(1e-9);
    expect(deviation(four.forces!, reference.d4.gradient, -1)).toBeLessThan(1e-9);
    expect(deviation(four.virial!, reference.d4.virial, -1)).toBeLessThan(5e-9);
  });
});

describe("charges in cells", () => {
  const one = cells().find(({ name }) => name === "skewed")!;

  test.each([0, 1])(
    "two cells side by side have the charges and twice the energy of one, charge %d each",
    async (charge) => {
      const geometry = geometryOf(one);
      const vectors = geometry.cell.vectors.slice();
      const along = vectors.slice(3, 6);
      for (let k = 0; k < 3; k++) vectors[3 + k]! *= 2;
      const shifted = geometry.positions.map((x, k) => x + along[k % 3]!);
      const double = { positions: Float64Array.of(...geometry.positions, ...shifted), cell: { vectors } };
      const parameters = { ...functionalParameters("d4", "PBE"), s9: 0 };
      const single = await D4Dispersion.load(one.elements, parameters);
      const pair = await D4Dispersion.load([...one.elements, ...one.elements], parameters);
      const charges = single.charges(geometry, charge);
      expect(deviation(pair.charges(double, 2 * charge), [...charges, ...charges])).toBeLessThan(1e-12);
      const energy = single.evaluate(geometry, charge, false).twoBody;
      expect(pair.evaluate(double, 2 * charge, false).twoBody).toBeCloseTo(2 * energy, 13);
    },
  );

  test("a large cell has the charges of open space", async () => {
    const elements = one.elements;
    const positions = geometryOf(one).positions;
    // The first atom back beside its molecule.
    for (let k = 0; k < 3; k++) positions[k]! -= 2 * one.cell[k]! - one.cell[6 + k]!;
    const d4 = await D4Dispersion.load(elements, functionalParameters("d4", "PBE"));
    const open = d4.charges({ positions }, 0);
    const size = (edge: number) => ({
      positions,
      cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
    });
    const near = deviation(d4.charges(size(60), 0), open);
    const far = deviation(d4.charges(size(120), 0), open);
    expect(far).toBeLessThan(1e-4);
    // Images of a dipole act with 1/V.
    expect(near / far).toBeGreaterThan(6);
    expect(near / far).toBeLessThan(10);
  });
});

test("where an atom sits among its images does not matter, nor in which of many bases the lattice is given", async () => {
  const one = cells().find(({ name }) => name === "skewed")!;
  const geometry = geometryOf(one);
  const d4 = await D4Dispersion.load(one.elements, functionalParameters("d4", "PBE"), {
    cutoffs: { twoBody: 25, threeBody: 12, width: 5 },
  });
  const before = d4.evaluate(geometry, 0, true);
  const positions = geometry.positions.slice();
  for (let k = 0; k < 3; k++) positions[15 + k]! += 3 * one.cell[k]! - 2 * one.cell[3 + k]!;
  const vectors = geometry.cell.vectors.slice();
  for (let k = 0; k < 3; k++) vectors[6 + k]! += vectors[k]! - 2 * vectors[3 + k]!;
  const after = d4.evaluate({ positions, cell: { vectors } }, 0, true);
  expect(Math.abs(after.twoBody - before.twoBody)).toBeLessThan(1e-15);
  expect(Math.abs(after.threeBody - before.threeBody)).toBeLessThan(1e-15);
  expect(deviation(after.forces!, before.forces!)).toBeLessThan(1e-14);
  expect(deviation(after.virial!, before.virial!)).toBeLessThan(1e-13);
});

test("without a width the virial is not that of the truncated energy; with one it is", async () => {
  const one = cells().find(({ name }) => name === "argon")!;
  const geometry = geometryOf(one);
  const error = async (width: number): Promise<number> => {
    const cutoffs = { twoBody: 30, width };
    const d3 = await D3Dispersion.load(one.elements, functionalParameters("d3", "PBE"), cutoffs);
    const h = 5e-4;
    const energy = (e: number) => d3.evaluate(strained(geometry, [e, 0, 0, 0, e, 0, 0, 0, e]), false).twoBody;
    const numerical = -(8 * (energy(h) - energy(-h)) - (energy(2 * h) - energy(-2 * h))) / (12 * h);
    const { virial } = d3.evaluate(geometry, true);
    return Math.abs(virial![0]! + virial![4]! + virial![8]! - numerical);
  };
  expect(await error(10)).toBeLessThan(1e-8);
  expect(await error(0)).toBeGreaterThan(1e-5);
});
