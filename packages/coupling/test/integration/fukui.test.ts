import { expect, test } from "vitest";
import { largestDifference } from "../support/compare.js";
import { butanolWithParameters, MATRIX, simulate } from "../support/real-levels.js";

test("condensed Fukui functions of a capped region among charges are those of direct runs of its ions", async () => {
  const one = butanolWithParameters("open");
  const { geometry } = one.system;
  const embedded = MATRIX[2];
  const chargesOf = async (charge: number, multiplicity: number) => {
    await using simulation = await simulate(one, embedded, { charge, multiplicity });
    const { observed } = await simulation.potential.evaluate(geometry, { properties: { charges: "loewdin" } });
    return observed!.charges as Float64Array;
  };
  const [cation, neutral, anion] = [await chargesOf(1, 2), await chargesOf(0, 1), await chargesOf(-1, 2)];
  await using simulation = await simulate(one, embedded);
  const properties = { charges: "mulliken", fukui: "loewdin" } as const;
  const { forces, observed } = await simulation.potential.evaluate(geometry, { forces: true, properties });
  const bare = await simulation.potential.evaluate(geometry, { forces: true });
  expect(
    largestDifference(
      observed!.fukuiPlus as Float64Array,
      neutral.map((q, a) => q - anion[a]),
    ),
  ).toBeLessThan(1e-7);
  expect(
    largestDifference(
      observed!.fukuiMinus as Float64Array,
      cation.map((q, a) => q - neutral[a]),
    ),
  ).toBeLessThan(1e-7);
  expect(largestDifference(observed!.charges as Float64Array, neutral)).toBeGreaterThan(1e-3);
  expect(largestDifference(forces!, bare.forces!)).toBeLessThan(1e-8);
});
