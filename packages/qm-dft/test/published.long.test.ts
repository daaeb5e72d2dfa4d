import { existsSync, readFileSync } from "node:fs";
import { atomicNumber, type ExternalField, NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);

describe("water with a large grid, against Psi4 with 200 radii and 974 directions", () => {
  test.each([
    ["PBE", "6-31G*", -76.32185806],
    ["BLYP", "6-31G*", -76.38770302],
    ["B3LYP", "6-31G*", -76.40873785],
    ["B3LYP5", "6-31G*", -76.37160228],
    ["PBE0", "6-31G*", -76.32558594],
    ["wB97X-D", "6-31G*", -76.3870206],
    ["PBE", "def2-SVP", -76.27201435],
    ["PBE", "def2-TZVP", -76.37644953],
    ["BLYP", "def2-SVP", -76.336518],
    ["BLYP", "def2-TZVP", -76.44493339],
    ["B3LYP", "def2-SVP", -76.35814929],
    ["B3LYP", "def2-TZVP", -76.46292759],
    ["B3LYP5", "def2-SVP", -76.32100034],
    ["B3LYP5", "def2-TZVP", -76.42584355],
    ["PBE0", "def2-SVP", -76.27627004],
    ["PBE0", "def2-TZVP", -76.3773134],
    ["wB97X-D", "def2-SVP", -76.33696353],
    ["wB97X-D", "def2-TZVP", -76.43767226],
  ] as const)("%s/%s", async (functional, basis, expected) => {
    // The steep gradient expansion of wB97X-D is 1.4e-6 Eh from its limit at level 5.
    const grid = functional === "wB97X-D" ? { radial: 200, angular: 974, pruning: "none" } : 5;
    await withEngine(WATER, { functional, basis, grid }, async (engine) => {
      const { energy } = await engine.solve(NUCLEI, NO_FIELD, {});
      console.log(functional, basis, Math.abs(energy - expected).toExponential(1));
      expect(Math.abs(energy - expected)).toBeLessThan(2e-7);
    });
  });
});

const DATA = new URL("../../../../shared/data/", import.meta.url);
const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));

/** Elements, positions and charges of an input of QUICK; Å with QUICK's constant. */
function quickInput(file: URL): { elements: Uint8Array; nuclei: Float64Array; field: ExternalField } {
  const BOHR = 0.529177249;
  const [, atoms, charges] = readFileSync(file, "utf8").split(/\n\s*\n/);
  const own = rowsOf(atoms!);
  const others = rowsOf(charges!);
  return {
    elements: Uint8Array.from(own, ([symbol]) => atomicNumber(symbol!)!),
    nuclei: Float64Array.from(own.flatMap(([, ...xyz]) => xyz.map((x) => Number(x) / BOHR))),
    field: {
      sites: Float64Array.from(others.flatMap((row) => row.slice(0, 3).map((x) => Number(x) / BOHR))),
      charges: Float64Array.from(others, (row) => Number(row[3])),
    },
  };
}

const QUICK = new URL("quick-extcharges/", DATA);

describe.skipIf(!existsSync(QUICK))(
  "QUICK's molecules in charges, SG-1 with the weights of Stratmann, Scuseria and Frisch",
  () => {
    // Grids have as many points as QUICK's, which then drops points and functions below 1e-6: of naip's 147,544 points
    // 93,143 are left, and its electrons there differ by 1.5e-5.
    test.each([
      ["grad_wat_b3lyp_ccpvdz.in", "B3LYP", "cc-pVDZ", 0, -76.4080248, 1e-7],
      ["grad_daspi_meoh_b3lyp_sto3g.in", "B3LYP", "STO-3G", 1, -721.445340819, 1e-6],
      ["grad_naip_meoh_libxc_pbeh_sto3g.in", "PBE0", "STO-3G", 1, -815.64175321, 1e-5],
      ["grad_hbdi_meoh_libxc_blyp_sto3g.in", "BLYP", "STO-3G", -1, -776.192212203, 3e-6],
    ] as const)("%s", async (file, functional, basis, charge, expected, tolerance) => {
      const { elements, nuclei, field } = quickInput(new URL(file, QUICK));
      await withEngine(
        { elements, charge, multiplicity: 1 },
        { functional, basis, functions: "cartesian", grid: "SG-1/SSF" },
        async (engine) => {
          const start = performance.now();
          const { energy, forces, fieldForces } = await engine.solve(nuclei, field, {
            forces: true,
            fieldForces: true,
          });
          console.log(file, (energy - expected).toExponential(1), ((performance.now() - start) / 1000).toFixed(1), "s");
          for (let axis = 0; axis < 3; axis++) {
            let net = 0;
            for (const values of [forces!, fieldForces!])
              for (let k = axis; k < values.length; k += 3) net += values[k]!;
            expect(Math.abs(net)).toBeLessThan(1e-8);
          }
          expect(Math.abs(energy - expected)).toBeLessThan(tolerance);
        },
      );
    });
  },
);

const ASH = new URL("ash-qmmm/tests/xyzfiles/h2o_MeOH.xyz", DATA);

describe.skipIf(!existsSync(ASH))("ASH's methanol in the charges of one water", () => {
  test("PBE/def2-SVP", async () => {
    const BOHR = 0.52917721092;
    const rows = rowsOf(readFileSync(ASH, "utf8")).slice(2, 11);
    const positions = Float64Array.from(rows.flatMap(([, ...xyz]) => xyz.slice(0, 3).map((x) => Number(x) / BOHR)));
    const elements = Uint8Array.from(rows.slice(3), ([symbol]) => atomicNumber(symbol!)!);
    const field = { sites: positions.slice(0, 9), charges: Float64Array.of(-0.834, 0.417, 0.417) };
    await withEngine(
      { elements, charge: 0, multiplicity: 1 },
      { functional: "PBE", basis: "def2-SVP" },
      async (engine) => {
        const { energy } = await engine.solve(positions.slice(9), field, {});
        console.log("ASH", (energy - -115.4950092).toExponential(1));
        expect(Math.abs(energy - -115.4950092)).toBeLessThan(1e-6);
      },
    );
  });
});
