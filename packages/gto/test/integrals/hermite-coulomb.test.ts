import { expect, test } from "vitest";
import { scaledBoys } from "../../src/integrals/boys.js";
import { HermiteCoulomb } from "../../src/integrals/hermite-coulomb.js";
import { hermiteCount, hermiteDerivatives, hermiteIndex, hermitePowers } from "../../src/integrals/hermite-index.js";

test("indices run through all powers, degree by degree", () => {
  const powers = hermitePowers(5);
  for (let h = 0; h < hermiteCount(5); h++) {
    expect(hermiteIndex(powers[3 * h], powers[3 * h + 1], powers[3 * h + 2])).toBe(h);
  }
  expect(hermiteDerivatives(1).slice(0, 3)).toEqual(Int32Array.of(1, 2, 3));
});

test.each([0, 1, 3, 7, 8, 9, 12])("degree %i agrees with the plain recursion", (degree) => {
  const vectors = Float64Array.of(0.3, -0.8, 1.1, 0, 0.4, -0.2, 3, 7, -5);
  const t = Float64Array.of(1.94, 0.2, 83);
  const scales = Float64Array.of(1.5, -0.7, 2);
  const factors = Float64Array.of(-2, -1.1, -2);
  const boys = new Float64Array(3 * (degree + 1));
  scaledBoys(boys, degree, 3, t, scales, factors);
  const size = hermiteCount(degree);
  const out = new Float64Array(3 * size);
  new HermiteCoulomb(degree).compute(out, 3, vectors, t, scales, factors);
  const powers = hermitePowers(degree);
  const plain = (k: number, m: number, p: number[]): number => {
    const axis = p.findIndex((power) => power > 0);
    if (axis < 0) return boys[k * (degree + 1) + m];
    const once = p.with(axis, p[axis] - 1);
    const value = vectors[3 * k + axis] * plain(k, m + 1, once);
    return p[axis] > 1 ? value + (p[axis] - 1) * plain(k, m + 1, once.with(axis, p[axis] - 2)) : value;
  };
  for (let k = 0; k < 3; k++) {
    for (let h = 0; h < size; h += degree > 8 ? 17 : 1) {
      const expected = plain(k, 0, [...powers.subarray(3 * h, 3 * h + 3)]);
      expect(Math.abs(out[k * size + h] - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
    }
  }
});
