import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { MolecularGrid } from "./contracts.js";
import { shellExtents, shellsOfBlock } from "./significant-shells.js";

/** One block of points with the functions that reach it. */
export interface GridBlock {
  readonly first: number;
  readonly count: number;
  readonly shells: Int32Array;
  /** Indices in the whole basis. */
  readonly functions: Int32Array;
  /** Largest magnitude of each function at the points, slopes included; set when they are computed. */
  readonly largest: Float64Array;
  /** Values and first derivatives, once computed and where there is room. */
  kept?: Float64Array;
}

/** Blocks of a grid that functions reach. */
export function gridBlocks(basis: GaussianBasis, nuclei: Float64Array, grid: MolecularGrid): GridBlock[] {
  const extents = shellExtents(basis);
  const { blockOffset, points } = grid;
  const blocks: GridBlock[] = [];
  for (let b = 0; b + 1 < blockOffset.length; b++) {
    const first = blockOffset[b];
    const end = blockOffset[b + 1];
    const shells = shellsOfBlock(basis, nuclei, extents, points, first, end);
    const functions = functionsOf(basis, shells);
    if (functions.length === 0) continue;
    blocks.push({ first, count: end - first, shells, functions, largest: new Float64Array(functions.length) });
  }
  return blocks;
}

function functionsOf(basis: GaussianBasis, shells: Int32Array): Int32Array {
  const functions: number[] = [];
  for (const s of shells) {
    for (let f = basis.functionOffset[s]; f < basis.functionOffset[s + 1]; f++) functions.push(f);
  }
  return Int32Array.from(functions);
}
