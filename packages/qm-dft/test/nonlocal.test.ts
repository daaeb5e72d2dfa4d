import type { ExternalField } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { nonlocalGradient, nonlocalSums } from "../src/nonlocal/pair-sums.js";
import { withEngine } from "./dft-engine.js";
import { checkNonlocal } from "./property-checks.js";
import { PROPERTY_REFERENCES } from "./property-references.js";

const LONG = process.env.QMMM_LONG === "1";
const OH = { elements: Uint8Array.of(8, 1), charge: 0, multiplicity: 2 };
const OH_NUCLEI = Float64Array.of(0, 0, 0, 0.1, 0.2, 1.82);
const FIELD: ExternalField = { sites: Float64Array.of(0.5, 1, -5), charges: Float64Array.of(-0.8) };

describe("pairs of points", () => {
  const count = 4;
  const points = {
    count,
    positions: Float64Array.of(0, 1, -0.4, 2, 0.3, 0, 0.8, -1, 0, 0.2, 0.9, 0.5),
    electrons: Float64Array.of(0.4, 0.2, 1.1, 0.7),
    omega: Float64Array.of(0.9, 1.4, 0.3, 0.6),
    kappa: Float64Array.of(2.1, 1.2, 3, 0.8),
  };

  /** Literally ½ Σ_ij n_i n_j Φ_ij. */
  function energyOf({ positions, electrons, omega, kappa }: typeof points): number {
    let energy = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const square = [0, 1, 2].reduce(
          (sum, k) => sum + (positions[k * count + i]! - positions[k * count + j]!) ** 2,
          0,
        );
        const g = omega[i]! * square + kappa[i]!;
        const h = omega[j]! * square + kappa[j]!;
        energy += 0.5 * electrons[i]! * electrons[j]! * (-1.5 / (g * h * (g + h)));
      }
    }
    return energy;
  }

  const slope = (name: "positions" | "electrons" | "omega" | "kappa", at: number): number => {
    const moved = (step: number) =>
      energyOf({ ...points, [name]: points[name].map((x, i) => (i === at ? x + step : x)) });
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  };

  test("sums are the energy's derivatives", () => {
    const sums = new Float64Array(count);
    const byKappa = new Float64Array(count);
    const byOmega = new Float64Array(count);
    nonlocalSums(sums, byKappa, byOmega, points);
    points.electrons.forEach((n, i) => {
      expect(sums[i]).toBeCloseTo(slope("electrons", i), 8);
      expect(n * byKappa[i]!).toBeCloseTo(slope("kappa", i), 8);
      expect(n * byOmega[i]!).toBeCloseTo(slope("omega", i), 8);
    });
  });

  test("so are the gradients", () => {
    const gradient = new Float64Array(3 * count);
    nonlocalGradient(gradient, points);
    gradient.forEach((value, k) => {
      expect(value).toBeCloseTo(slope("positions", k), 8);
    });
  });
});

test.each(PROPERTY_REFERENCES.nonlocal.filter(({ molecule }) => molecule === "OH-" || molecule === "HCl"))(
  "$molecule $functional with nonlocal correlation: the energy is PySCF's",
  checkNonlocal,
);

/** Few points: only with the derivatives of weights and positions of points do they agree. */
test.each([...(LONG ? [["wB97X-V", "none", 5] as const] : []), ["BLYP", "nl", 1] as const])(
  "%s: the force is minus the central difference of the energy",
  async (functional, dispersion, i) => {
    const scf = { gradientTolerance: "1e-9 Eh" };
    const options = { functional, dispersion, basis: "STO-3G", grid: 0, nonlocalGrid: 0, scf };
    await withEngine(OH, options, async (engine) => {
      const { forces, fieldForces } = await engine.solve(OH_NUCLEI, FIELD, { forces: true, fieldForces: true });
      const at = async (step: number): Promise<number> => {
        const moved = OH_NUCLEI.slice();
        moved[i]! += step;
        return (await engine.solve(moved, FIELD, {})).energy;
      };
      const h = 1e-3;
      const numerical = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
      expect(Math.abs(forces![i]! + numerical)).toBeLessThan(1e-7);
      for (let k = 0; k < 3; k++) expect(Math.abs(forces![k]! + forces![k + 3]! + fieldForces![k]!)).toBeLessThan(1e-8);
    });
  },
);

test("nonlocal correlation is refused where nobody has fitted it", async () => {
  const options = { functional: "PBE", basis: "STO-3G", dispersion: "nl" };
  await expect(withEngine(OH, options, async () => undefined)).rejects.toMatchObject({
    code: "QMMM_DISPERSION_FUNCTIONAL",
  });
});
