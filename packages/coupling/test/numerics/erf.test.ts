import { expect, test } from "vitest";
import { erf } from "../../src/numerics/erf.js";

test.each([
  // NIST Digital Library of Mathematical Functions, section 7.2; values to 17 digits from mpmath 1.3.
  [0, 0],
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [1, 0.8427007929497149],
  [2.5, 0.9995930479825551],
  [3.2, 0.9999939742388483],
  [4.5, 0.9999999998033839],
  [7, 1],
])("erf(%f)", (x, value) => {
  expect(Math.abs(erf(x) - value)).toBeLessThanOrEqual(1e-15 * value);
  expect(erf(-x)).toBe(-erf(x));
});
