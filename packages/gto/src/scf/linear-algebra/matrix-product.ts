/** Rows and columns of the tile of the product that is summed up in registers: nine sums leave room for their factors. */
const TILE = 3;
/** Inner dimension of a packed panel: panels of both sides stay in the processor's first cache. */
const DEPTH = 256;
/** Rows of the left matrix that are packed at a time: they stay in the second cache. Divisible by TILE. */
const ROWS = 96;
/** Sides below which packing costs as much as it saves. */
const NARROW = 4;

/** How a matrix is held: steps through the array from one row and one column to the next. */
export interface Strides {
  readonly row: number;
  readonly column: number;
}

/** What of a product is computed, and what becomes of it. */
export interface ProductOptions {
  /** Add to what `out` holds. */
  readonly accumulate?: boolean;
  /** The product is known to be symmetric: only tiles that touch the lower triangle are computed, the rest is untouched. */
  readonly lower?: boolean;
}

/**
 * Dense matrix products, with work space that is kept from one to the next. Both sides are packed into panels of three
 * interleaved rows or columns, which one pass multiplies into a tile of three by three: Goto & van de Geijn, ACM Trans.
 * Math. Softw. 34, 12 (2008), doi:10.1145/1356052.1356053.
 */
export class MatrixProduct {
  private left = new Float64Array(0);
  private right = new Float64Array(0);

  /** out (rows×columns, row-major) = or += a (rows×inner) · b (inner×columns); `out` must not overlap the others. */
  multiply(
    out: Float64Array,
    a: Float64Array,
    aStrides: Strides,
    b: Float64Array,
    bStrides: Strides,
    rows: number,
    inner: number,
    columns: number,
    { accumulate = false, lower = false }: ProductOptions = {},
  ): void {
    if (!accumulate) clear(out, rows, columns, lower);
    if (rows < NARROW || columns < NARROW) {
      addProduct(out, a, aStrides, b, bStrides, rows, inner, columns);
      return;
    }
    const depth = Math.min(DEPTH, inner);
    this.reserve(depth * padded(Math.min(ROWS, rows)), depth * padded(columns));
    const { left, right } = this;
    for (let k = 0; k < inner; k += depth) {
      const count = Math.min(depth, inner - k);
      pack(right, b, k * bStrides.row, bStrides.column, bStrides.row, columns, count);
      for (let first = 0; first < rows; first += ROWS) {
        const height = Math.min(ROWS, rows - first);
        pack(left, a, first * aStrides.row + k * aStrides.column, aStrides.row, aStrides.column, height, count);
        const width = lower ? Math.min(columns, first + height) : columns;
        for (let j = 0; j < width; j += TILE) {
          const start = lower && j > first ? j - first - ((j - first) % TILE) : 0;
          for (let i = start; i < height; i += TILE) {
            addTile(out, left, i * count, right, j * count, count, first + i, j, rows, columns);
          }
        }
      }
    }
  }

  private reserve(left: number, right: number): void {
    if (this.left.length < left) this.left = new Float64Array(left);
    if (this.right.length < right) this.right = new Float64Array(right);
  }
}

function padded(rows: number): number {
  return TILE * Math.ceil(rows / TILE);
}

function clear(out: Float64Array, rows: number, columns: number, lower: boolean): void {
  if (!lower) out.fill(0, 0, rows * columns);
  // Tiles reach over the diagonal.
  else for (let i = 0; i < rows; i++) out.fill(0, i * columns, i * columns + Math.min(columns, i + TILE));
}

/** packed[(row − row%3)·count + 3k + row%3] = matrix[start + row·across + k·along], zero beyond the last row. */
function pack(
  packed: Float64Array,
  matrix: Float64Array,
  start: number,
  across: number,
  along: number,
  rows: number,
  count: number,
): void {
  let to = 0;
  let row = 0;
  for (; row + 2 < rows; row += TILE) {
    let from0 = start + row * across;
    let from1 = from0 + across;
    let from2 = from1 + across;
    for (let k = 0; k < count; k++) {
      packed[to] = matrix[from0];
      packed[to + 1] = matrix[from1];
      packed[to + 2] = matrix[from2];
      to += TILE;
      from0 += along;
      from1 += along;
      from2 += along;
    }
  }
  if (row === rows) return;
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < TILE; i++) {
      packed[to++] = row + i < rows ? matrix[start + (row + i) * across + k * along] : 0;
    }
  }
}

/** Adds the product of two panels to a tile of `out`, as far as it has rows and columns there. */
function addTile(
  out: Float64Array,
  left: Float64Array,
  leftStart: number,
  right: Float64Array,
  rightStart: number,
  count: number,
  i: number,
  j: number,
  rows: number,
  columns: number,
): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  const end = 3 * count;
  for (let k = 0; k < end; k += 3) {
    const p = leftStart + k;
    const q = rightStart + k;
    const x0 = left[p];
    const x1 = left[p + 1];
    const x2 = left[p + 2];
    const y0 = right[q];
    c00 += x0 * y0;
    c10 += x1 * y0;
    c20 += x2 * y0;
    const y1 = right[q + 1];
    c01 += x0 * y1;
    c11 += x1 * y1;
    c21 += x2 * y1;
    const y2 = right[q + 2];
    c02 += x0 * y2;
    c12 += x1 * y2;
    c22 += x2 * y2;
  }
  let o = i * columns + j;
  const two = j + 1 < columns;
  const three = j + 2 < columns;
  out[o] += c00;
  if (two) out[o + 1] += c01;
  if (three) out[o + 2] += c02;
  if (i + 1 >= rows) return;
  o += columns;
  out[o] += c10;
  if (two) out[o + 1] += c11;
  if (three) out[o + 2] += c12;
  if (i + 2 >= rows) return;
  o += columns;
  out[o] += c20;
  if (two) out[o + 1] += c21;
  if (three) out[o + 2] += c22;
}

/** The same sum for a few rows or columns. */
function addProduct(
  out: Float64Array,
  a: Float64Array,
  aStrides: Strides,
  b: Float64Array,
  bStrides: Strides,
  rows: number,
  inner: number,
  columns: number,
): void {
  const { row, column } = bStrides;
  for (let i = 0; i < rows; i++) {
    const to = i * columns;
    const from = i * aStrides.row;
    if (row < column) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += a[from + k * aStrides.column] * b[k * row + j * column];
        out[to + j] += sum;
      }
    } else {
      for (let k = 0; k < inner; k++) {
        const factor = a[from + k * aStrides.column];
        for (let j = 0; j < columns; j++) out[to + j] += factor * b[k * row + j * column];
      }
    }
  }
}
