import { describe, expect, test } from "vitest";
import { erf, erfc } from "../../src/index.js";

// Python's math.erf.
const VALUES: readonly (readonly [number, number])[] = [
  [1e-12, 1.1283791670955126e-12],
  [1e-8, 1.1283791670955126e-8],
  [0.001, 0.0011283787909692365],
  [0.1, 0.1124629160182849],
  [0.3, 0.3286267594591274],
  [0.46, 0.4846553900016797],
  [0.47, 0.4937450508860821],
  [0.6, 0.6038560908479259],
  [0.9, 0.7969082124228322],
  [1.3, 0.9340079449406524],
  [2.0, 0.9953222650189527],
  [2.7, 0.9998656672600594],
  [3.5, 0.9999992569016276],
  [3.99, 0.9999999832607886],
  [4.01, 0.9999999858030606],
  [4.8, 0.9999999999886479],
  [5.6, 0.9999999999999977],
];

const ERFC: readonly (readonly [number, number])[] = [
  [-2.0, 1.9953222650189528],
  [-0.3, 1.3286267594591274],
  [0.2, 0.7772974107895215],
  [0.6, 0.3961439091520741],
  [2.5, 0.0004069520174449589],
  [4.5, 1.9661604415428873e-10],
  [6.5, 3.8421483271206475e-20],
  [8.9, 2.5053574980338356e-36],
];

describe("error function", () => {
  test.each(VALUES)("erf(%d)", (x, value) => {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(5e-16);
    expect(erf(-x)).toBe(-erf(x));
  });

  // Python's math.erfc.
  test.each(ERFC)("erfc(%d)", (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(2e-15);
  });

  test("ends", () => {
    expect(erf(0)).toBe(0);
    expect(erf(7)).toBe(1);
    expect(erf(-7)).toBe(-1);
  });
});
