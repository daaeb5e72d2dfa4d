import { createRandomStream, decodeSnapshot, encodeSnapshot } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { philox } from "../../src/model/random.js";

const hex = (words: Uint32Array): string => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join(" ");

describe("philox4x32-10", () => {
  // Known answers of the authors' Random123 library (kat_vectors).
  const ones = 0xffffffff;
  test.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[ones, ones, ones, ones], [ones, ones], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("counter %j, key %j", (counter, key, expected) => {
    const out = new Uint32Array(4);
    philox(out, counter, key);
    expect(hex(out)).toBe(expected);
  });
});

describe("streams", () => {
  test("the same seed gives the same numbers, written as number or text", () => {
    const [a, b, c] = [createRandomStream(42), createRandomStream("42"), createRandomStream(43)];
    const first = a.uniform();
    expect(b.uniform()).toBe(first);
    expect(c.uniform()).not.toBe(first);
  });

  test("the numbers of a seed never change: old runs can be repeated", () => {
    const stream = createRandomStream("golden");
    const numbers = [stream.uniform(), stream.uniform(), stream.normal(), stream.split("a").normal()];
    expect(numbers).toEqual([0.9036721136516618, 0.28407703398298945, 0.09303359991220012, -1.1087868712791698]);
  });

  test("splits depend on seed and name only, not on when they are made", () => {
    const one = createRandomStream(1);
    const early = one.split("langevin").uniform();
    for (let k = 0; k < 7; k++) one.normal();
    expect(one.split("langevin").uniform()).toBe(early);
    const others = ["langevin2", "Langevin", "", "langevi", "langevin\0", "a name of more than eight letters"];
    const values = new Set([early, one.uniform(), ...others.map((name) => one.split(name).uniform())]);
    expect(values.size).toBe(others.length + 2);
    expect(one.split("a").split("b").uniform()).not.toBe(one.split("b").split("a").uniform());
  });

  test("a seed must be finite", () => {
    expect(() => createRandomStream(Number.NaN)).toThrow(expect.objectContaining({ code: "QMMM_RANDOM_SEED" }));
  });
});

describe("statistics", () => {
  const n = 200_000;

  test("uniform: range, mean, variance, evenness of 256 bins", () => {
    const stream = createRandomStream("uniform");
    const bins = new Float64Array(256);
    let sum = 0;
    let squares = 0;
    let outside = 0;
    for (let k = 0; k < n; k++) {
      const u = stream.uniform();
      if (!(u >= 0 && u < 1)) outside++;
      bins[Math.floor(256 * u)]!++;
      sum += u;
      squares += u * u;
    }
    expect(outside).toBe(0);
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / n));
    const chi2 = bins.reduce((total, count) => total + (count - n / 256) ** 2 / (n / 256), 0);
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    expect(Math.abs(chi2 - 255)).toBeLessThan(4 * 22.6);
  });

  test("uniform: low bits are used, neighbours are independent", () => {
    const stream = createRandomStream("bits");
    let odd = 0;
    let product = 0;
    let last = stream.uniform() - 0.5;
    for (let k = 0; k < n; k++) {
      const u = stream.uniform();
      odd += (u * 2 ** 53) % 2;
      product += last * (u - 0.5);
      last = u - 0.5;
    }
    expect(Math.abs(odd / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    expect(Math.abs(product / n)).toBeLessThan((4 / 12) * Math.sqrt(1 / n));
  });

  test("normal: moments, Kolmogorov–Smirnov, pairs independent", () => {
    const x = new Float64Array(n);
    createRandomStream("normal").fillNormal(x);
    const moment = (p: number): number => x.reduce((sum, value) => sum + value ** p, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    let pairs = 0;
    for (let k = 0; k + 1 < n; k += 2) pairs += x[k]! * x[k + 1]!;
    expect(Math.abs(pairs / (n / 2))).toBeLessThan(4 * Math.sqrt(2 / n));
    // Normal distribution function at −2, −1, 0, 1, 2.
    const known = [0.0227501319, 0.1586552539, 0.5, 0.8413447461, 0.9772498681];
    known.forEach((probability, k) => {
      const below = x.reduce((count, value) => count + (value < k - 2 ? 1 : 0), 0) / n;
      expect(Math.abs(below - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / n));
    });
  });

  test("split streams are not correlated", () => {
    const root = createRandomStream("root");
    const [a, b] = [root.split("a"), root.split("b")];
    let product = 0;
    for (let k = 0; k < 100_000; k++) product += a.normal() * b.normal();
    expect(Math.abs(product / 100_000)).toBeLessThan(4 * Math.sqrt(1 / 100_000));
  });
});

describe("restart", () => {
  test.each([0, 1, 2, 3, 4, 5, 11])("goes on bit for bit after %i normals, through a checkpoint", (count) => {
    const stream = createRandomStream("restart");
    for (let k = 0; k < count; k++) stream.normal();
    if (count % 2 === 1) stream.uniform();
    const saved = decodeSnapshot(encodeSnapshot(stream.snapshot()));
    const draw = (from: typeof stream): number[] =>
      Array.from({ length: 20 }, (_, k) => (k % 3 === 0 ? from.uniform() : from.normal()));
    const expected = draw(stream);
    const other = createRandomStream("something else");
    other.normal();
    other.restore(saved);
    expect(draw(other)).toEqual(expected);
    expect(other.split("x").uniform()).toBe(createRandomStream("restart").split("x").uniform());
  });

  test("a snapshot does not change with its stream", () => {
    const stream = createRandomStream(1);
    const saved = stream.snapshot();
    const first = stream.normal();
    stream.restore(saved);
    expect(stream.normal()).toBe(first);
  });

  test("something else is refused", () => {
    const stream = createRandomStream(1);
    const good = stream.snapshot() as object;
    for (const bad of [null, {}, 3, { ...good, used: 1 }, { ...good, key: [1] }, { ...good, generator: "pcg" }]) {
      expect(() => stream.restore(bad)).toThrow(expect.objectContaining({ code: "QMMM_CHECKPOINT_CORRUPT" }));
    }
  });
});
