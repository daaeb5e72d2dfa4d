import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { deviation, withEngine } from "./dft-engine.js";
import { moleculeOf, optionsOf, REFERENCES, type ReferenceCase, withoutDispersion } from "./references.js";

/** A π electron of these may turn about the axis. */
const DEGENERATE = ["OH", "NO"];
/** What the direction of that electron on a grid of level 1 may lower the energy by, Eh. */
const ORIENTATION = 2e-6;

/** NO turns so freely in a field of BP86 that gradients end above the default tolerance. */
const settingsOf = ({ molecule, functional }: ReferenceCase): object =>
  molecule === "NO" && functional === "BP86" ? { scf: { gradientTolerance: "1e-6 hartree" } } : {};

describe(`every molecule and functional against ${REFERENCES.source}`, () => {
  const largest = new Map<string, number>();
  for (const one of REFERENCES.energies) {
    test(`${one.molecule} ${one.functional}`, async () => {
      await withEngine(moleculeOf(one), { ...optionsOf(one), ...settingsOf(one) }, async (engine) => {
        const solution = await engine.solve(Float64Array.from(one.nuclei), NO_FIELD, {});
        const higher = withoutDispersion(solution) - one.energy;
        const difference = Math.abs(higher);
        console.log(one.molecule, one.functional, difference.toExponential(1), solution.observed?.scfIterations);
        largest.set(one.functional, Math.max(largest.get(one.functional) ?? 0, difference));
        expect(higher).toBeLessThan(1e-7);
        expect(higher).toBeGreaterThan(DEGENERATE.includes(one.molecule) ? -ORIENTATION : -1e-7);
      });
    });
  }

  test("the table of deviations", () => {
    console.log([...largest].map(([name, value]) => `${name.padEnd(12)} ${value.toExponential(1)} Eh`).join("\n"));
    expect(largest.size).toBe(new Set(REFERENCES.energies.map((one) => one.functional)).size);
  });
});

test.each(REFERENCES.levels.map((one) => [`${one.molecule} ${one.functional} level ${one.level}`, one] as const))(
  "levels of the grid: %s",
  (_, one) =>
    withEngine(moleculeOf(one), optionsOf(one), async (engine) => {
      const { energy } = await engine.solve(Float64Array.from(one.nuclei), NO_FIELD, {});
      expect(Math.abs(energy - one.energy)).toBeLessThan(1e-8);
    }),
);

test.each(REFERENCES.gradients.map((one) => [`${one.molecule} ${one.functional}`, one] as const))(
  "forces with derivatives of the weights: %s",
  (_, one) =>
    withEngine(moleculeOf(one), optionsOf(one), async (engine) => {
      const { forces } = await engine.solve(Float64Array.from(one.nuclei), NO_FIELD, { forces: true });
      const worst = deviation(
        forces?.map((value) => -value),
        one.gradient,
      );
      console.log(one.molecule, one.functional, worst.toExponential(1));
      expect(worst).toBeLessThan(1e-6);
    }),
);
