import type { KernelSignatures } from "@qmmm/core";
import type {} from "./signatures.js";

/** Cells of the grid per range: smaller ones fit the sphere better. */
const FINENESS = 2;
/** Cells along one direction at most: bounds the memory of sparse systems. */
const MOST_CELLS = 64;

/**
 * Neighbours with their images, by a grid of cells in fractional coordinates. Where the periodic cell is smaller than
 * the range the search goes around it as often as needed. Every atom j in turn is entered with the atoms that see it, so
 * that all lists come out ascending whatever the positions were: sums have one order, and a list made anew gives
 * bit-identical energies.
 */
export const fullNeighbours: KernelSignatures["mm/fullNeighbours"] = (
  start,
  partners,
  images,
  positions,
  cell,
  range,
) => {
  const grid = new Grid(positions, cell, range);
  start.fill(0);
  grid.visit((i) => {
    start[i + 1]++;
  });
  const atomCount = start.length - 1;
  for (let i = 0; i < atomCount; i++) start[i + 1] += start[i]!;
  const count = start[atomCount]!;
  if (count > partners.length) return count;
  const next = start.slice(0, atomCount);
  grid.visit((i, j, a, b, c) => {
    const n = next[i]++;
    partners[n] = j;
    images[3 * n] = a;
    images[3 * n + 1] = b;
    images[3 * n + 2] = c;
  });
  return count;
};

/** Takes an atom, a neighbour j, and the cell vectors to add to the position of j. */
type Visitor = (i: number, j: number, a: number, b: number, c: number) => void;

class Grid {
  private readonly atomCount: number;
  private readonly periodic: boolean;
  /** Positions moved into the cell, and the whole cell vectors by which they were moved. */
  private readonly inside: Float64Array;
  private readonly moved: Int32Array;
  private readonly counts: readonly [number, number, number];
  /** How many cells of the grid the range reaches over. */
  private readonly reach: readonly [number, number, number];
  /** Place of each atom in the grid. */
  private readonly place: Int32Array;
  /** Atoms by cell of the grid, ascending within each. */
  private readonly atoms: Int32Array;
  private readonly first: Int32Array;

  constructor(
    positions: Float64Array,
    private readonly cell: Float64Array,
    private readonly range: number,
  ) {
    this.atomCount = positions.length / 3;
    this.periodic = cell.length > 0;
    this.inside = positions.slice();
    this.moved = new Int32Array(positions.length);
    const { matrix, low } = this.fractionalMap(positions);
    const widths = [0, 3, 6].map((k) => 1 / Math.hypot(matrix[k]!, matrix[k + 1]!, matrix[k + 2]!));
    this.counts = widths.map((width) => Math.max(1, Math.min(MOST_CELLS, Math.floor((FINENESS * width) / range)))) as [
      number,
      number,
      number,
    ];
    this.reach = widths.map((width, d) => Math.ceil((range * this.counts[d]!) / width)) as [number, number, number];
    this.place = new Int32Array(positions.length);
    const [, ny, nz] = this.counts;
    this.first = new Int32Array(this.counts[0] * ny * nz + 1);
    const cellOf = new Int32Array(this.atomCount);
    for (let atom = 0; atom < this.atomCount; atom++) {
      const at = 3 * atom;
      const x = positions[at]! - low[0]!;
      const y = positions[at + 1]! - low[1]!;
      const z = positions[at + 2]! - low[2]!;
      for (let d = 0; d < 3; d++) {
        const s = matrix[3 * d]! * x + matrix[3 * d + 1]! * y + matrix[3 * d + 2]! * z;
        this.place[at + d] = this.placeAlong(at, d, s);
      }
      const index = (this.place[at]! * ny + this.place[at + 1]!) * nz + this.place[at + 2]!;
      cellOf[atom] = index;
      this.first[index + 1]++;
    }
    for (let index = 0; index + 1 < this.first.length; index++) this.first[index + 1] += this.first[index]!;
    const next = this.first.slice();
    this.atoms = new Int32Array(this.atomCount);
    for (let atom = 0; atom < this.atomCount; atom++) this.atoms[next[cellOf[atom]!]++] = atom;
  }

