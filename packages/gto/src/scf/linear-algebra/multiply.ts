import type { LinearAlgebraKernels } from "./contracts.js";

/** Columns of b that stay in the processor's first cache while rows of a pass. */
const COLUMNS = 256;
/** Rows of the inner dimension that are packed at a time. */
const DEPTH = 256;
/** Packing pays from this many elements of the product on. */
const WORTH_PACKING = 4096;

/** Matrix product of row-major matrices. */
export const multiply: LinearAlgebraKernels["gto/multiply"] = (
  out,
  a,
  b,
  rows,
  inner,
  columns,
  transposeA,
  transposeB,
) => {
  if (!transposeB) rowsTimesMatrix(out, a, b, rows, inner, columns, transposeA);
  else {
    const left = transposeA ? transposed(a, inner, rows) : a;
    if (rows * columns < WORTH_PACKING) rowTimesRow(out, left, b, rows, inner, columns);
    else packedRowTimesRow(out, left, b, rows, inner, columns);
  }
};

/** out = op(a)·b, two rows of `out` and four rows of the inner dimension at a time. */
function rowsTimesMatrix(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  transposeA: boolean,
): void {
  // Steps through `a` along a row of op(a) and from one row to the next.
  const along = transposeA ? rows : 1;
  const across = transposeA ? 1 : inner;
  const fours = inner - (inner % 4);
  out.fill(0, 0, rows * columns);
  for (let first = 0; first < columns; first += COLUMNS) {
    const end = Math.min(columns, first + COLUMNS);
    for (let k = 0; k < fours; k += 4) {
      const b0 = k * columns;
      const b1 = b0 + columns;
      const b2 = b1 + columns;
      const b3 = b2 + columns;
      for (let i = 0; i < rows; i += 2) {
        const f = i * across + k * along;
        const a0 = a[f];
        const a1 = a[f + along];
        const a2 = a[f + 2 * along];
        const a3 = a[f + 3 * along];
        const s = i * columns;
        if (i + 1 === rows) {
          for (let j = first; j < end; j++)
            out[s + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
          break;
        }
        const g = f + across;
        const c0 = a[g];
        const c1 = a[g + along];
        const c2 = a[g + 2 * along];
        const c3 = a[g + 3 * along];
        const t = s + columns;
        for (let j = first; j < end; j++) {
          const x0 = b[b0 + j];
          const x1 = b[b1 + j];
          const x2 = b[b2 + j];
          const x3 = b[b3 + j];
          out[s + j] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
          out[t + j] += c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3;
        }
      }
    }
    for (let k = fours; k < inner; k++) {
      const row = k * columns;
      for (let i = 0; i < rows; i++) {
        const factor = a[i * across + k * along];
        const s = i * columns;
        for (let j = first; j < end; j++) out[s + j] += factor * b[row + j];
      }
    }
  }
}

/** out = a·bᵀ by dot products of rows, in blocks of four by two. */
function rowTimesRow(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i += 4) {
    // At the edges the last row stands in for those that are not there.
    const a0 = i * inner;
    const a1 = i + 1 < rows ? a0 + inner : a0;
    const a2 = i + 2 < rows ? a1 + inner : a1;
    const a3 = i + 3 < rows ? a2 + inner : a2;
    for (let j = 0; j < columns; j += 2) {
      const b0 = j * inner;
      const b1 = j + 1 < columns ? b0 + inner : b0;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      for (let k = 0; k < inner; k++) {
        const y0 = b[b0 + k];
        const y1 = b[b1 + k];
        const x0 = a[a0 + k];
        s00 += x0 * y0;
        s01 += x0 * y1;
        const x1 = a[a1 + k];
        s10 += x1 * y0;
        s11 += x1 * y1;
        const x2 = a[a2 + k];
        s20 += x2 * y0;
        s21 += x2 * y1;
        const x3 = a[a3 + k];
        s30 += x3 * y0;
        s31 += x3 * y1;
      }
      let at = i * columns + j;
      out[at] = s00;
      if (b1 !== b0) out[at + 1] = s01;
      if (a1 === a0) continue;
      at += columns;
      out[at] = s10;
      if (b1 !== b0) out[at + 1] = s11;
      if (a2 === a1) continue;
      at += columns;
      out[at] = s20;
      if (b1 !== b0) out[at + 1] = s21;
      if (a3 === a2) continue;
      at += columns;
      out[at] = s30;
      if (b1 !== b0) out[at + 1] = s31;
    }
  }
}

