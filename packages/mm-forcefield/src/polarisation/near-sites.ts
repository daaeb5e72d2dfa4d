import { NeighbourGrid } from "@qmmm/core";
import type { PairScalings } from "./sites.js";

/** Pairs of sites with their nearest images: partners j > i of site i stand from `start[i]` to `start[i + 1]`, ascending. */
export interface NearSites {
  readonly start: Int32Array;
  readonly partners: Int32Array;
  /** 18 numbers as kernels take them. */
  readonly cell: Float64Array;
}

/** The pairs within a distance, and all that have factors of their own. */
export function nearSites(
  positions: Float64Array,
  cell: Float64Array,
  distance: number,
  scalings: PairScalings,
): NearSites {
  const grid = new NeighbourGrid(positions, distance, { vectors: cell.slice(0, 9) });
  const count = positions.length / 3;
  const start = new Int32Array(count + 1);
  const partners: number[] = [];
  for (let i = 0; i < count; i++) {
    const own = new Set(scalings.partners.subarray(scalings.start[i], scalings.start[i + 1]));
    grid.near(positions[3 * i], positions[3 * i + 1], positions[3 * i + 2], (j) => {
      if (j > i) own.add(j);
      return false;
    });
    for (const j of [...own].sort((a, b) => a - b)) partners.push(j);
    start[i + 1] = partners.length;
  }
  return { start, partners: Int32Array.from(partners), cell };
}