  /** Fractional coordinates are matrix·(r − low): of the cell, or of the box around an open system. */
  private fractionalMap(positions: Float64Array): { readonly matrix: Float64Array; readonly low: Float64Array } {
    const low = new Float64Array(3);
    if (this.periodic) return { matrix: this.cell.subarray(9), low };
    const matrix = new Float64Array(9);
    for (let d = 0; d < 3; d++) {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      for (let atom = 0; atom < this.atomCount; atom++) {
        min = Math.min(min, positions[3 * atom + d]!);
        max = Math.max(max, positions[3 * atom + d]!);
      }
      low[d] = min;
      matrix[4 * d] = 1 / Math.max(max - min, this.range);
    }
    return { matrix, low };
  }

  /** Place along a direction of an atom with the fractional coordinate s; moves it into the cell. */
  private placeAlong(at: number, d: number, s: number): number {
    const count = this.counts[d]!;
    if (!this.periodic) return Math.max(0, Math.min(count - 1, Math.floor(s * count)));
    let cells = Math.floor(s);
    // A coordinate just below a whole number may round up to it.
    if (s - cells >= 1) cells++;
    this.moved[at + d] = -cells;
    for (let k = 0; k < 3; k++) this.inside[at + k] -= cells * this.cell[3 * d + k]!;
    return Math.max(0, Math.min(count - 1, Math.floor((s - cells) * count)));
  }

  /** Visits all pairs nearer than the range, both ways, by ascending j and then one order of images. */
  visit(visitor: Visitor): void {
    const { inside, moved, cell, atoms, first, periodic } = this;
    const [nx, ny, nz] = this.counts;
    const [reachX, reachY, reachZ] = this.reach;
    const range2 = this.range * this.range;
    for (let j = 0; j < this.atomCount; j++) {
      const at = 3 * j;
      for (let a = this.place[at]! - reachX; a <= this.place[at]! + reachX; a++) {
        const imageA = Math.floor(a / nx);
        if (!periodic && imageA !== 0) continue;
        for (let b = this.place[at + 1]! - reachY; b <= this.place[at + 1]! + reachY; b++) {
          const imageB = Math.floor(b / ny);
          if (!periodic && imageB !== 0) continue;
          for (let c = this.place[at + 2]! - reachZ; c <= this.place[at + 2]! + reachZ; c++) {
            const imageC = Math.floor(c / nz);
            if (!periodic && imageC !== 0) continue;
            let x = -inside[at]!;
            let y = -inside[at + 1]!;
            let z = -inside[at + 2]!;
            if (periodic) {
              x += imageA * cell[0]! + imageB * cell[3]! + imageC * cell[6]!;
              y += imageA * cell[1]! + imageB * cell[4]! + imageC * cell[7]!;
              z += imageA * cell[2]! + imageB * cell[5]! + imageC * cell[8]!;
            }
            const index = ((a - imageA * nx) * ny + (b - imageB * ny)) * nz + (c - imageC * nz);
            const end = first[index + 1]!;
            for (let n = first[index]!; n < end; n++) {
              const i = atoms[n]!;
              const dx = inside[3 * i]! + x;
              const dy = inside[3 * i + 1]! + y;
              const dz = inside[3 * i + 2]! + z;
              if (dx * dx + dy * dy + dz * dz >= range2) continue;
              if (i === j && imageA === 0 && imageB === 0 && imageC === 0) continue;
              visitor(
                i,
                j,
                moved[at]! - moved[3 * i]! - imageA,
                moved[at + 1]! - moved[3 * i + 1]! - imageB,
                moved[at + 2]! - moved[3 * i + 2]! - imageC,
              );
            }
          }
        }
      }
    }
  }
}
