import { describe, expect, test } from "vitest";
import { SecantMixer } from "../../src/scc/secant-mixer.js";

const SIZE = 12;

/** F of a nonlinear problem that depends on a parameter. */
function residual(x: Float64Array, parameter: number): Float64Array {
  return x.map((value, i) => {
    const next = x[(i + 1) % SIZE]!;
    return Math.cos(i + parameter) - (1 + i / 4) * value - 0.4 * next - 0.1 * value * value;
  });
}

/** Iterations to |F| < 1e-9. */
function iterations(mixer: SecantMixer, start: Float64Array, parameter: number): { count: number; x: Float64Array } {
  mixer.begin((rest) => rest.map((value) => 0.4 * value), SIZE);
  let x = start;
  for (let count = 0; ; count++) {
    const f = residual(x, parameter);
    if (f.every((value) => Math.abs(value) < 1e-9) || count === 100) return { count, x };
    x = mixer.next(x, f);
  }
}

describe("multisecant mixing", () => {
  test("finds where the residual vanishes, in fewer steps once a like problem is known", () => {
    const mixer = new SecantMixer();
    const first = iterations(mixer, new Float64Array(SIZE), 0);
    expect(first.count).toBeLessThan(20);
    const afresh = iterations(new SecantMixer(), first.x, 0.05);
    const again = iterations(mixer, first.x, 0.05);
    expect(again.count).toBeLessThan(afresh.count - 3);
    for (let i = 0; i < SIZE; i++) expect(again.x[i]).toBeCloseTo(afresh.x[i]!, 8);
  });

  test("goes on with the same bits where another one takes up what it knew", () => {
    const one = new SecantMixer();
    const { x } = iterations(one, new Float64Array(SIZE), 0);
    const other = new SecantMixer();
    other.restore(one.snapshot(), SIZE);
    expect(iterations(other, x, 0.1)).toEqual(iterations(one, x, 0.1));
  });

  test("moves no component further than 1 in one step", () => {
    const mixer = new SecantMixer();
    mixer.begin((rest) => rest.slice(), 2);
    expect([...mixer.next(Float64Array.of(3, -1), Float64Array.of(8, -2))]).toEqual([4, -1.25]);
  });
});
