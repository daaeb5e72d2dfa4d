import { createRandomStream } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { isSmooth, nextSmoothEven, spectrumLength } from "../../src/long-range/fft-radix.js";
import { fftBackward, fftForward } from "../../src/long-range/fft3d.js";

type Sizes = readonly [number, number, number];

function noise(length: number): Float64Array {
  const random = createRandomStream(`fft ${length}`);
  return Float64Array.from({ length }, () => random.normal());
}

/** One element of the transform by its definition. */
function definition(grid: Float64Array, [n0, n1, n2]: Sizes, k: Sizes): [number, number] {
  let [re, im] = [0, 0];
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      for (let c = 0; c < n2; c++) {
        const angle = -2 * Math.PI * ((a * k[0]) / n0 + (b * k[1]) / n1 + (c * k[2]) / n2);
        const value = grid[(a * n1 + b) * n2 + c]!;
        re += value * Math.cos(angle);
        im += value * Math.sin(angle);
      }
    }
  }
  return [re, im];
}

describe("transforms of real grids", () => {
  const sizes: Sizes[] = [
    [4, 4, 4],
    [2, 3, 2],
    [5, 6, 10],
    [8, 12, 6],
    [15, 3, 18],
    [1, 25, 30],
    [16, 10, 4],
    [7, 11, 14],
    [4, 6, 9],
    [3, 4, 17],
  ];
  it.each(sizes)("%i × %i × %i by definition, and back", (n0, n1, n2) => {
    const grid = noise(n0 * n1 * n2);
    const spectrum = new Float64Array(2 * n0 * n1 * spectrumLength(n2));
    fftForward(spectrum, grid, n0, n1, n2);
    let worst = 0;
    for (let a = 0; a < n0; a++) {
      for (let b = 0; b < n1; b++) {
        for (let c = 0; c <= n2 / 2; c++) {
          const at = 2 * ((a * n1 + b) * spectrumLength(n2) + c);
          const [re, im] = definition(grid, [n0, n1, n2], [a, b, c]);
          worst = Math.max(worst, Math.hypot(spectrum[at]! - re, spectrum[at + 1]! - im));
        }
      }
    }
    expect(worst).toBeLessThan(1e-12);
    const back = new Float64Array(grid.length);
    fftBackward(back, spectrum, n0, n1, n2);
    back.forEach((value, k) => {
      expect(Math.abs(value / grid.length - grid[k]!)).toBeLessThan(1e-14);
    });
  });

  it("finds lengths without large prime factors", () => {
    expect([1, 2, 15, 64, 90].every(isSmooth)).toBe(true);
    expect([7, 14, 22].some(isSmooth)).toBe(false);
    expect([1, 7, 31, 61, 65, 121].map(nextSmoothEven)).toEqual([2, 8, 32, 64, 72, 128]);
  });
});
