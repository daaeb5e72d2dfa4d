import { describe, expect, test } from "vitest";
import { treutlerAhlrichsScale } from "../../src/grid/atomic-radii.js";
import { eulerMaclaurin, type RadialGrid, treutlerAhlrichs } from "../../src/grid/radial.js";
import {
  atomicGrid,
  gridKernels,
  gridLevel,
  LEBEDEV_COUNTS,
  lebedevGrid,
  molecularGrid,
  standardGrid1,
} from "../../src/index.js";

const kernels = gridKernels.kernels;
const DEGREES = [3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 35, 41, 47, 53, 59, 65];

describe("quadratures of the sphere", () => {
  test.each(LEBEDEV_COUNTS.map((count, i) => [count, DEGREES[i]!] as const))(
    "%i points integrate (x/a + y/b + z/c) to the power %i − 1 exactly",
    (count, degree) => {
      const { directions, weights } = lebedevGrid(count);
      expect(weights).toHaveLength(count);
      // The mean of (n·u)^k over the sphere is 1/(k + 1) for a unit vector n and even k.
      const n = [0.36, 0.48, 0.8];
      const k = degree - 1;
      let mean = 0;
      weights.forEach((weight, p) => {
        let dot = 0;
        for (let axis = 0; axis < 3; axis++) dot += n[axis]! * directions[3 * p + axis]!;
        mean += weight * dot ** k;
      });
      expect(Math.abs(mean * (k + 1) - 1)).toBeLessThan(1e-12);
    },
  );

  test("a size that does not exist is refused", () => {
    expect(() => lebedevGrid(300)).toThrow(/no Lebedev quadrature/);
  });
});

test.each([
  ["Treutler and Ahlrichs", treutlerAhlrichs(75, treutlerAhlrichsScale(8)), 1e-10],
  ["Euler and Maclaurin", eulerMaclaurin(60, 1), 1e-6],
] as const)("radii of %s integrate Gaussians", (_, { radii, weights }: RadialGrid, tolerance) => {
  for (const exponent of [0.3, 1, 20]) {
    let integral = 0;
    radii.forEach((r, i) => {
      integral += weights[i]! * Math.exp(-exponent * r * r);
    });
    expect(Math.abs(integral / (0.25 * Math.sqrt(Math.PI / exponent ** 3)) - 1)).toBeLessThan(tolerance);
  }
});

const ELEMENTS = Uint8Array.of(8, 1, 17);
const NUCLEI = Float64Array.of(0, 0.1, 0, 1.2, 0.3, 1.4, -2.6, 0.4, 1.9);

test("Gaussians on all atoms are integrated, and only points that count are kept", () => {
  const grid = molecularGrid(kernels["gto/partitionShares"], gridLevel(4), ELEMENTS, NUCLEI);
  for (let a = 0; a < 3; a++) {
    let integral = 0;
    for (let p = 0; p < grid.count; p++) {
      let square = 0;
      for (let k = 0; k < 3; k++) square += (grid.points[3 * p + k]! - NUCLEI[3 * a + k]!) ** 2;
      integral += grid.weights[p]! * Math.exp(-1.3 * square);
    }
    expect(Math.abs(integral / (Math.PI / 1.3) ** 1.5 - 1)).toBeLessThan(3e-6);
  }
  expect(grid.blockOffset.at(-1)).toBe(grid.count);
});

test("SG-1 has as many points per atom as QUICK takes: 3752 for H, 3816 for C, N and O", () => {
  for (const [element, count] of [
    [1, 3752],
    [6, 3816],
    [7, 3816],
    [8, 3816],
  ] as const) {
    const { angular } = atomicGrid(standardGrid1("becke"), element);
    expect(angular.reduce((sum, points) => sum + points)).toBe(count);
  }
});

describe.each([
  ["Becke's cells with shifted borders", gridLevel(0)],
  ["the cells of Stratmann, Scuseria and Frisch", standardGrid1("stratmann")],
] as const)("%s", (_, recipe) => {
  const sum = (nuclei: Float64Array, factors: Float64Array | undefined, points: number): number => {
    const grid = molecularGrid(kernels["gto/partitionShares"], recipe, ELEMENTS, NUCLEI);
    // Points move with their parents.
    const moved = grid.points.map(
      (x, i) =>
        x +
        nuclei[3 * grid.parents[Math.floor(i / 3)]! + (i % 3)]! -
        NUCLEI[3 * grid.parents[Math.floor(i / 3)]! + (i % 3)]!,
    );
    const shares = new Float64Array(points);
    kernels["gto/partitionShares"](shares, grid.partition, nuclei, moved, grid.parents);
    return shares.reduce((total, share, p) => total + share * factors![p]!, 0);
  };

  test("derivatives of the shares equal central differences and add up to nothing", () => {
    const grid = molecularGrid(kernels["gto/partitionShares"], recipe, ELEMENTS, NUCLEI);
    const factors = grid.weights.map((weight, p) => {
      const [x, y, z] = grid.points.subarray(3 * p, 3 * p + 3);
      return weight * Math.cos(p) * Math.exp(-0.2 * (x! * x! + y! * y! + z! * z!));
    });
    const gradient = new Float64Array(9);
    kernels["gto/partitionGradient"](gradient, grid.partition, NUCLEI, grid.points, grid.parents, factors);
    for (let i = 0; i < 9; i++) {
      const at = (h: number): number => {
        const moved = NUCLEI.slice();
        moved[i]! += h;
        return sum(moved, factors, grid.count);
      };
      const h = 1e-3;
      const numerical = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      expect(Math.abs(gradient[i]! - numerical)).toBeLessThan(1e-8);
    }
    for (let k = 0; k < 3; k++)
      expect(Math.abs(gradient[k]! + gradient[3 + k]! + gradient[6 + k]!)).toBeLessThan(1e-10);
  });
});
