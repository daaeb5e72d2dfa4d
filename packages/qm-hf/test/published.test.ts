import { existsSync, readFileSync } from "node:fs";
import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { withEngine } from "./hf-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };

test.each([
  ["STO-3G", -74.963063131],
  ["3-21G", -75.585401369],
  ["6-31G", -75.98394849812],
  ["6-31G*", -76.010496169],
  ["cc-pVDZ", -76.0267656731],
  ["def2-SVP", -75.960975167],
  ["def2-TZVP", -76.058990706],
])("water, RHF/%s: published energies of PySCF and Psi4", async (basis, expected) => {
  const nuclei = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);
  const energy = await withEngine(
    WATER,
    { basis },
    async (engine) => (await engine.solve(nuclei, NO_FIELD, {})).energy,
  );
  // Exponents of the older sets differ between programs in their last printed digit.
  expect(Math.abs(energy - expected)).toBeLessThan(basis.startsWith("cc") || basis.startsWith("def2") ? 2e-9 : 3e-8);
});

test.each([
  ["def2-SVP", -75.960919274],
  ["def2-TZVP", -76.058985276],
])("water, RHF/%s fitted with def2-universal-jkfit: Psi4's energies", async (basis, expected) => {
  const nuclei = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);
  const energy = await withEngine(
    WATER,
    { basis, densityFitting: "rijk" },
    async (engine) => (await engine.solve(nuclei, NO_FIELD, {})).energy,
  );
  expect(Math.abs(energy - expected)).toBeLessThan(2e-9);
});

test("a fitting set without fitting is a mistake", async () => {
  const options = { basis: "def2-SVP", auxiliaryBasis: "def2-universal-jfit" };
  await expect(withEngine(WATER, options, async () => {})).rejects.toMatchObject({ code: "QMMM_SCF_FITTING" });
});

describe("PySCF's test of gradients with charges (qmmm/test/test_grad_mm.py)", () => {
  const BOHR = 0.52917721092;
  const nuclei = Float64Array.of(-1.464, 0.099, 0.3, -1.956, 0.624, -0.34, -1.797, -0.799, 0.206).map((x) => x / BOHR);
  const sites = Float64Array.of(1.369, 0.146, -0.395, 1.894, 0.486, 0.335, 0.451, 0.165, -0.083).map((x) => x / BOHR);
  const charges = Float64Array.of(-1.04, 0.52, 0.52);

  test("point charges", async () => {
    await withEngine(WATER, { basis: "6-31G" }, async (engine) => {
      const { energy, forces, fieldForces } = await engine.solve(
        nuclei,
        { sites, charges },
        { forces: true, fieldForces: true },
      );
      expect(Math.abs(energy - -76.00057498193)).toBeLessThan(3e-8);
      expect(Math.abs(Math.hypot(...forces!) - 0.030903934)).toBeLessThan(3e-7);
      expect(fieldForces).toHaveLength(9);
    });
  });

  test("Gaussian charges", async () => {
    const widths = Float64Array.of(6.3, 0.32, 0.32).map((x) => x / BOHR);
    await withEngine(WATER, { basis: "6-31G" }, async (engine) => {
      const { energy } = await engine.solve(nuclei, { sites, charges, widths }, {});
      expect(Math.abs(energy - -76.02861628942)).toBeLessThan(3e-8);
    });
  });

  test("6-31G*", async () => {
    await withEngine(WATER, { basis: "6-31G*" }, async (engine) => {
      const { energy } = await engine.solve(nuclei, { sites, charges }, {});
      expect(Math.abs(energy - -76.0245248715)).toBeLessThan(3e-8);
    });
  });
});

const EXTERN1 = new URL("../../../../shared/data/psi4-refs/extern1/", import.meta.url);

describe.skipIf(!existsSync(EXTERN1))("Psi4's test extern1: water in TIP3P charges", () => {
  test("RHF/6-31G* with exact integrals", async () => {
    const text = readFileSync(new URL("output.ref", EXTERN1), "utf8");
    const atoms = [...text.matchAll(/^\s+[OH]((?:\s+-?\d+\.\d+){3})\s*$/gm)].slice(0, 3);
    // Both in Å, whatever the output's heading says of the charges.
    const BOHR = 0.52917720859;
    const nuclei = Float64Array.from(
      atoms.flatMap(([, xyz]) => xyz!.trim().split(/\s+/)),
      (x) => Number(x) / BOHR,
    );
    const rows = [...text.matchAll(/addCharge\(([^)]*)\)/g)].map(([, row]) => row!.split(",").map(Number));
    const sites = Float64Array.from(
      rows.flatMap(([, ...xyz]) => xyz),
      (x) => x / BOHR,
    );
    const charges = Float64Array.from(rows, ([q]) => q!);
    await withEngine(WATER, { basis: "6-31G*" }, async (engine) => {
      const { energy } = await engine.solve(nuclei, { sites, charges }, {});
      expect(Math.abs(energy - -76.019436869)).toBeLessThan(3e-7);
    });
  });
});
