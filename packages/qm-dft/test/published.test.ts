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

// PySCF's own test takes radii of one scale for all elements, and shorter digits of the basis: 2e-5 and 5e-8 Eh.
test.each([
  ["SVWN-RPA", 0, -76.01332896764],
  ["B3LYP", 0, -76.38494451474],
  ["SVWN5", 1, -75.35101073164],
] as const)(
  "%s/6-31G, charge %s, 50 radii and 194 directions pruned as by Treutler and Ahlrichs: PySCF 2.14",
  async (functional, charge, expected) => {
    const nuclei = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);
    const grid = { radial: 50, angular: 194, pruning: "treutler" };
    const molecule = { ...WATER, charge, multiplicity: 1 + charge };
    await withEngine(molecule, { functional, basis: "6-31G", grid }, async (engine) => {
      const { energy } = await engine.solve(nuclei, NO_FIELD, {});
      expect(Math.abs(energy - expected)).toBeLessThan(1e-9);
    });
  },
);
