import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { deviation, withEngine } from "./dft-engine.js";
import { moleculeOf, optionsOf, REFERENCES, type ReferenceCase, withoutDispersion } from "./references.js";

/** The quick part of the table; all of it is in references.long.test.ts. */
const QUICK = new Set([
  ...["SVWN-RPA", "SVWN5", "PBE", "revPBE", "BLYP", "BP86", "TPSS", "r2SCAN"].map((name) => `LiH ${name}`),
  ...["B3LYP", "B3LYP5", "PBE0", "CAM-B3LYP", "wB97X-D", "wB97X-D3BJ"].map((name) => `HF ${name}`),
  ...["OH- PBE", "OH PBE"],
]);

const label = ({ molecule, functional }: ReferenceCase): string => `${molecule} ${functional}`;

describe(`with the same grid, against ${REFERENCES.source}`, () => {
  const cases = REFERENCES.energies.filter((one) => QUICK.has(label(one)));
  test("the quick cases are in the table", () => expect(cases).toHaveLength(QUICK.size));

  test.each(cases.map((one) => [label(one), one] as const))("energy of %s", (_, one) =>
    withEngine(moleculeOf(one), optionsOf(one), async (engine) => {
      const solution = await engine.solve(Float64Array.from(one.nuclei), NO_FIELD, {});
      expect(Math.abs(withoutDispersion(solution) - one.energy)).toBeLessThan(2e-9);
    }),
  );

  test.each(REFERENCES.fields.map((one) => [label(one), one] as const))(
    "forces on nuclei and charges of %s in sixty charges, which add up to zero",
    (_, one) =>
      withEngine(moleculeOf(one), optionsOf(one), async (engine) => {
        const field = { sites: Float64Array.from(one.sites), charges: Float64Array.from(one.charges) };
        const { energy, forces, fieldForces } = await engine.solve(Float64Array.from(one.nuclei), field, {
          forces: true,
          fieldForces: true,
        });
        expect(Math.abs(energy - one.energy)).toBeLessThan(2e-9);
        const gradient = (values: Float64Array | undefined): Float64Array | undefined => values?.map((value) => -value);
        expect(deviation(gradient(forces), one.gradient)).toBeLessThan(5e-7);
        expect(deviation(gradient(fieldForces), one.fieldGradient)).toBeLessThan(5e-7);
        const net = [0, 0, 0];
        for (const values of [forces!, fieldForces!]) {
          values.forEach((value, i) => {
            net[i % 3]! += value;
          });
        }
        expect(Math.hypot(...net)).toBeLessThan(1e-8);
      }),
  );
});
