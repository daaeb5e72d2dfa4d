import { expect, test } from "vitest";
import type { FockContribution } from "../../src/index.js";
import { EMPTY, engineOf } from "./engine.js";

const WATER = {
  elements: [8, 1, 1],
  nuclei: [0, 0.1, 0, 0, 1.43, 1.11, 0, -1.47, 1.08],
  charge: 0,
  multiplicity: 1,
  basis: "6-31G*",
};
const RADICAL = { ...WATER, charge: 1, multiplicity: 2 };

/** A potential that mixes two functions, and how often it was asked for; 1 % stronger when rough. */
function mixing(strength: number, calls: { real: number; rough: number; made?: number }): FockContribution {
  const part = (kind: "real" | "rough", factor: number): FockContribution => ({
    add(fock, densities, terms) {
      calls[kind]++;
      const n = Math.sqrt(fock.alpha.length);
      const of = (density: Float64Array): number => 2 * density[2 * n + 4]!;
      for (const matrix of new Set([fock.alpha, fock.beta])) {
        matrix[2 * n + 4]! += factor;
        matrix[4 * n + 2]! += factor;
      }
      terms.mixing = factor * (of(densities.alpha) + of(densities.beta));
    },
    addGradient() {},
  });
  const rough = (): FockContribution => {
    calls.made = (calls.made ?? 0) + 1;
    return part("rough", 1.01 * strength);
  };
  return { ...part("real", strength), rough };
}

async function solved(one: typeof WATER, strength = 0.05) {
  const calls = { real: 0, rough: 0, made: 0 };
  const engine = await engineOf(one, { electronic: () => () => [mixing(strength, calls)] });
  const nuclei = Float64Array.from(one.nuclei);
  const { energy, observed } = await engine.solve(nuclei, EMPTY, {});
  const first = { ...calls };
  await engine.solve(nuclei, EMPTY, {});
  return { energy, iterations: observed!.scfIterations!, first, again: calls };
}

test("a closed shell begins with rough contributions and ends with the real ones", async () => {
  const { energy, iterations, first, again } = await solved(WATER);
  expect(first.rough).toBeGreaterThan(2);
  expect(first.real).toBeGreaterThan(2);
  // The guess takes one evaluation more than iterations.
  expect(first.rough + first.real).toBe(iterations + 1);
  // From its own solution it needs no rough ones, and makes none.
  expect(again).toMatchObject({ rough: first.rough, made: 1 });
  const withoutRough = await engineOf(WATER, {
    electronic: () => () => [{ ...mixing(0.05, { real: 0, rough: 0 }), rough: () => undefined }],
  });
  const plain = await withoutRough.solve(Float64Array.from(WATER.nuclei), EMPTY, {});
  expect(Math.abs(energy - plain.energy)).toBeLessThan(1e-10);
  expect(first.real).toBeLessThan(plain.observed!.scfIterations!);
});

test("an open shell has real contributions from the beginning", async () => {
  const { first } = await solved(RADICAL);
  expect(first).toMatchObject({ rough: 0, made: 0 });
});
