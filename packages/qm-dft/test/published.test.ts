import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);

describe("water with a large grid, against Psi4 with 200 radii and 974 directions", () => {
  test.each([["PBE", "6-31G*", -76.32185806]] as const)("%s/%s", async (functional, basis, expected) => {
    await withEngine(WATER, { functional, basis, grid: 5 }, async (engine) => {
      const { energy } = await engine.solve(NUCLEI, NO_FIELD, {});
      expect(Math.abs(energy - expected)).toBeLessThan(1e-6);
    });
  });
});
