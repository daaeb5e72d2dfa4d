import type { KernelSignatures } from "@qmmm/core";
import { HIGHEST_ORDER, splineAt } from "../long-range/b-spline.js";
import { componentsUpTo, EXPONENTS } from "./components.js";
import type {} from "./signatures.js";

const ROOM = HIGHEST_ORDER;
const NONE = new Float64Array(0);

/**
 * Splines of an order and their derivatives up to a rank at the grid points that they touch. A derivative of a cardinal
 * B-spline is a difference of two of one order less (Essmann et al. 1995, doi:10.1063/1.470117, eq. 3.8).
 */
class SplineDerivatives {
  /** Entry (3·rank + direction)·ROOM + j belongs to the j-th grid point of a direction. */
  readonly values: Float64Array;
  readonly offsets = new Int32Array(3 * ROOM);
  private readonly scratch = new Float64Array(ROOM + 1);

  constructor(
    private readonly rank: number,
    private readonly order: number,
    private readonly sizes: readonly [number, number, number],
  ) {
    this.values = new Float64Array((rank + 1) * 3 * ROOM);
  }

  set(positions: Float64Array, at: number, cell: Float64Array): void {
    const [, n1, n2] = this.sizes;
    const strides = [n1 * n2, n2, 1];
    for (let d = 0; d < 3; d++) {
      const w = 9 + 3 * d;
      const s = cell[w]! * positions[at]! + cell[w + 1]! * positions[at + 1]! + cell[w + 2]! * positions[at + 2]!;
      const n = this.sizes[d]!;
      const u = (s - Math.floor(s)) * n;
      let index = Math.floor(u);
      for (let r = 0; r <= this.rank; r++) this.derivative(r, (3 * r + d) * ROOM, u - index);
      if (index >= n) index -= n;
      for (let j = 0; j < this.order; j++) {
        this.offsets[d * ROOM + j] = index * strides[d]!;
        if (++index === n) index = 0;
      }
    }
  }

  private derivative(rank: number, at: number, w: number): void {
    const { values, scratch, order } = this;
    const lower = order - rank;
    scratch.fill(0);
    if (lower >= 3) splineAt(scratch, NONE, 0, lower, w);
    else if (lower === 2) scratch.set([1 - w, w]);
    else if (lower === 1) scratch[0] = 1;
    for (let difference = 0; difference < rank; difference++) {
      for (let j = order - 1; j > 0; j--) scratch[j] = scratch[j - 1]! - scratch[j]!;
      scratch[0] = -scratch[0]!;
    }
    for (let j = 0; j < order; j++) values[at + j] = scratch[j]!;
  }
}

/**
 * The matrix that turns derivatives by the grid's coordinates, up to a rank, into those by x, y and z: entry
 * [Cartesian·width + of the grid]. Its transpose turns moments the other way.
 */
function chainRule(rank: number, cell: Float64Array, sizes: readonly [number, number, number]): Float64Array {
  const width = componentsUpTo(rank);
  const matrix = new Float64Array(width * width);
  // ∂a∂b… of a product over directions: every way of choosing a grid direction for each factor.
  const expand = (row: number, directions: readonly number[], chosen: readonly number[], factor: number): void => {
    if (chosen.length === directions.length) {
      const powers = [0, 1, 2].map((d) => chosen.filter((c) => c === d).length);
      let column = 0;
      while (powers.some((power, d) => EXPONENTS[3 * column + d] !== power)) column++;
      matrix[row * width + column] += factor;
      return;
    }
    const a = directions[chosen.length]!;
    for (let d = 0; d < 3; d++) expand(row, directions, [...chosen, d], factor * sizes[d]! * cell[9 + 3 * d + a]!);
  };
  for (let row = 0; row < width; row++) {
    const directions = [0, 1, 2].flatMap((d) => new Array<number>(EXPONENTS[3 * row + d]!).fill(d));
    expand(row, directions, [], 1);
  }
  return matrix;
}

export const momentSpread: KernelSignatures["mm/momentSpread"] = (
  grid,
  positions,
  cell,
  moments,
  momentRank,
  order,
  n0,
  n1,
  n2,
) => {
  const width = componentsUpTo(momentRank);
  const splines = new SplineDerivatives(momentRank, order, [n0, n1, n2]);
  const { offsets, values } = splines;
  const matrix = chainRule(momentRank, cell, [n0, n1, n2]);
  const own = new Float64Array(width);
  grid.fill(0);
  for (let source = 0; 3 * source < positions.length; source++) {
    own.fill(0);
    for (let row = 0; row < width; row++) {
      const moment = moments[source * width + row]!;
      for (let k = 0; k < width; k++) own[k] += matrix[row * width + k]! * moment;
    }
    if (own.every((moment) => moment === 0)) continue;
    splines.set(positions, 3 * source, cell);
    for (let k = 0; k < width; k++) {
      const v0 = 3 * EXPONENTS[3 * k]! * ROOM;
      const v1 = (3 * EXPONENTS[3 * k + 1]! + 1) * ROOM;
      const v2 = (3 * EXPONENTS[3 * k + 2]! + 2) * ROOM;
      for (let i = 0; i < order; i++) {
        for (let j = 0; j < order; j++) {
          const weight = own[k]! * values[v0 + i]! * values[v1 + j]!;
          const row = offsets[i]! + offsets[ROOM + j]!;
          for (let l = 0; l < order; l++) grid[row + offsets[2 * ROOM + l]!] += weight * values[v2 + l]!;
        }
      }
    }
  }
};

export const gridDerivatives: KernelSignatures["mm/gridDerivatives"] = (
  derivatives,
  rank,
  grid,
  points,
  cell,
  order,
  n0,
  n1,
  n2,
) => {
  const width = componentsUpTo(rank);
  const splines = new SplineDerivatives(rank, order, [n0, n1, n2]);
  const { offsets, values } = splines;
  const matrix = chainRule(rank, cell, [n0, n1, n2]);
  const along = new Float64Array(width);
  /** Sums along the last direction, by its derivative. */
  const lines = new Float64Array(rank + 1);
  /** Sums over the last two directions, at [4·(derivative by the second) + derivative by the third]. */
  const sheets = new Float64Array(16);
  for (let point = 0; 3 * point < points.length; point++) {
    splines.set(points, 3 * point, cell);
    along.fill(0);
    for (let i = 0; i < order; i++) {
      sheets.fill(0);
      for (let j = 0; j < order; j++) {
        const row = offsets[i]! + offsets[ROOM + j]!;
        lines.fill(0);
        for (let l = 0; l < order; l++) {
          const g = grid[row + offsets[2 * ROOM + l]!]!;
          for (let c = 0; c <= rank; c++) lines[c] += g * values[(3 * c + 2) * ROOM + l]!;
        }
        for (let b = 0; b <= rank; b++) {
          const v = values[(3 * b + 1) * ROOM + j]!;
          for (let c = 0; c <= rank - b; c++) sheets[4 * b + c] += v * lines[c]!;
        }
      }
      for (let k = 0; k < width; k++) {
        along[k] +=
          values[3 * EXPONENTS[3 * k]! * ROOM + i]! * sheets[4 * EXPONENTS[3 * k + 1]! + EXPONENTS[3 * k + 2]!]!;
      }
    }
    for (let row = 0; row < width; row++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += matrix[row * width + k]! * along[k]!;
      derivatives[point * width + row] += sum;
    }
  }
};
