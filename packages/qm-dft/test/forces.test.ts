import { type ExternalField, NO_FIELD } from "@qmmm/core";
import { expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const WATER_NUCLEI = Float64Array.of(0.02, -0.03, 0.01, 0, 1.43, 1.11, 0.05, -1.47, 1.08);
const OH = { elements: Uint8Array.of(8, 1), charge: 0, multiplicity: 2 };
const OH_NUCLEI = Float64Array.of(0, 0, 0, 0.1, 0.2, 1.82);
const FIELD: ExternalField = {
  sites: Float64Array.of(0.5, 1, -5, -3, 4, 3),
  charges: Float64Array.of(-0.8, 0.5),
  widths: Float64Array.of(0, 0.7),
};

/** Forces with few points: only with the derivatives of the weights do they agree. */
test.each([
  ["PBE, point and Gaussian charges", "PBE", WATER, WATER_NUCLEI, FIELD, [2, 4]],
  ["r2SCAN", "r2SCAN", WATER, WATER_NUCLEI, NO_FIELD, [3]],
  ["TPSS radical", "TPSS", OH, OH_NUCLEI, NO_FIELD, [5]],
  ["wB97X-D3BJ with its dispersion", "wB97X-D3BJ", OH, OH_NUCLEI, NO_FIELD, [5]],
  ["wB97X-D with the dispersion that belongs to it", "wB97X-D", OH, OH_NUCLEI, NO_FIELD, [5]],
  ["SVWN5, uniform field", "SVWN5", WATER, WATER_NUCLEI, { ...NO_FIELD, uniform: [0.01, 0, 0.02] as const }, [2]],
] as const)(
  "%s: the force is minus the central difference of the energy",
  async (_, functional, molecule, nuclei, field, coordinates) => {
    const dispersion = functional === "wB97X-D3BJ" ? "d3bj" : "none";
    const options = { functional, basis: "STO-3G", grid: 0, dispersion, scf: { gradientTolerance: "1e-9 Eh" } };
    await withEngine(molecule, options, async (engine) => {
      const { forces, terms } = await engine.solve(nuclei, field, { forces: true });
      expect("dispersion" in terms).toBe(functional.startsWith("wB97X"));
      for (const i of coordinates) {
        const at = async (step: number): Promise<number> => {
          const moved = nuclei.slice();
          moved[i]! += step;
          return (await engine.solve(moved, field, {})).energy;
        };
        const h = 1e-3;
        const numerical = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
        expect(Math.abs(forces![i]! + numerical)).toBeLessThan(1e-7);
      }
    });
  },
);
