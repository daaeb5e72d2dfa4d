import type { Cell } from "@qmmm/core";
import { KERNELS } from "@qmmm/core";
import { expect, it } from "vitest";
import { latticeOf } from "../../src/long-range/lattice.js";
import { pmeSum } from "../../src/long-range/pme-sum.js";
import type { PmeSettings } from "../../src/long-range/settings.js";
import { forceField } from "../support.js";

it("the mesh gives the same bits with the influence function kept, in every cell", async () => {
  const { scope } = await forceField("tip3p", {});
  const kernels = scope.resolve(KERNELS);
  const settings: PmeSettings = {
    method: "pme",
    beta: 0.3,
    cutoff: 8,
    order: 5,
    influence: "essmann" as const,
    estimate: { realSpace: 0, reciprocal: 0 },
    grid: [16, 18, 20],
  };
  const positions = Float64Array.from({ length: 30 }, (_, k) => (7.3 * k) % 20);
  const charges = Float64Array.from({ length: 10 }, (_, k) => (k % 2 === 0 ? 1 : -1));
  const box = (edge: number): Cell => ({ vectors: Float64Array.of(edge, 0, 0, 1, edge, 0, 0, 2, edge + 1) });
  const results = (sum: ReturnType<typeof pmeSum>, edge: number): number[] => {
    const [potential, gradient, virial] = [new Float64Array(10), new Float64Array(30), new Float64Array(9)];
    sum(potential, gradient, virial, positions, positions, charges, latticeOf(box(edge)));
    return [...potential, ...gradient, ...virial];
  };
  const kept = pmeSum(settings, kernels);
  for (const edge of [20, 20, 21, 20]) {
    expect(results(kept, edge)).toEqual(results(pmeSum(settings, kernels), edge));
  }
  expect(results(kept, 21)).not.toEqual(results(kept, 20));
});
