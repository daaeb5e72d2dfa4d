import { describe, expect, test } from "vitest";
import {
  buildGaussianBasis,
  type DensityOnGrid,
  gridKernels,
  gtoKernels,
  loadBasisSet,
  molecularGrid,
  uniformGrid,
} from "../../src/index.js";

const kernels = gridKernels.kernels;
const ELEMENTS = Uint8Array.of(8, 1);
const NUCLEI = Float64Array.of(0, 0.1, 0, 1.2, 0.3, 1.4);

describe.each([
  ["cc-pVTZ, spherical with f", "cc-pVTZ", "spherical"],
  ["cc-pVTZ, Cartesian with f", "cc-pVTZ", "cartesian"],
  ["6-31G*", "6-31G*", "as-defined"],
] as const)("%s", (_, name, functions) => {
  const open = async () => {
    const basis = buildGaussianBasis(ELEMENTS, await loadBasisSet(name), { functions });
    return { basis, n: basis.functionCount, shells: Int32Array.from({ length: basis.shellCount }, (__, s) => s) };
  };

  test("first and second derivatives equal central differences", async () => {
    const { basis, n, shells } = await open();
    const points = Float64Array.of(0.3, -0.4, 0.8, 1.1, 0.9, -0.7);
    const h = 1e-4;
    const at = (axis: number, step: number): Float64Array => {
      const out = new Float64Array(10 * n * 2);
      const moved = points.map((x, i) => (i % 3 === axis ? x + step : x));
      kernels["gto/orbitalsOnGrid"](out, basis, NUCLEI, shells, moved, 2, 2);
      return out;
    };
    const here = at(0, 0);
    const second = [
      [4, 5, 6],
      [5, 7, 8],
      [6, 8, 9],
    ];
    for (let axis = 0; axis < 3; axis++) {
      const [one, other, two, another] = [h, -h, 2 * h, -2 * h].map((step) => at(axis, step));
      const slope = (i: number): number => (8 * (one![i]! - other![i]!) - (two![i]! - another![i]!)) / (12 * h);
      for (let i = 0; i < 2 * n; i++) {
        expect(Math.abs(here[(axis + 1) * 2 * n + i]! - slope(i))).toBeLessThan(1e-9);
        for (let k = 0; k < 3; k++) {
          const component = second[axis]![k]!;
          expect(Math.abs(here[component * 2 * n + i]! - slope((k + 1) * 2 * n + i))).toBeLessThan(1e-8);
        }
      }
    }
  });

  test("products integrate to the overlap and, as kinetic energies, to T", async () => {
    const { basis, n } = await open();
    const grid = molecularGrid(kernels["gto/partitionShares"], uniformGrid(60, 302, "none"), ELEMENTS, NUCLEI);
    const orbitals = kernels["gto/gridOrbitals"](basis, NUCLEI, grid, 0);
    const overlap = new Float64Array(n * n);
    const kinetic = new Float64Array(n * n);
    const byDensity = { density: grid.weights, gradient: null, kinetic: null };
    const byKinetic = { density: new Float64Array(grid.count), gradient: null, kinetic: grid.weights };
    orbitals.addPotentials([overlap, kinetic], [byDensity, byKinetic]);
    const expectedOverlap = new Float64Array(n * n);
    const expectedKinetic = new Float64Array(n * n);
    gtoKernels.kernels["gto/overlapKinetic"](expectedOverlap, expectedKinetic, basis, NUCLEI);
    for (let i = 0; i < n * n; i++) {
      expect(Math.abs(overlap[i]! - expectedOverlap[i]!)).toBeLessThan(1e-5);
      expect(Math.abs(kinetic[i]! - expectedKinetic[i]!)).toBeLessThan(1e-4);
    }
  });

  test("potentials are the transpose of densities, kept values or not, and gradients their derivative", async () => {
    const { basis, n } = await open();
    const recipe = uniformGrid(10, 26, "none");
    const grid = molecularGrid(kernels["gto/partitionShares"], recipe, ELEMENTS, NUCLEI);
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = Math.sin(3 * i + 7 * j);
    const wave = (seed: number, length: number): Float64Array =>
      Float64Array.from({ length }, (__, p) => Math.cos(seed + 1.7 * p) * grid.weights[p % grid.count]!);
    const derivatives: DensityOnGrid = {
      density: wave(1, grid.count),
      gradient: wave(2, 3 * grid.count),
      kinetic: wave(3, grid.count),
    };
    const empty = (): DensityOnGrid => ({
      density: new Float64Array(grid.count),
      gradient: new Float64Array(3 * grid.count),
      kinetic: new Float64Array(grid.count),
    });
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const contracted = (nuclei: Float64Array): number => {
      const moved = { ...grid, points: grid.points.slice() };
      for (let p = 0; p < grid.count; p++) {
        for (let k = 0; k < 3; k++) {
          const atom = 3 * grid.parents[p]! + k;
          moved.points[3 * p + k]! += nuclei[atom]! - NUCLEI[atom]!;
        }
      }
      const out = empty();
      kernels["gto/gridOrbitals"](basis, nuclei, moved, 0).densities([out], [matrix]);
      return (
        dot(out.density, derivatives.density) +
        dot(out.gradient!, derivatives.gradient!) +
        dot(out.kinetic!, derivatives.kinetic!)
      );
    };
    const energy = contracted(NUCLEI);
    for (const memory of [0, 1e9]) {
      const potential = new Float64Array(n * n);
      kernels["gto/gridOrbitals"](basis, NUCLEI, grid, memory).addPotentials([potential], [derivatives]);
      expect(Math.abs(dot(potential, matrix) / energy - 1)).toBeLessThan(1e-11);
    }
    const gradient = new Float64Array(6);
    kernels["gto/gridOrbitals"](basis, NUCLEI, grid, 0).addGradient(gradient, [matrix], [derivatives]);
    for (let i = 0; i < 6; i++) {
      const at = (h: number): number => contracted(NUCLEI.map((x, k) => (k === i ? x + h : x)));
      const h = 1e-4;
      const numerical = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      expect(Math.abs(gradient[i]! - numerical)).toBeLessThan(1e-6 * (1 + Math.abs(numerical)));
    }
  });
});
