import {
  type Cell,
  cellFromLengthsAngles,
  cellVolume,
  createMinimumImage,
  createRandomStream,
  isOrthorhombic,
  lengthsAnglesOf,
  NeighbourGrid,
  reciprocalOf,
  strained,
  wrapped,
} from "@qmmm/core";
import { describe, expect, test } from "vitest";

const DEG = Math.PI / 180;
const CELLS: readonly (readonly [string, Cell])[] = [
  ["cubic", cellFromLengthsAngles(10, 10, 10, 90 * DEG, 90 * DEG, 90 * DEG)],
  ["flat orthorhombic", cellFromLengthsAngles(20, 8, 5, 90 * DEG, 90 * DEG, 90 * DEG)],
  ["hexagonal", cellFromLengthsAngles(9, 9, 14, 90 * DEG, 90 * DEG, 120 * DEG)],
  ["truncated octahedron", cellFromLengthsAngles(12, 12, 12, 109.4712206 * DEG, 109.4712206 * DEG, 109.4712206 * DEG)],
  ["triclinic", cellFromLengthsAngles(11, 7, 9, 71 * DEG, 103 * DEG, 58 * DEG)],
  ["skewed far beyond reduced", { vectors: Float64Array.of(8, 0, 0, 14, 7, 0, -9, 15, 9) }],
  ["turned", { vectors: Float64Array.of(3, 8, 1, -7, 3, 2, 1, -2, 9) }],
];

/** Shortest image by trying very many. */
function bruteForce(cell: Cell, d: ArrayLike<number>): number {
  const v = cell.vectors;
  const w = reciprocalOf(cell);
  const near = [0, 1, 2].map((i) => -Math.round(w[3 * i]! * d[0]! + w[3 * i + 1]! * d[1]! + w[3 * i + 2]! * d[2]!));
  let best = Number.POSITIVE_INFINITY;
  for (let i = -8; i <= 8; i++) {
    for (let j = -8; j <= 8; j++) {
      for (let k = -8; k <= 8; k++) {
        const [m, n, o] = [near[0]! + i, near[1]! + j, near[2]! + k];
        const x = d[0]! + m * v[0]! + n * v[3]! + o * v[6]!;
        const y = d[1]! + m * v[1]! + n * v[4]! + o * v[7]!;
        const z = d[2]! + m * v[2]! + n * v[5]! + o * v[8]!;
        best = Math.min(best, x * x + y * y + z * z);
      }
    }
  }
  return best;
}

describe("lengths and angles", () => {
  test("there and back", () => {
    const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(cellFromLengthsAngles(11, 7, 9, 1.2, 1.8, 1));
    expect([a, b, c, alpha, beta, gamma].map((x) => Number(x.toFixed(12)))).toEqual([11, 7, 9, 1.2, 1.8, 1]);
  });

  test("right angles are exact", () => {
    expect(isOrthorhombic(cellFromLengthsAngles(3, 4, 5, Math.PI / 2, 90 * DEG, Math.PI / 2))).toBe(true);
    const hexagonal = cellFromLengthsAngles(2, 2, 5, 90 * DEG, 90 * DEG, 120 * DEG);
    expect(hexagonal.vectors[3]).toBe(-1);
  });

  test("the volume is that of the formula", () => {
    const [a, b, g] = [71 * DEG, 103 * DEG, 58 * DEG].map(Math.cos) as [number, number, number];
    const expected = 11 * 7 * 9 * Math.sqrt(1 - a * a - b * b - g * g + 2 * a * b * g);
    expect(cellVolume(cellFromLengthsAngles(11, 7, 9, 71 * DEG, 103 * DEG, 58 * DEG))).toBeCloseTo(expected, 10);
  });

  test.each([
    [[0, 1, 1, 90, 90, 90]],
    [[1, 1, Number.NaN, 90, 90, 90]],
    [[1, 1, 1, 90, 90, 180]],
    [[1, 1, 1, 20, 20, 80]],
    [[1, 1, 1, 120, 120, 120]],
  ])("impossible: %j", ([a, b, c, alpha, beta, gamma]) => {
    expect(() => cellFromLengthsAngles(a!, b!, c!, alpha! * DEG, beta! * DEG, gamma! * DEG)).toThrow(
      expect.objectContaining({ code: "QMMM_CELL_INVALID" }),
    );
  });

  test("a left-handed or flat cell is refused", () => {
    for (const vectors of [Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1), Float64Array.of(1, 0, 0, 2, 0, 0, 0, 0, 1)]) {
      expect(() => reciprocalOf({ vectors })).toThrow(expect.objectContaining({ code: "QMMM_CELL_INVALID" }));
    }
  });
});

