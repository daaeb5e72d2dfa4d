import type { Cell } from "@qmmm/core";
import { cellVolume } from "@qmmm/core";

/** Lattice arithmetic of one periodic cell. Positions and shifts in a0, Cartesian. */
export class CellFrame {
  private readonly rows: Float64Array;
  /** Reciprocal vectors without 2π, as rows: fractional coordinate k is reciprocal row k times the position. */
  private readonly reciprocal: Float64Array;

  constructor(cell: Cell) {
    const h = cell.vectors;
    const volume = cellVolume(cell);
    this.rows = h;
    this.reciprocal = new Float64Array(9);
    for (let k = 0; k < 3; k++) {
      const p = 3 * ((k + 1) % 3);
      const q = 3 * ((k + 2) % 3);
      for (let x = 0; x < 3; x++) {
        const y = (x + 1) % 3;
        const z = (x + 2) % 3;
        this.reciprocal[3 * k + x] = (h[p + y]! * h[q + z]! - h[p + z]! * h[q + y]!) / volume;
      }
    }
  }

  /** Smallest distance between opposite faces, a0. */
  get smallestWidth(): number {
    const r = this.reciprocal;
    let longest = 0;
    for (let k = 0; k < 9; k += 3) longest = Math.max(longest, Math.hypot(r[k]!, r[k + 1]!, r[k + 2]!));
    return 1 / longest;
  }

  /**
   * Writes the lattice vector that brings the separation (x, y, z) to its image with fractional coordinates in
   * [−½, ½]. Every separation shorter than half the smallest width is found so, in any cell.
   */
  shiftOf(x: number, y: number, z: number, shift: Float64Array): void {
    const h = this.rows;
    const r = this.reciprocal;
    shift[0] = shift[1] = shift[2] = 0;
    for (let k = 0; k < 9; k += 3) {
      const turns = Math.round(r[k]! * x + r[k + 1]! * y + r[k + 2]! * z);
      shift[0]! -= turns * h[k]!;
      shift[1]! -= turns * h[k + 1]!;
      shift[2]! -= turns * h[k + 2]!;
    }
  }
}
