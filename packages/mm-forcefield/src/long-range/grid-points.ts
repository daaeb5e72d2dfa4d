/** Rows of a plane that count as one place: what so many rows of a few planes hold fits into a processor's nearest memory. */
const ROWS_TOGETHER = 8;

/**
 * Points on a grid, and an order in which neighbours follow each other: spreading and interpolating in this order stay within
 * memory that is at hand, where the order of atoms in a file would have them fetch every row from afar.
 */
export class GridPoints {
  /** Coordinates in grid steps, 0 ≤ u ≤ n in each direction; three per point. */
  readonly coordinates: Float64Array;
  /** The points sorted by plane and group of rows; those of one group keep their order. */
  readonly order: Int32Array;

  /** @param cell - 18 numbers, as kernels take them */
  constructor(positions: Float64Array, count: number, cell: Float64Array, n0: number, n1: number, n2: number) {
    const coordinates = new Float64Array(3 * count);
    const groups = Math.ceil(n1 / ROWS_TOGETHER);
    const groupOf = new Int32Array(count);
    const next = new Int32Array(n0 * groups + 1);
    for (let point = 0; point < count; point++) {
      const x = positions[3 * point]!;
      const y = positions[3 * point + 1]!;
      const z = positions[3 * point + 2]!;
      const s0 = cell[9]! * x + cell[10]! * y + cell[11]! * z;
      const s1 = cell[12]! * x + cell[13]! * y + cell[14]! * z;
      const s2 = cell[15]! * x + cell[16]! * y + cell[17]! * z;
      const u0 = (s0 - Math.floor(s0)) * n0;
      const u1 = (s1 - Math.floor(s1)) * n1;
      coordinates[3 * point] = u0;
      coordinates[3 * point + 1] = u1;
      coordinates[3 * point + 2] = (s2 - Math.floor(s2)) * n2;
      const plane = u0 < n0 ? u0 | 0 : 0;
      const row = u1 < n1 ? u1 | 0 : 0;
      const group = plane * groups + Math.floor(row / ROWS_TOGETHER);
      groupOf[point] = group;
      next[group + 1]++;
    }
    for (let group = 1; group < next.length; group++) next[group] += next[group - 1]!;
    const order = new Int32Array(count);
    for (let point = 0; point < count; point++) order[next[groupOf[point]!]++] = point;
    this.coordinates = coordinates;
    this.order = order;
  }
}
