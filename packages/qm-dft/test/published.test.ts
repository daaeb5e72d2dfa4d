import { expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };

test("B3LYP/6-31G* in the charges of PySCF's test of gradients, as published", async () => {
  const BOHR = 0.52917721092;
  const nuclei = Float64Array.of(-1.464, 0.099, 0.3, -1.956, 0.624, -0.34, -1.797, -0.799, 0.206).map((x) => x / BOHR);
  const sites = Float64Array.of(1.369, 0.146, -0.395, 1.894, 0.486, 0.335, 0.451, 0.165, -0.083).map((x) => x / BOHR);
  const charges = Float64Array.of(-1.04, 0.52, 0.52);
  await withEngine(WATER, { functional: "B3LYP", basis: "6-31G*", grid: 3 }, async (engine) => {
    const { energy } = await engine.solve(nuclei, { sites, charges }, {});
    expect(Math.abs(energy - -76.4224082635)).toBeLessThan(1e-6);
  });
});
