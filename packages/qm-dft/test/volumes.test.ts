import { createSimulation, createSystem, NO_FIELD, type Volume } from "@qmmm/core";
import { expect, test } from "vitest";
import dft from "../src/index.js";
import { deviation, withEngine } from "./dft-engine.js";
import { PROPERTY_REFERENCES } from "./property-references.js";
import { moleculeOf } from "./references.js";

const { basis, points } = PROPERTY_REFERENCES;

test.each(points)(
  "$molecule $functional: fields on a grid are what PySCF's cubegen gives",
  async ({ functional, level, nuclei, counts, origin, axes, ...one }) => {
    await withEngine(moleculeOf(one), { functional, basis, grid: level }, async (engine) => {
      const of = ["density", "potential", "homo", ...(one.spinDensity === undefined ? [] : ["spinDensity"])];
      const spacing = [axes[0]!, axes[4]!, axes[8]!] as const;
      const request = { of, spacing, margin: 0, origin: [origin[0]!, origin[1]!, origin[2]!] as const, counts };
      const volumes: Readonly<Record<string, Volume>> = (
        await engine.solve(Float64Array.from(nuclei), NO_FIELD, { volumes: request })
      ).volumes!;
      const reference: Readonly<Record<string, readonly number[] | undefined>> = one as object as never;
      for (const name of of) {
        const expected = reference[name]!;
        const { values, axes: steps } = volumes[name]!;
        expect(deviation(steps, axes)).toBeLessThan(1e-12);
        // The sign of an orbital means nothing.
        const sign = name === "homo" && values.reduce((sum, value, i) => sum + value * expected[i]!, 0) < 0 ? -1 : 1;
        expect(
          deviation(
            values.map((value) => sign * value),
            expected,
          ),
        ).toBeLessThan(1e-6);
      }
    });
  },
);

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const WATER_NUCLEI = Float64Array.of(0, 0, 0, 0, 1.43, 1.11, 0, -1.47, 1.08);
const SMALL = { functional: "PBE", basis: "STO-3G", grid: 0 };

test("a box has the nuclei in its middle, orbitals are normalised in it, and potentials finite", async () => {
  await withEngine(WATER, SMALL, async (engine) => {
    const spacing = [0.25, 0.25, 0.25] as const;
    const { volumes } = await engine.solve(WATER_NUCLEI, NO_FIELD, {
      volumes: { of: ["homo", "lumo"], spacing, margin: 4 },
    });
    const { counts, origin } = volumes!.homo!;
    expect(Array.from(origin)).toEqual([-4, -5.47, -4]);
    expect(counts).toEqual([33, 45, 38]);
    for (const { values } of Object.values(volumes!)) {
      const norm = values.reduce((sum, value) => sum + value * value, 0) * 0.25 ** 3;
      expect(Math.abs(norm - 1)).toBeLessThan(0.02);
    }
    const potential = await engine.solve(WATER_NUCLEI, NO_FIELD, {
      volumes: { of: ["potential"], spacing, margin: 0.25, origin: [-0.25, 0, 0], counts: [3, 1, 1] },
    });
    expect(potential.volumes!.potential!.values.every(Number.isFinite)).toBe(true);
  });
});

test.each([
  ["an orbital beyond the basis", { of: ["orbital:40"], spacing: [1, 1, 1], margin: 1 }, "QMMM_VOLUME_FIELD"],
  ["a field that nobody knows", { of: ["charm"], spacing: [1, 1, 1], margin: 1 }, "QMMM_VOLUME_FIELD"],
  ["too many points", { of: ["density"], spacing: [1e-3, 1e-3, 1e-3], margin: 10 }, "QMMM_VOLUME_SIZE"],
] as const)("%s is refused", async (_, volumes, code) => {
  const solving = withEngine(WATER, SMALL, (engine) => engine.solve(WATER_NUCLEI, NO_FIELD, { volumes }));
  await expect(solving).rejects.toMatchObject({ code });
});

test("work on the points of a field is reported until all are done", async () => {
  await using simulation = await createSimulation({
    plugins: [dft],
    system: createSystem({ elements: [...WATER.elements], positions: [...WATER_NUCLEI] }),
    levels: { only: { method: "dft", ...SMALL } },
  });
  const seen: string[] = [];
  simulation.hooks.tap(
    "work",
    "test",
    ({ level, what, done, total }) => void seen.push(`${level}: ${what}: ${done} of ${total}`),
  );
  const volumes = { of: ["density", "potential", "homo"], spacing: [1, 1, 1] as const, margin: 4 };
  await simulation.potential.evaluate({ positions: WATER_NUCLEI }, { properties: { volumes } });
  const last = (what: string): string | undefined => seen.findLast((line) => line.includes(what));
  for (const what of volumes.of) expect(last(what)).toBe(`only: points of ${what}: 1188 of 1188`);
});
