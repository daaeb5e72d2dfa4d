import type { KernelSignatures } from "@qmmm/core";
import type {} from "./signatures.js";

/** Cells along one direction at most: bounds the memory of sparse systems. */
const MOST_CELLS = 128;

/**
 * Neighbour list by a cell grid. Each atom's partners come out ascending whatever the positions were, so that sums over
 * pairs have one order and a rebuilt list gives bit-identical energies.
 */
export const neighbourList: KernelSignatures["mm/neighbourList"] = (
  start,
  partners,
  positions,
  box,
  range,
  exclusionStart,
  exclusions,
) => {
  const atomCount = start.length - 1;
  const grid = makeGrid(positions, atomCount, box, range);
  const lower = lowerPartners(positions, atomCount, box, range, grid);
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

function makeGrid(positions: Float64Array, atomCount: number, box: Float64Array, range: number): Grid {
  const low = [0, 0, 0];
  const width = [0, 0, 0];
  const counts: [number, number, number] = [1, 1, 1];
  for (let d = 0; d < 3; d++) {
    width[d] = box[d]!;
    if (width[d] === 0) {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      for (let atom = 0; atom < atomCount; atom++) {
        min = Math.min(min, positions[3 * atom + d]!);
        max = Math.max(max, positions[3 * atom + d]!);
      }
      low[d] = min;
      width[d] = max - min;
    }
    counts[d] = Math.max(1, Math.min(MOST_CELLS, Math.floor(width[d]! / range)));
  }
  const cellOf = new Int32Array(atomCount);
  const first = new Int32Array(counts[0] * counts[1] * counts[2] + 1);
  for (let atom = 0; atom < atomCount; atom++) {
    let cell = 0;
    for (let d = 0; d < 3; d++) {
      const s = width[d]! > 0 ? (positions[3 * atom + d]! - low[d]!) / width[d]! : 0;
      const inside = box[d]! > 0 ? s - Math.floor(s) : s;
      cell = cell * counts[d]! + Math.min(counts[d]! - 1, Math.floor(inside * counts[d]!));
    }
    cellOf[atom] = cell;
    first[cell + 1]++;
  }
  for (let cell = 0; cell + 1 < first.length; cell++) first[cell + 1] += first[cell]!;
  const next = first.slice();
  const atoms = new Int32Array(atomCount);
  for (let atom = 0; atom < atomCount; atom++) atoms[next[cellOf[atom]!]++] = atom;
  return { counts, cellOf, atoms, first };
}

/** Cells from which a direction's neighbours come: each once, also where the grid is narrow. */
function nearby(index: number, count: number, periodic: boolean): readonly number[] {
  const found = new Set<number>();
  for (let k = index - 1; k <= index + 1; k++) {
    if (periodic) found.add((k + count) % count);
    else if (k >= 0 && k < count) found.add(k);
  }
  return [...found];
}

/** Partners i < j of each atom j that are nearer than the range. */
function lowerPartners(
  positions: Float64Array,
  atomCount: number,
  box: Float64Array,
  range: number,
  grid: Grid,
): { readonly start: Int32Array; readonly partners: Int32Array } {
  const [lx, ly, lz] = [box[0]!, box[1]!, box[2]!];
  const [ix, iy, iz] = [lx > 0 ? 1 / lx : 0, ly > 0 ? 1 / ly : 0, lz > 0 ? 1 / lz : 0];
  const range2 = range * range;
  const [, ny, nz] = grid.counts;
  const start = new Int32Array(atomCount + 1);
  let partners = new Int32Array(64 * atomCount);
  let count = 0;
  let near: number[] = [];
  let nearCell = -1;
  for (let j = 0; j < atomCount; j++) {
    const cell = grid.cellOf[j]!;
    if (cell !== nearCell) {
      nearCell = cell;
      near = [];
      const c = cell % nz;
      const b = Math.floor(cell / nz) % ny;
      const a = Math.floor(cell / (nz * ny));
      for (const p of nearby(a, grid.counts[0], lx > 0)) {
        for (const q of nearby(b, ny, ly > 0)) {
          for (const r of nearby(c, nz, lz > 0)) near.push((p * ny + q) * nz + r);
        }
      }
    }
    const xj = positions[3 * j]!;
    const yj = positions[3 * j + 1]!;
    const zj = positions[3 * j + 2]!;
    if (count + j > partners.length) {
      const longer = new Int32Array(Math.max(2 * partners.length, count + j));
      longer.set(partners);
      partners = longer;
    }
    for (const other of near) {
      const end = grid.first[other + 1]!;
      for (let n = grid.first[other]!; n < end; n++) {
        const i = grid.atoms[n]!;
        if (i >= j) break;
        let x = positions[3 * i]! - xj;
        let y = positions[3 * i + 1]! - yj;
        let z = positions[3 * i + 2]! - zj;
        x -= lx * Math.round(x * ix);
        y -= ly * Math.round(y * iy);
        z -= lz * Math.round(z * iz);
        if (x * x + y * y + z * z < range2) partners[count++] = i;
      }
    }
    start[j + 1] = count;
  }
  return { start, partners };
}