describe.each(CELLS)("%s", (name, cell) => {
  const random = createRandomStream(name);

  test("the reciprocal is the inverse", () => {
    const [w, v] = [reciprocalOf(cell), cell.vectors];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const product = [0, 1, 2].reduce((sum, k) => sum + w[3 * i + k]! * v[3 * j + k]!, 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  test("the nearest image is the nearest", () => {
    const image = createMinimumImage(cell);
    for (let n = 0; n < 40; n++) {
      const d = Float64Array.from({ length: 3 }, () => 25 * (random.uniform() - 0.5));
      const reduced = d.slice();
      const squared = image.apply(reduced);
      expect(squared).toBeCloseTo(bruteForce(cell, d), 8);
      expect(squared).toBeCloseTo(reduced[0]! ** 2 + reduced[1]! ** 2 + reduced[2]! ** 2, 10);
      // It differs from the vector by whole cells.
      const w = reciprocalOf(cell);
      for (let i = 0; i < 3; i++) {
        const cells = [0, 1, 2].reduce((sum, k) => sum + w[3 * i + k]! * (d[k]! - reduced[k]!), 0);
        expect(Math.abs(cells - Math.round(cells))).toBeLessThan(1e-9);
      }
    }
  });

  test("the grid finds what trying all pairs finds, at any cutoff", () => {
    const positions = Float64Array.from({ length: 3 * 60 }, () => 60 * (random.uniform() - 0.5));
    const image = createMinimumImage(cell);
    for (const cutoff of [0, 1.1, 2.7, 4.9, 12]) {
      const grid = new NeighbourGrid(positions, cutoff, cell);
      for (let i = 0; i < 60; i += 7) {
        const found: number[] = [];
        grid.near(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, (atom) => {
          found.push(atom);
          return false;
        });
        const expected = Array.from({ length: 60 }, (_, k) => k).filter((j) => {
          const d = Float64Array.from([0, 1, 2], (k) => positions[3 * j + k]! - positions[3 * i + k]!);
          return image.apply(d) <= cutoff ** 2;
        });
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }
    }
  });

  test("wrapping moves by whole cells into the cell", () => {
    const positions = Float64Array.from({ length: 30 }, () => 80 * (random.uniform() - 0.5));
    const before = positions.slice();
    const inside = wrapped({ positions, cell });
    expect(positions).toEqual(before);
    const w = reciprocalOf(cell);
    for (let atom = 0; atom < 10; atom++) {
      for (let i = 0; i < 3; i++) {
        const at = (x: Float64Array) => [0, 1, 2].reduce((sum, k) => sum + w[3 * i + k]! * x[3 * atom + k]!, 0);
        const cells = at(before) - at(inside.positions);
        expect(at(inside.positions)).toBeGreaterThan(-1e-9);
        expect(at(inside.positions)).toBeLessThan(1 + 1e-9);
        expect(Math.abs(cells - Math.round(cells))).toBeLessThan(1e-9);
      }
    }
  });
});

test("molecules wrap as one", () => {
  const cell = cellFromLengthsAngles(10, 10, 10, 90 * DEG, 90 * DEG, 90 * DEG);
  const { positions } = wrapped({ positions: Float64Array.of(9.5, 1, 1, 11, 1, 1, -3, 5, 5), cell }, [0, 0, 1]);
  expect(Array.from(positions)).toEqual([-0.5, 1, 1, 1, 1, 1, 7, 5, 5]);
});

test("in open space nothing is wrapped, and vectors stay", () => {
  const positions = Float64Array.of(100, -5, 3);
  expect(wrapped({ positions }).positions).toEqual(positions);
  expect(createMinimumImage(undefined).apply(positions.slice())).toBe(100 ** 2 + 25 + 9);
});

describe("the grid in open space", () => {
  const random = createRandomStream("open");

  test("finds what trying all pairs finds, from points outside too", () => {
    const positions = Float64Array.from({ length: 600 }, () => 40 * random.uniform());
    for (const cutoff of [0.5, 3, 100]) {
      const grid = new NeighbourGrid(positions, cutoff, undefined);
      for (let n = 0; n < 40; n++) {
        const [x, y, z] = [0, 1, 2].map(() => 60 * random.uniform() - 10) as [number, number, number];
        const found: number[] = [];
        grid.near(x, y, z, (atom) => {
          found.push(atom);
          return false;
        });
        const expected = Array.from({ length: 200 }, (_, k) => k).filter(
          (k) =>
            (positions[3 * k]! - x) ** 2 + (positions[3 * k + 1]! - y) ** 2 + (positions[3 * k + 2]! - z) ** 2 <=
            cutoff ** 2,
        );
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }
    }
  });

  test("atoms far apart do not need a huge grid", () => {
    const positions = Float64Array.of(0, 0, 0, 1e7, 1e7, 1e7, 1, 0, 0);
    let count = 0;
    new NeighbourGrid(positions, 2, undefined).near(0, 0, 0, () => {
      count++;
      return false;
    });
    expect(count).toBe(2);
  });
});

test("a strain moves positions and cell alike", () => {
  const cell = { vectors: Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2) };
  const out = strained({ positions: Float64Array.of(1, 2, 3), cell }, [0.1, 0.2, 0, 0, 0, 0, 0, 0, -0.5]);
  expect(Array.from(out.positions, (x) => Number(x.toFixed(12)))).toEqual([1.5, 2, 1.5]);
  expect(Array.from(out.cell!.vectors, (x) => Number(x.toFixed(12)))).toEqual([2.2, 0, 0, 0.4, 2, 0, 0, 0, 1]);
});
