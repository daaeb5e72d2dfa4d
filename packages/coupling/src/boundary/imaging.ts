import type { Geometry } from "@qmmm/core";
import { LatticeShift, smallestWidth } from "../numerics/lattice.js";
import type { Grouping, Placement } from "./charge-groups.js";

/**
 * Positions in which the region is whole, the groups bonded to it are attached and every other group is the image nearest
 * to the region's centre. Atoms move by lattice vectors only: the Jacobian is the identity, and under a strain of the
 * cell the images strain like the atoms.
 */
export interface Imaged {
  /** a0; length 3N; fresh. */
  readonly positions: Float64Array;
  /** Geometric centre of the region's atoms, a0. */
  readonly centre: readonly [number, number, number];
  /** Largest distance of a region atom from the centre, a0. */
  readonly extent: number;
  /** Smallest width of the cell, a0; infinite without one. */
  readonly cellWidth: number;
}

/** Images a geometry. Without a cell, nothing moves. */
export function image(geometry: Geometry, regionAtoms: Int32Array, grouping: Grouping): Imaged {
  const positions = geometry.positions.slice();
  const { cell } = geometry;
  const lattice = cell === undefined ? undefined : new LatticeShift(cell);
  if (lattice !== undefined) placeAll(positions, grouping.anchored, lattice);
  const centre = centreOf(positions, regionAtoms);
  if (lattice !== undefined) {
    for (const { atoms, placements } of grouping.free) {
      placeAll(positions, placements, lattice);
      const [x, y, z] = centreOf(positions, atoms);
      const shift = lattice.find(x - centre[0], y - centre[1], z - centre[2]);
      if (shift[0] === 0 && shift[1] === 0 && shift[2] === 0) continue;
      for (const atom of atoms) move(positions, atom, shift);
    }
  }
  let extent = 0;
  for (const atom of regionAtoms) extent = Math.max(extent, distanceTo(positions, atom, centre));
  return { positions, centre, extent, cellWidth: cell === undefined ? Number.POSITIVE_INFINITY : smallestWidth(cell) };
}

function placeAll(x: Float64Array, placements: readonly Placement[], lattice: LatticeShift): void {
  for (const { atom, beside } of placements) {
    const a = 3 * atom;
    const b = 3 * beside;
    move(x, atom, lattice.find(x[a]! - x[b]!, x[a + 1]! - x[b + 1]!, x[a + 2]! - x[b + 2]!));
  }
}

function move(x: Float64Array, atom: number, shift: Float64Array): void {
  x[3 * atom]! += shift[0]!;
  x[3 * atom + 1]! += shift[1]!;
  x[3 * atom + 2]! += shift[2]!;
}

function distanceTo(x: Float64Array, atom: number, centre: readonly [number, number, number]): number {
  return Math.hypot(x[3 * atom]! - centre[0], x[3 * atom + 1]! - centre[1], x[3 * atom + 2]! - centre[2]);
}

/** Geometric centre of some atoms, a0. */
export function centreOf(x: Float64Array, atoms: ArrayLike<number>): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < atoms.length; k++) {
    for (let i = 0; i < 3; i++) sum[i]! += x[3 * atoms[k]! + i]!;
  }
  return [sum[0] / atoms.length, sum[1] / atoms.length, sum[2] / atoms.length];
}
