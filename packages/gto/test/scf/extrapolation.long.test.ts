import { expect, test } from "vitest";
import { vibrate, WATER } from "./vibrating-water.js";

// 0.5 ps in steps of 0.5 fs, converged loosely so that what the start leaves behind shows.
test.each([1e-5, 1e-6])(
  "drift and iterations with and without extrapolation, gradient tolerance %d",
  async (tolerance) => {
    const plain = await vibrate(WATER, "none", 1000, tolerance);
    const predicted = await vibrate(WATER, "aspc", 1000, tolerance);
    const figures = ({ iterations, drift, spread }: typeof plain) =>
      `${iterations.toFixed(2)} iterations per step, drift ${drift.toExponential(1)} Eh, spread ${spread.toExponential(1)} Eh`;
    console.log(`tolerance ${tolerance}: none: ${figures(plain)}; aspc: ${figures(predicted)}`);
    expect(predicted.iterations).toBeLessThan(plain.iterations);
    expect(Math.abs(predicted.drift)).toBeLessThan(Math.abs(plain.drift) + 2e-6);
  },
);
