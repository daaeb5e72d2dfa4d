import { describe, expect, test } from "vitest";
import { predictorWeights } from "../../src/scf/predicted-orbitals.js";
import { EMPTY, engineOf, TIGHT } from "./engine.js";
import { vibrate, WATER } from "./vibrating-water.js";

test("the weights are Kolafa's, and sum to one", () => {
  const published = [[1], [2, -1], [2.5, -2, 0.5], [2.8, -2.8, 1.2, -0.2]];
  published.forEach((weights, k) => {
    expect([...predictorWeights(k + 1)].map((value) => Math.round(1e10 * value) / 1e10)).toEqual(weights);
  });
});

describe.each([
  ["RHF", WATER],
  ["UHF", { ...WATER, charge: 1, multiplicity: 2 }],
] as const)("a prediction from earlier steps, %s", (_, one) => {
  test("saves iterations in dynamics", async () => {
    const plain = await vibrate(one, "none", 16, 1e-6, 10);
    const predicted = await vibrate(one, "aspc", 16, 1e-6, 10);
    expect(predicted.iterations).toBeLessThan(plain.iterations - 1.5);
    expect(Math.abs(predicted.spread - plain.spread)).toBeLessThan(1e-5);
  });

  test("a restored engine goes on with the same bits", async () => {
    const options = { ...TIGHT, extrapolation: "aspc" as const };
    await using first = await engineOf(one, { options });
    await using second = await engineOf(one, { options });
    const at = (s: number) => Float64Array.from(one.nuclei, (value, c) => value + 0.02 * s * Math.cos(c));
    for (let s = 0; s < 4; s++) await first.solve(at(s), EMPTY, {});
    second.restore(first.snapshot());
    const [a, b] = [
      await first.solve(at(4), EMPTY, { forces: true }),
      await second.solve(at(4), EMPTY, { forces: true }),
    ];
    expect(b.energy).toBe(a.energy);
    expect(b.forces).toEqual(a.forces);
    expect(b.observed?.scfIterations).toBe(a.observed?.scfIterations);
  });
});

test("steps back and forth start from the last solution alone", async () => {
  const options = { ...TIGHT, extrapolation: "aspc" as const };
  await using predicting = await engineOf(WATER, { options });
  await using plain = await engineOf(WATER);
  for (const s of [0, 1, -1, 1]) {
    const nuclei = Float64Array.from(WATER.nuclei, (value, c) => value + 0.01 * s * Math.cos(c));
    const [a, b] = [await predicting.solve(nuclei, EMPTY, {}), await plain.solve(nuclei, EMPTY, {})];
    expect(a.energy).toBe(b.energy);
  }
});
