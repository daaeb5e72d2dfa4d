import { NO_FIELD } from "@qmmm/core";
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

test("B3LYP/3-21G without and with charges of NWChem's test of point charges, as published", async () => {
  const BOHR = 0.529177249;
  const nuclei = Float64Array.of(2.045, 1.011, -1.505, 1.912, 0.062, -1.314, 1.119, 1.318, -1.544).map((x) => x / BOHR);
  const sites = Float64Array.of(2.384, 1.738, 1.38, 2.448, 1.608, 0.416, 1.56, 1.268, 1.608).map((x) => x / BOHR);
  const charges = Float64Array.of(-0.9, 0.45, 0.45);
  // NWChem's own grid, "medium", is made for 1e-6 Eh.
  await withEngine(WATER, { functional: "B3LYP", basis: "3-21G", grid: 4 }, async (engine) => {
    const bare = await engine.solve(nuclei, NO_FIELD, {});
    const embedded = await engine.solve(nuclei, { sites, charges }, {});
    expect(Math.abs(bare.energy - -75.972809078)).toBeLessThan(1e-6);
    expect(Math.abs(embedded.energy - -75.978603518)).toBeLessThan(1e-6);
  });
});
