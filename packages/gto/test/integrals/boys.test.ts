import { expect, test } from "vitest";
import { scaledBoys } from "../../src/integrals/boys.js";
import { MAX_BOYS_ORDER } from "../../src/integrals/boys-table.js";

/** e^(−T) Σ (2T)^k/((2n+1)…(2n+2k+1)) in units of 10^−60, with e^(−T) from its own series: exact to far beyond a double. */
function preciseBoys(n: number, t: number): number {
  const ONE = 10n ** 80n;
  // T as the exact rational number that the double is, times 2^60.
  const scaled = BigInt(Math.round(t * 2 ** 40));
  const UNIT = 2n ** 40n;
  let term = ONE / BigInt(2 * n + 1);
  let sum = term;
  for (let k = 1; term > 0n; k++) {
    term = (term * 2n * scaled) / (UNIT * BigInt(2 * n + 2 * k + 1));
    sum += term;
  }
  let exponential = ONE;
  let power = ONE;
  for (let k = 1; power > 0n; k++) {
    power = (power * scaled) / (UNIT * BigInt(k));
    exponential += power;
  }
  const quotient = (sum * 10n ** 60n) / exponential;
  return Number(quotient) / 1e60;
}

test("Boys functions of all orders are accurate to 2e-15 or better", () => {
  // Multiples of 2^-40, so that the reference sees the same number.
  const round = (x: number) => Math.round(x * 2 ** 40) / 2 ** 40;
  const values = [
    0, 1e-9, 0.0624, 0.0626, 0.3, 1, 2.71, 7.77, 15.2, 25.01, 34.9, 35.99, 36, 36.1, 45, 64, 79.9, 80.1, 120,
  ];
  for (const order of [0, 1, 4, 9, 17, MAX_BOYS_ORDER]) {
    const t = Float64Array.from(values, round);
    const one = new Float64Array(t.length).fill(1);
    const out = new Float64Array(t.length * (order + 1));
    scaledBoys(out, order, t.length, t, one, one);
    t.forEach((x, k) => {
      for (let n = 0; n <= order; n++) {
        const exact = preciseBoys(n, x);
        const relative = Math.abs(out[k * (order + 1) + n] / exact - 1);
        // Far out the high orders lose a few digits relative to themselves; they are tiny there.
        expect(relative, `F_${n}(${x}), order ${order}`).toBeLessThan(x < 36 ? 2e-15 : 1e-12);
      }
    });
  }
});

test("scale and factor multiply as documented", () => {
  const out = new Float64Array(6);
  scaledBoys(out, 2, 2, Float64Array.of(0, 50), Float64Array.of(2, 3), Float64Array.of(-1, -2));
  expect(out[0]).toBeCloseTo(2, 14);
  expect(out[1]).toBeCloseTo(-2 / 3, 14);
  expect(out[2]).toBeCloseTo(2 / 5, 14);
  expect(out[3]).toBeCloseTo(3 * Math.sqrt(Math.PI / 50) * 0.5, 14);
});
