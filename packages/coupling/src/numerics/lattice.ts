import type { Cell, MinimumImage } from "@qmmm/core";
import { createMinimumImage, reciprocalOf } from "@qmmm/core";

/** Smallest distance between opposite faces of a cell, a0. */
export function smallestWidth(cell: Cell): number {
  const w = reciprocalOf(cell);
  return 1 / Math.max(...[0, 3, 6].map((k) => Math.hypot(w[k]!, w[k + 1]!, w[k + 2]!)));
}

/** Finds the lattice vectors that bring points next to each other. */
export class LatticeShift {
  private readonly nearest: MinimumImage;
  private readonly separation = new Float64Array(3);
  /** The vector found last, a0; exactly zero when the points are next to each other already. */
  readonly vector = new Float64Array(3);

  constructor(cell: Cell) {
    this.nearest = createMinimumImage(cell);
  }

  /** Finds the vector that, added to the end of the separation (x, y, z), makes it as short as possible. */
  find(x: number, y: number, z: number): Float64Array {
    const { separation, vector } = this;
    separation[0] = x;
    separation[1] = y;
    separation[2] = z;
    this.nearest.apply(separation);
    vector[0] = separation[0] - x;
    vector[1] = separation[1] - y;
    vector[2] = separation[2] - z;
    return vector;
  }
}
