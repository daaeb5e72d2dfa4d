import type { KernelSignatures } from "@qmmm/core";
import { difference, isRectangular } from "./nearest-image.js";
import type {} from "./signatures.js";

/** Cells along one direction at most: bounds the memory of sparse systems. */
const MOST_CELLS = 128;
/** Grid cells per range: smaller cells fit the sphere better. */
const FINENESS = 2;

/**
 * Neighbour list by a cell grid. Each atom's partners come out ascending whatever the positions were, so that sums over
 * pairs have one order and a rebuilt list gives bit-identical energies.
 */
export const neighbourList: KernelSignatures["mm/neighbourList"] = (
  start,
  partners,
  positions,
  cell,
  range,
  exclusionStart,
  exclusions,
) => {
  const atomCount = start.length - 1;
  const grid = makeGrid(positions, atomCount, cell, range);
  const lower = lowerPartners(positions, atomCount, cell, range, grid);
  // Transpose: partners i < j of each j, visited with j ascending, give each i its partners j > i in order.
  const nextExclusion = exclusionStart.slice(0, atomCount);
  const isExcluded = (i: number, j: number): boolean => {
    const end = exclusionStart[i + 1]!;
    let k = nextExclusion[i]!;
    while (k < end && exclusions[k]! < j) k++;
    nextExclusion[i] = k;
    return k < end && exclusions[k] === j;
  };
  start.fill(0);
  for (let j = 0; j < atomCount; j++) {
    for (let n = lower.start[j]!; n < lower.start[j + 1]!; n++) {
      const i = lower.partners[n]!;
      if (isExcluded(i, j)) lower.partners[n] = -1;
      else start[i + 1]++;
    }
  }
  for (let i = 0; i < atomCount; i++) start[i + 1] += start[i]!;
  const count = start[atomCount]!;
  if (count > partners.length) return count;
  const next = start.slice(0, atomCount);
  for (let j = 0; j < atomCount; j++) {
    for (let n = lower.start[j]!; n < lower.start[j + 1]!; n++) {
      const i = lower.partners[n]!;
      if (i >= 0) partners[next[i]++] = j;
    }
  }
  return count;
};

interface Grid {
  readonly counts: readonly [number, number, number];
  readonly cellOf: Int32Array;
  /** Atoms by cell, ascending within each. */
  readonly atoms: Int32Array;
  readonly first: Int32Array;
}

function makeGrid(positions: Float64Array, atomCount: number, cell: Float64Array, range: number): Grid {
  // Fractional coordinates are matrix·(r − low): of the cell, or of the box around an open system.
  const periodic = cell.length > 0;
  const low = new Float64Array(3);
  const matrix = periodic ? cell.subarray(9) : new Float64Array(9);
  if (!periodic) {
    for (let d = 0; d < 3; d++) {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      for (let atom = 0; atom < atomCount; atom++) {
        min = Math.min(min, positions[3 * atom + d]!);
        max = Math.max(max, positions[3 * atom + d]!);
      }
      low[d] = min;
      matrix[4 * d] = 1 / Math.max(max - min, range);
    }
  }
  const counts = [0, 1, 2].map((d) => {
    const width = 1 / Math.hypot(matrix[3 * d]!, matrix[3 * d + 1]!, matrix[3 * d + 2]!);
    return Math.max(1, Math.min(MOST_CELLS, Math.floor((FINENESS * width) / range)));
  }) as [number, number, number];
  const cellOf = new Int32Array(atomCount);
  const first = new Int32Array(counts[0] * counts[1] * counts[2] + 1);
  for (let atom = 0; atom < atomCount; atom++) {
    const x = positions[3 * atom]! - low[0]!;
    const y = positions[3 * atom + 1]! - low[1]!;
    const z = positions[3 * atom + 2]! - low[2]!;
    let index = 0;
    for (let d = 0; d < 3; d++) {
      const s = matrix[3 * d]! * x + matrix[3 * d + 1]! * y + matrix[3 * d + 2]! * z;
      const inside = periodic ? s - Math.floor(s) : s;
      index = index * counts[d]! + Math.max(0, Math.min(counts[d]! - 1, Math.floor(inside * counts[d]!)));
    }
    cellOf[atom] = index;
    first[index + 1]++;
  }
  for (let index = 0; index + 1 < first.length; index++) first[index + 1] += first[index]!;
  const next = first.slice();
  const atoms = new Int32Array(atomCount);
  for (let atom = 0; atom < atomCount; atom++) atoms[next[cellOf[atom]!]++] = atom;
  return { counts, cellOf, atoms, first };
}

