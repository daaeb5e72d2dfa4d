import { type Cell, createMinimumImage, createRandomStream, reciprocalOf } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { mmKernels } from "../../src/index.js";
import type { PairParameters } from "../../src/kernels/signatures.js";
import { PairList } from "../../src/nonbonded/pair-list.js";
import { pairLists } from "../../src/parameters/exclusions.js";

const NONE = new Float64Array(0);
const listedPairs = mmKernels.kernels["mm/listedPairs"]!;
const neighbourList = mmKernels.kernels["mm/neighbourList"]!;
const numbersOf = (cell: Cell | undefined): Float64Array =>
  cell === undefined ? NONE : Float64Array.of(...cell.vectors, ...reciprocalOf(cell));

const CELLS: readonly (readonly [string, Cell | undefined])[] = [
  ["open", undefined],
  ["rectangular", { vectors: Float64Array.of(30, 0, 0, 0, 33, 0, 0, 0, 36) }],
  ["skewed", { vectors: Float64Array.of(34, 1, 2, 5, 36, 0, -6, 4, 38) }],
  ["narrow", { vectors: Float64Array.of(16.2, 0, 0, 0, 16.5, 0, 0, 0, 60) }],
];

function scatter(count: number, seed: string, spread = 60): Float64Array {
  const random = createRandomStream(seed);
  return Float64Array.from({ length: 3 * count }, () => spread * (random.uniform() - 0.3));
}

describe.each(CELLS)("the neighbour list of a system that is %s", (_, cell) => {
  const count = 300;
  const positions = scatter(count, "list");
  const range = 8;
  const excluded = pairLists(count, [
    [3, 7],
    [0, 1],
    [299, 2],
  ]);

  it("holds every pair within the range once, ascending, without the excluded ones", () => {
    const image = createMinimumImage(cell);
    const expected: string[] = [];
    const near = pairLists(count, []);
    const barred = new Set(["3-7", "0-1", "2-299"]);
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const d = Float64Array.from([0, 1, 2], (k) => positions[3 * i + k]! - positions[3 * j + k]!);
        if (image.apply(d) < range ** 2 && !barred.has(`${i}-${j}`)) expected.push(`${i}-${j}`);
      }
    }
    const start = new Int32Array(count + 1);
    const cellNumbers = numbersOf(cell);
    const { exclusionStart, exclusions } = excluded;
    const needed = neighbourList(start, new Int32Array(1), positions, cellNumbers, range, exclusionStart, exclusions);
    const partners = new Int32Array(needed);
    expect(neighbourList(start, partners, positions, cellNumbers, range, exclusionStart, exclusions)).toBe(needed);
    const found: string[] = [];
    for (let i = 0; i < count; i++) {
      for (let n = start[i]!; n < start[i + 1]!; n++) found.push(`${i}-${partners[n]}`);
    }
    expect(found).toEqual(expected);
    expect(expected.length).toBeGreaterThan(near.exclusions.length);
  });
});

const argon = (count: number, exclusions = pairLists(count, [])): PairParameters => ({
  charges: Float64Array.from({ length: count }, (_, k) => (k % 2 === 0 ? 0.4 : -0.4)),
  typeOf: new Int32Array(count),
  typeCount: 1,
  c12: Float64Array.of(2e5),
  c6: Float64Array.of(60),
  region: new Uint8Array(count),
  coulombKept: Float64Array.of(1, 1, 1),
  pairKept: Uint8Array.of(1, 1, 1),
  ...exclusions,
});

describe("shifted forces", () => {
  const cutoff = 9;
  const at = (r: number) => {
    const energies = new Float64Array(2);
    const forces = new Float64Array(6);
    const positions = Float64Array.of(0, 0, 0, r, 0, 0);
    const list = [Int32Array.of(0, 1, 1), Int32Array.of(1)] as const;
    listedPairs(energies, forces, NONE, positions, NONE, argon(2), cutoff, ...list);
    return { lennardJones: energies[0]!, coulomb: energies[1]!, force: forces[3]! };
  };

  it("bring energy and force to zero at the cutoff, and keep the force's shape", () => {
    const before = at(cutoff - 1e-6);
    expect(Math.abs(before.lennardJones) + Math.abs(before.coulomb)).toBeLessThan(1e-13);
    expect(Math.abs(before.force)).toBeLessThan(1e-8);
    expect(at(cutoff)).toEqual({ lennardJones: 0, coulomb: 0, force: 0 });
    const plain = (r: number) => 12 * 2e5 * r ** -13 - 6 * 60 * r ** -7 - 0.16 * r ** -2;
    for (const r of [5, 6.5, 8]) expect(at(r).force).toBeCloseTo(plain(r) - plain(cutoff), 14);
  });

  it("have the energy of the formula", () => {
    const u = (r: number) => 2e5 * r ** -12 - 60 * r ** -6;
    const du = (r: number) => -12 * 2e5 * r ** -13 + 6 * 60 * r ** -7;
    expect(at(6).lennardJones).toBeCloseTo(u(6) - u(cutoff) - (6 - cutoff) * du(cutoff), 14);
    expect(at(6).coulomb).toBeCloseTo(-0.16 * (1 / 6 - 1 / cutoff + (6 - cutoff) / cutoff ** 2), 14);
  });
});

describe("PairList", () => {
  it.each(CELLS.slice(0, 3))("gives the same bits whenever it was made: %s", (_, cell) => {
    const count = 120;
    const parameters = argon(count);
    const cutoff = 7;
    let builds = 0;
    const make = (skin: number) =>
      new PairList(
        (...all) => {
          builds++;
          return neighbourList(...all);
        },
        count,
        cutoff,
        skin,
        parameters.exclusionStart,
        parameters.exclusions,
      );
    const numbers = numbersOf(cell);
    const evaluate = (list: PairList, positions: Float64Array) => {
      list.update(positions, numbers);
      const energies = new Float64Array(2);
      const forces = new Float64Array(3 * count);
      listedPairs(energies, forces, NONE, positions, numbers, parameters, cutoff, list.start, list.partners);
      return [...energies, ...forces];
    };
    const kept = make(1.5);
    const random = createRandomStream("drift");
    let positions = scatter(count, "argon", 30);
    const before = builds;
    for (let step = 0; step < 20; step++) {
      positions = positions.map((x) => x + 0.15 * (random.uniform() - 0.5));
      expect(evaluate(kept, positions)).toEqual(evaluate(make(3), positions));
    }
    // 20 fresh lists and some rebuilds of the kept one, but not one per step.
    expect(builds - before).toBeGreaterThan(20);
    expect(builds - before).toBeLessThan(40);
  });
});
