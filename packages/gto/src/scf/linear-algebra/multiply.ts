import type { LinearAlgebraKernels } from "./contracts.js";

/** Matrix product of row-major matrices, four rows of the inner dimension at a time. */
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
  if (transposeB) {
    rowTimesRow(out, transposeA ? transposed(a, inner, rows) : a, b, rows, inner, columns);
    return;
  }
  // Steps through `a` along a row of op(a) and from one row to the next.
  const along = transposeA ? rows : 1;
  const across = transposeA ? 1 : inner;
  const fours = inner - (inner % 4);
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    out.fill(0, start, start + columns);
    let k = 0;
    for (; k < fours; k += 4) {
      const first = i * across + k * along;
      const a0 = a[first];
      const a1 = a[first + along];
      const a2 = a[first + 2 * along];
      const a3 = a[first + 3 * along];
      const b0 = k * columns;
      const b1 = b0 + columns;
      const b2 = b1 + columns;
      const b3 = b2 + columns;
      for (let j = 0; j < columns; j++) {
        out[start + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
      }
    }
    for (; k < inner; k++) {
      const factor = a[i * across + k * along];
      const row = k * columns;
      for (let j = 0; j < columns; j++) out[start + j] += factor * b[row + j];
    }
  }
};

/** out = a·bᵀ by dot products of rows, in blocks of two by two. */
function rowTimesRow(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i += 2) {
    const a0 = i * inner;
    const a1 = i + 1 < rows ? a0 + inner : a0;
    for (let j = 0; j < columns; j += 2) {
      const b0 = j * inner;
      const b1 = j + 1 < columns ? b0 + inner : b0;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      for (let k = 0; k < inner; k++) {
        const x0 = a[a0 + k];
        const x1 = a[a1 + k];
        const y0 = b[b0 + k];
        const y1 = b[b1 + k];
        s00 += x0 * y0;
        s01 += x0 * y1;
        s10 += x1 * y0;
        s11 += x1 * y1;
      }
      out[i * columns + j] = s00;
      if (b1 !== b0) out[i * columns + j + 1] = s01;
      if (a1 !== a0) {
        out[(i + 1) * columns + j] = s10;
        if (b1 !== b0) out[(i + 1) * columns + j + 1] = s11;
      }
    }
  }
}

function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  return out;
}