/** Cells of the grid that may hold atoms within range of those in one cell: each once, also where the grid is narrow. */
function cellsNear(index: number, counts: Grid["counts"], periodic: boolean): Int32Array {
  const [, ny, nz] = counts;
  const place = [Math.floor(index / (nz * ny)), Math.floor(index / nz) % ny, index % nz];
  const [alongA, alongB, alongC] = place.map((here, d) => {
    const count = counts[d]!;
    const found = new Set<number>();
    for (let k = here - FINENESS; k <= here + FINENESS; k++) {
      if (periodic) found.add((k + FINENESS * count) % count);
      else if (k >= 0 && k < count) found.add(k);
    }
    return [...found];
  });
  return Int32Array.from(alongA!.flatMap((a) => alongB!.flatMap((b) => alongC!.map((c) => (a * ny + b) * nz + c))));
}

/** Partners i < j of each atom j that are nearer than the range. */
function lowerPartners(
  positions: Float64Array,
  atomCount: number,
  cell: Float64Array,
  range: number,
  grid: Grid,
): { readonly start: Int32Array; readonly partners: Int32Array } {
  const periodic = cell.length > 0;
  const rectangular = periodic && isRectangular(cell);
  const [lx, ly, lz] = rectangular ? [cell[0]!, cell[4]!, cell[8]!] : [0, 0, 0];
  const [ix, iy, iz] = rectangular ? [cell[9]!, cell[13]!, cell[17]!] : [0, 0, 0];
  const skewed = periodic && !rectangular;
  const difference3 = new Float64Array(3);
  const range2 = range * range;
  const start = new Int32Array(atomCount + 1);
  let partners = new Int32Array(64 * atomCount);
  let count = 0;
  const nearOf: (Int32Array | undefined)[] = new Array(grid.first.length - 1).fill(undefined);
  for (let j = 0; j < atomCount; j++) {
    const index = grid.cellOf[j]!;
    const near = (nearOf[index] ??= cellsNear(index, grid.counts, periodic));
    const xj = positions[3 * j]!;
    const yj = positions[3 * j + 1]!;
    const zj = positions[3 * j + 2]!;
    if (count + j > partners.length) {
      const longer = new Int32Array(Math.max(2 * partners.length, count + j));
      longer.set(partners);
      partners = longer;
    }
    for (let m = 0; m < near.length; m++) {
      const other = near[m]!;
      const end = grid.first[other + 1]!;
      for (let n = grid.first[other]!; n < end; n++) {
        const i = grid.atoms[n]!;
        if (i >= j) break;
        let x = positions[3 * i]! - xj;
        let y = positions[3 * i + 1]! - yj;
        let z = positions[3 * i + 2]! - zj;
        // Faster than Math.round, and the same but for ties.
        x -= lx * Math.floor(x * ix + 0.5);
        y -= ly * Math.floor(y * iy + 0.5);
        z -= lz * Math.floor(z * iz + 0.5);
        if (skewed) {
          difference(difference3, 0, positions, 3 * i, 3 * j, cell);
          x = difference3[0]!;
          y = difference3[1]!;
          z = difference3[2]!;
        }
        if (x * x + y * y + z * z < range2) partners[count++] = i;
      }
    }
    start[j + 1] = count;
  }
  return { start, partners };
}
