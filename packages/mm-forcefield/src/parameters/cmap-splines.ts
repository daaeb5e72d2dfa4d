import type { CmapGrid, CmapTerms } from "./mm-parameters.js";

/** The grids of corrections as the kernel takes them. */
export interface CmapTables {
  /** Where each correction's grid begins in `grids`. */
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  readonly grids: Float64Array;
}

/** Splines of all grids, one after the other. */
export function cmapTables({ gridOf, grids }: CmapTerms): CmapTables {
  const begins: number[] = [];
  const values: number[] = [];
  for (const grid of grids) {
    begins.push(values.length);
    for (const value of cmapSplines(grid)) values.push(value);
  }
  return {
    starts: Int32Array.from(gridOf, (grid) => begins[grid]!),
    sizes: Int32Array.from(gridOf, (grid) => grids[grid]!.size),
    grids: Float64Array.from(values),
  };
}

/**
 * What the kernel interpolates: value, slope along φ, slope along ψ and mixed derivative of each grid point, per grid
 * step; length 4·size². Slopes are those of periodic cubic splines through rows and columns.
 */
export function cmapSplines({ size, energies }: CmapGrid): Float64Array {
  const weights = splineWeights(size);
  const transposed = (grid: Float64Array): Float64Array =>
    grid.map((_, k) => grid[(k % size) * size + Math.floor(k / size)]!);
  const alongPsi = (grid: Float64Array): Float64Array => rowSlopes(grid, size, weights);
  const alongPhi = (grid: Float64Array): Float64Array => transposed(alongPsi(transposed(grid)));
  const byPhi = alongPhi(energies);
  const byPsi = alongPsi(energies);
  const byBoth = alongPsi(byPhi);
  const out = new Float64Array(4 * size * size);
  for (let point = 0; point < size * size; point++) {
    out[4 * point] = energies[point]!;
    out[4 * point + 1] = byPhi[point]!;
    out[4 * point + 2] = byPsi[point]!;
    out[4 * point + 3] = byBoth[point]!;
  }
  return out;
}

/**
 * Slopes of a periodic cubic spline with unit steps solve m(k−1) + 4m(k) + m(k+1) = 3(y(k+1) − y(k−1)). The inverse of this
 * circulant matrix is w(d) = (zᵈ + zⁿ⁻ᵈ)/((1 − zⁿ)·2√3) with z = √3 − 2, the root of z² + 4z + 1 inside the unit circle.
 */
function splineWeights(size: number): Float64Array {
  const z = Math.sqrt(3) - 2;
  const norm = (1 - z ** size) * 2 * Math.sqrt(3);
  return Float64Array.from({ length: size }, (_, d) => (z ** d + z ** (size - d)) / norm);
}

function rowSlopes(grid: Float64Array, size: number, weights: Float64Array): Float64Array {
  const slopes = new Float64Array(size * size);
  for (let row = 0; row < size * size; row += size) {
    for (let k = 0; k < size; k++) {
      const rise = 3 * (grid[row + ((k + 1) % size)]! - grid[row + ((k + size - 1) % size)]!);
      for (let m = 0; m < size; m++) slopes[row + m] += weights[(m - k + size) % size]! * rise;
    }
  }
  return slopes;
}
