import { createRandomStream, isQmmmError } from "@qmmm/core";
import { expect, test } from "vitest";
import { SymmetricSolver } from "../../src/numerics/symmetric-solver.js";

test("solves definite and slightly indefinite systems", () => {
  const random = createRandomStream(3);
  for (const n of [1, 2, 7, 30]) {
    for (const shift of [3, -0.4]) {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = (random.uniform() - 0.5) / n;
        a[i * n + i]! += i === 0 ? shift : 3;
      }
      const x = Float64Array.from({ length: n }, () => random.normal());
      const b = Float64Array.from({ length: n }, (_, i) => x.reduce((sum, value, j) => sum + a[i * n + j]! * value, 0));
      const kept = b.slice();
      const solution = new SymmetricSolver(a.slice(), n).solve(b);
      solution.forEach((value, i) => {
        expect(value).toBeCloseTo(x[i]!, 12);
      });
      expect(b).toEqual(kept);
    }
  }
});

test("says when there is no solution", () => {
  try {
    new SymmetricSolver(Float64Array.of(1, 1, 1, 1), 2);
    expect.unreachable();
  } catch (error) {
    expect(isQmmmError(error, "QMMM_DISPERSION_CHARGES")).toBe(true);
  }
});
