import { createMinimumImage, type MinimumImage, reciprocalOf } from "./cell.js";
import type { Cell } from "./geometry.js";

/** Cells per atom at most, so that a few atoms far apart do not need a huge grid. */
const CELLS_PER_ATOM = 4;

/**
 * Finds atoms near a point without looking at all of them: atoms sorted into cells at least one cutoff wide, of which 27
 * are searched. Periodic geometries of any shape use fractional coordinates and nearest images.
 */
export class NeighbourGrid {
  /** Cells along the three directions. */
  private readonly count = [1, 1, 1];
  /** Fractional coordinates are `matrix`·(r − `origin`). */
  private readonly matrix: Float64Array;
  private readonly origin = new Float64Array(3);
  /** First entry of each cell in `sorted`. */
  private readonly start: Int32Array;
  private readonly sorted: Int32Array;
  private readonly image: MinimumImage;
  private readonly difference = new Float64Array(3);

  /**
   * @param positions - a0, length 3N; read during searches, so it must not change while the grid is used
   * @param cutoff - largest distance that will be asked for, a0
   * @param atoms - indices of the atoms to sort in; all when absent
   */
  constructor(
    private readonly positions: Float64Array,
    private readonly cutoff: number,
    private readonly cell: Cell | undefined,
    atoms?: ArrayLike<number>,
  ) {
    const chosen =
      atoms === undefined ? Int32Array.from({ length: positions.length / 3 }, (_, k) => k) : Int32Array.from(atoms);
    this.image = createMinimumImage(cell);
    this.matrix = cell === undefined ? this.boundingBox(chosen) : reciprocalOf(cell);
    this.chooseCounts(chosen.length);
    const cellCount = this.count[0]! * this.count[1]! * this.count[2]!;
    this.start = new Int32Array(cellCount + 1);
    this.sorted = new Int32Array(chosen.length);
    const cellOf = chosen.map((atom) =>
      this.cellAt(positions[3 * atom]!, positions[3 * atom + 1]!, positions[3 * atom + 2]!),
    );
    for (const index of cellOf) this.start[index + 1]!++;
    for (let k = 0; k < cellCount; k++) this.start[k + 1]! += this.start[k]!;
    const next = this.start.slice();
    chosen.forEach((atom, k) => {
      this.sorted[next[cellOf[k]!]!++] = atom;
    });
  }

  private boundingBox(atoms: Int32Array): Float64Array {
    const matrix = new Float64Array(9);
    for (let d = 0; d < 3; d++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (const atom of atoms) {
        low = Math.min(low, this.positions[3 * atom + d]!);
        high = Math.max(high, this.positions[3 * atom + d]!);
      }
      this.origin[d] = atoms.length === 0 ? 0 : low;
      // At least a cutoff wide, so that the cells beside a point's own are enough.
      matrix[4 * d] = 1 / Math.max(atoms.length === 0 ? 0 : high - low, this.cutoff, 1e-6);
    }
    return matrix;
  }

  private chooseCounts(atomCount: number): void {
    const widths = [0, 3, 6].map((k) => 1 / Math.hypot(this.matrix[k]!, this.matrix[k + 1]!, this.matrix[k + 2]!));
    const limit = CELLS_PER_ATOM * Math.max(atomCount, 1);
    let size = this.cutoff;
    const countAt = (width: number): number => Math.max(1, Math.floor(Math.min(width / size, 1e6)));
    while (countAt(widths[0]!) * countAt(widths[1]!) * countAt(widths[2]!) > limit)
      size = size > 0 ? size * 1.26 : 1e-3;
    widths.forEach((width, d) => {
      this.count[d] = countAt(width);
    });
  }

  private indexAlong(d: number, x: number, y: number, z: number): number {
    const m = this.matrix;
    const s =
      m[3 * d]! * (x - this.origin[0]!) + m[3 * d + 1]! * (y - this.origin[1]!) + m[3 * d + 2]! * (z - this.origin[2]!);
    const n = this.count[d]!;
    if (this.cell === undefined) return Math.max(-2, Math.min(n + 1, Math.floor(s * n)));
    return Math.min(n - 1, Math.floor((s - Math.floor(s)) * n));
  }

  private cellAt(x: number, y: number, z: number): number {
    const along = (d: number): number => Math.max(0, Math.min(this.count[d]! - 1, this.indexAlong(d, x, y, z)));
    return (along(0) * this.count[1]! + along(1)) * this.count[2]! + along(2);
  }

  /** First and last cell to search along a direction; may exceed the grid when periodic. */
  private range(d: number, x: number, y: number, z: number): readonly [number, number] {
    const n = this.count[d]!;
    const here = this.indexAlong(d, x, y, z);
    if (this.cell === undefined) return [Math.max(0, here - 1), Math.min(n - 1, here + 1)];
    return n < 3 ? [0, n - 1] : [here - 1, here + 1];
  }

  /**
   * Visits the atoms of the grid at most `cutoff` from a point, nearest images in a cell; an atom exactly there included.
   * A visitor that returns true ends the search.
   *
   * @returns true when a visitor ended it
   */
  near(x: number, y: number, z: number, visit: (atom: number, squaredDistance: number) => boolean): boolean {
    const { positions, difference, image, count, start, sorted } = this;
    const limit = this.cutoff ** 2;
    const [firstA, lastA] = this.range(0, x, y, z);
    const [firstB, lastB] = this.range(1, x, y, z);
    const [firstC, lastC] = this.range(2, x, y, z);
    const wrap = (k: number, n: number): number => (k < 0 ? k + n : k >= n ? k - n : k);
    for (let a = firstA; a <= lastA; a++) {
      for (let b = firstB; b <= lastB; b++) {
        for (let c = firstC; c <= lastC; c++) {
          const cell = (wrap(a, count[0]!) * count[1]! + wrap(b, count[1]!)) * count[2]! + wrap(c, count[2]!);
          for (let k = start[cell]!; k < start[cell + 1]!; k++) {
            const atom = sorted[k]!;
            difference[0] = positions[3 * atom]! - x;
            difference[1] = positions[3 * atom + 1]! - y;
            difference[2] = positions[3 * atom + 2]! - z;
            const squared = image.apply(difference);
            if (squared <= limit && visit(atom, squared)) return true;
          }
        }
      }
    }
    return false;
  }
}