/** The same in blocks of four by four, with four rows of each side interleaved so that they are read in one run. */
function packedRowTimesRow(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  const depth = Math.min(DEPTH, inner);
  const left = new Float64Array(depth * (rows + 3 - ((rows + 3) % 4)));
  const right = new Float64Array(depth * (columns + 3 - ((columns + 3) % 4)));
  out.fill(0, 0, rows * columns);
  for (let first = 0; first < inner; first += depth) {
    const count = Math.min(depth, inner - first);
    interleave(left, a, rows, inner, first, count);
    interleave(right, b, columns, inner, first, count);
    for (let j = 0; j < columns; j += 4) {
      for (let i = 0; i < rows; i += 4) addBlock(out, left, right, i, j, count, rows, columns);
    }
  }
}

/** packed[(row/4)·4·count + 4·k + row%4] = matrix[row, first + k], zero beyond the last row. */
function interleave(
  packed: Float64Array,
  matrix: Float64Array,
  rows: number,
  stride: number,
  first: number,
  count: number,
): void {
  for (let row = 0; row < rows + 3 - ((rows + 3) % 4); row++) {
    let target = (row - (row % 4)) * count + (row % 4);
    const source = row * stride + first;
    const inside = row < rows;
    for (let k = 0; k < count; k++, target += 4) packed[target] = inside ? matrix[source + k] : 0;
  }
}

function addBlock(
  out: Float64Array,
  left: Float64Array,
  right: Float64Array,
  i: number,
  j: number,
  count: number,
  rows: number,
  columns: number,
): void {
  let p = i * count;
  let q = j * count;
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  for (let k = 0; k < count; k++) {
    const y0 = right[q];
    const y1 = right[q + 1];
    const y2 = right[q + 2];
    const y3 = right[q + 3];
    q += 4;
    const x0 = left[p];
    c00 += x0 * y0;
    c01 += x0 * y1;
    c02 += x0 * y2;
    c03 += x0 * y3;
    const x1 = left[p + 1];
    c10 += x1 * y0;
    c11 += x1 * y1;
    c12 += x1 * y2;
    c13 += x1 * y3;
    const x2 = left[p + 2];
    c20 += x2 * y0;
    c21 += x2 * y1;
    c22 += x2 * y2;
    c23 += x2 * y3;
    const x3 = left[p + 3];
    c30 += x3 * y0;
    c31 += x3 * y1;
    c32 += x3 * y2;
    c33 += x3 * y3;
    p += 4;
  }
  addRow(out, i, j, rows, columns, c00, c01, c02, c03);
  addRow(out, i + 1, j, rows, columns, c10, c11, c12, c13);
  addRow(out, i + 2, j, rows, columns, c20, c21, c22, c23);
  addRow(out, i + 3, j, rows, columns, c30, c31, c32, c33);
}

/** Adds four values to row i from column j on, as far as there are a row and columns. */
function addRow(
  out: Float64Array,
  i: number,
  j: number,
  rows: number,
  columns: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
): void {
  if (i >= rows) return;
  const o = i * columns + j;
  out[o] += c0;
  if (j + 1 < columns) out[o + 1] += c1;
  if (j + 2 < columns) out[o + 2] += c2;
  if (j + 3 < columns) out[o + 3] += c3;
}

function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  return out;
}
