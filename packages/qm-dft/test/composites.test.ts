import { readFileSync } from "node:fs";
import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { Counterpoise } from "../src/counterpoise/counterpoise.js";
import { slaterOverlap } from "../src/counterpoise/slater-overlap.js";
import { deviation, withEngine } from "./dft-engine.js";
import { moleculeOf, type ReferenceCase } from "./references.js";

interface CorrectionCase extends Omit<ReferenceCase, "energy" | "functional" | "level"> {
  readonly counterpoise: number;
  readonly counterpoiseGradient: readonly number[];
  readonly dispersion: number;
}

interface Composites {
  readonly source: string;
  readonly energies: readonly ReferenceCase[];
  readonly corrections: readonly CorrectionCase[];
}

const LONG = process.env.QMMM_LONG === "1";

/** What validation/dft_composites.py wrote. */
const COMPOSITES: Composites = JSON.parse(
  readFileSync(new URL("./fixtures/dft-composites.json", import.meta.url), "utf8"),
);

describe(`r2SCAN-3c against ${COMPOSITES.source}`, () => {
  test.each(COMPOSITES.corrections)("$molecule: counterpoise energy and forces", (one) => {
    const counterpoise = new Counterpoise(Uint8Array.from(one.elements));
    const { energy, forces } = counterpoise.evaluate(Float64Array.from(one.nuclei), true);
    const expected = one.counterpoiseGradient.map((slope) => -slope);
    expect(Math.abs(energy - one.counterpoise)).toBeLessThan(1e-9);
    expect(deviation(forces, expected)).toBeLessThan(1e-8);
  });

  test.each(COMPOSITES.energies.filter(({ molecule }) => LONG || molecule === "H2O"))(
    "$molecule: energy and dispersion",
    async ({ level, nuclei, energy, ...one }) => {
      await withEngine(moleculeOf(one), { functional: "r2SCAN-3c", grid: level }, async (engine) => {
        const solution = await engine.solve(Float64Array.from(nuclei), NO_FIELD, {});
        const { counterpoise, dispersion } = solution.terms;
        const alone = COMPOSITES.corrections.find(({ molecule }) => molecule === one.molecule);
        expect(Math.abs(solution.energy - counterpoise! - dispersion! - energy)).toBeLessThan(1e-8);
        if (alone !== undefined) expect(Math.abs(dispersion! - alone.dispersion)).toBeLessThan(1e-9);
      });
    },
  );
});

test("the overlap of equal 1s Slater functions is e^-x (1 + x + x²/3)", () => {
  const function1s = { shell: 1, exponent: 1.2 };
  for (const distance of [0.01, 0.8, 2.5, 20]) {
    const x = 1.2 * distance;
    const expected = Math.exp(-x) * (1 + x + (x * x) / 3);
    expect(Math.abs(slaterOverlap(function1s, function1s, distance).value / expected - 1)).toBeLessThan(1e-12);
  }
});

test.each([
  [1, 1.2, 2, 2.1],
  [3, 1.9, 2, 2.3],
  [3, 0.9, 3, 2.7],
])("the overlap of Slater functions %s, %s and %s, %s: its slope, and the same from the other side", (n, za, m, zb) => {
  const a = { shell: n, exponent: za };
  const b = { shell: m, exponent: zb };
  for (const distance of [0.8, 2.5, 6]) {
    const { value, slope } = slaterOverlap(a, b, distance);
    const h = 1e-4;
    const numerical = (slaterOverlap(a, b, distance + h).value - slaterOverlap(a, b, distance - h).value) / (2 * h);
    expect(slope).toBeCloseTo(numerical, 7);
    expect(slaterOverlap(b, a, distance).value).toBeCloseTo(value, 12);
  }
  expect(slaterOverlap(a, a, 1e-3).value).toBeCloseTo(1, 5);
});

test("a composite method has its own basis set and dispersion, and no other", async () => {
  const water = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
  const opening = (options: object) => withEngine(water, options, async () => undefined);
  const refusal = (code: string) => ({ code });
  await expect(opening({ functional: "r2SCAN-3c", basis: "def2-SVP" })).rejects.toMatchObject(
    refusal("QMMM_DFT_BASIS"),
  );
  await expect(opening({ functional: "PBE" })).rejects.toMatchObject(refusal("QMMM_DFT_BASIS"));
  await expect(opening({ functional: "r2SCAN-3c", dispersion: "d4" })).rejects.toMatchObject(
    refusal("QMMM_DISPERSION_FUNCTIONAL"),
  );
  await opening({ functional: "r2SCAN-3c", basis: "def2-mTZVPP" });
});
