import type { KernelSignatures } from "@qmmm/core";
import { type FftPlan, fftPlan, transformRows } from "./fft-radix.js";
import type {} from "./signatures.js";

/** Work space and factors of transforms of an n0 × n1 × n2 grid. */
class Transform {
  readonly half: number;
  readonly along0: FftPlan;
  readonly along1: FftPlan;
  readonly along2: FftPlan;
  readonly work: readonly [Float64Array, Float64Array];
  /** exp(−2πi k/n2), k = 0 … n2/2. */
  readonly split: Float64Array;

  constructor(
    readonly n0: number,
    readonly n1: number,
    readonly n2: number,
  ) {
    this.half = n2 / 2;
    this.along0 = fftPlan(n0);
    this.along1 = fftPlan(n1);
    this.along2 = fftPlan(this.half);
    const rows = Math.max(n0, n1) * (this.half + 1);
    this.work = [new Float64Array(2 * rows), new Float64Array(2 * rows)];
    this.split = new Float64Array(n2 + 2);
    for (let k = 0; k <= this.half; k++) {
      this.split[2 * k] = Math.cos((2 * Math.PI * k) / n2);
      this.split[2 * k + 1] = -Math.sin((2 * Math.PI * k) / n2);
    }
  }
}

/**
 * Forward transform of a real grid: along the third direction by complex transforms of half the length (Sorensen et al.
 * 1987, doi:10.1109/TASSP.1987.1165220), all rows of a plane side by side, then along the second and the first.
 */
export const fftForward: KernelSignatures["mm/fftForward"] = (spectrum, grid, n0, n1, n2) => {
  const transform = new Transform(n0, n1, n2);
  const { half, split, work } = transform;
  const width = half + 1;
  for (let plane = 0; plane < n0; plane++) {
    const [first, second] = work;
    const start = plane * n1 * n2;
    for (let row = 0; row < n1; row++) {
      let at = start + row * n2;
      for (let k = 0; k < half; k++, at += 2) {
        const to = 2 * (k * n1 + row);
        first[to] = grid[at]!;
        first[to + 1] = grid[at + 1]!;
      }
    }
    const packed = transformRows(transform.along2, first, second, n1);
    const unpacked = packed === first ? second : first;
    for (let k = 0; k < width; k++) {
      // X[k] = ½(Z[k] + Z*[h−k]) − ½i·w^k·(Z[k] − Z*[h−k]) with Z of period h = n2/2.
      const wr = split[2 * k]!;
      const wi = split[2 * k + 1]!;
      let a = 2 * (k % half) * n1;
      let b = 2 * ((half - k) % half) * n1;
      for (let row = 0; row < n1; row++, a += 2, b += 2) {
        const evenR = 0.5 * (packed[a]! + packed[b]!);
        const evenI = 0.5 * (packed[a + 1]! - packed[b + 1]!);
        const oddR = 0.5 * (packed[a + 1]! + packed[b + 1]!);
        const oddI = -0.5 * (packed[a]! - packed[b]!);
        const to = 2 * (row * width + k);
        unpacked[to] = evenR + wr * oddR - wi * oddI;
        unpacked[to + 1] = evenI + wr * oddI + wi * oddR;
      }
    }
    const rows = transformRows(transform.along1, unpacked, packed, width);
    spectrum.set(rows.subarray(0, 2 * n1 * width), 2 * plane * n1 * width);
  }
  transformFirst(spectrum, transform, false);
};

/** Backward transform to a real grid, not normalised: the steps of the forward one in reverse. */
export const fftBackward: KernelSignatures["mm/fftBackward"] = (grid, spectrum, n0, n1, n2) => {
  const transform = new Transform(n0, n1, n2);
  const { half, split, work } = transform;
  const width = half + 1;
  transformFirst(spectrum, transform, true);
  for (let plane = 0; plane < n0; plane++) {
    const [first, second] = work;
    let from = 2 * plane * n1 * width;
    for (let to = 0; to < 2 * n1 * width; to += 2, from += 2) {
      first[to] = spectrum[from + 1]!;
      first[to + 1] = spectrum[from]!;
    }
    const rows = transformRows(transform.along1, first, second, width);
    const packed = rows === first ? second : first;
    for (let k = 0; k < half; k++) {
      // Z[k] = (X[k] + X*[h−k]) + i·w^−k·(X[k] − X*[h−k]); rows hold swapped parts, Z is stored swapped too.
      const wr = split[2 * k]!;
      const wi = -split[2 * k + 1]!;
      for (let row = 0; row < n1; row++) {
        const a = 2 * (row * width + k);
        const b = 2 * (row * width + half - k);
        const evenR = rows[a + 1]! + rows[b + 1]!;
        const evenI = rows[a]! - rows[b]!;
        const oddR = rows[a + 1]! - rows[b + 1]!;
        const oddI = rows[a]! + rows[b]!;
        const to = 2 * (k * n1 + row);
        packed[to + 1] = evenR - (wr * oddI + wi * oddR);
        packed[to] = evenI + (wr * oddR - wi * oddI);
      }
    }
    const unpacked = transformRows(transform.along2, packed, rows, n1);
    const start = plane * n1 * n2;
    for (let row = 0; row < n1; row++) {
      let at = start + row * n2;
      for (let k = 0; k < half; k++, at += 2) {
        const a = 2 * (k * n1 + row);
        grid[at] = unpacked[a + 1]!;
        grid[at + 1] = unpacked[a]!;
      }
    }
  }
};

/** Transforms of the half spectrum along the first direction, in place. */
function transformFirst(spectrum: Float64Array, transform: Transform, backward: boolean): void {
  const { n0, n1, half, along0, work } = transform;
  const [first, second] = work;
  const width = 2 * (half + 1);
  const [re, im] = backward ? [1, 0] : [0, 1];
  for (let row = 0; row < n1; row++) {
    for (let plane = 0; plane < n0; plane++) {
      const from = (plane * n1 + row) * width;
      const to = plane * width;
      for (let k = 0; k < width; k += 2) {
        first[to + k] = spectrum[from + k + re]!;
        first[to + k + 1] = spectrum[from + k + im]!;
      }
    }
    const rows = transformRows(along0, first, second, half + 1);
    for (let plane = 0; plane < n0; plane++) {
      const from = plane * width;
      const to = (plane * n1 + row) * width;
      for (let k = 0; k < width; k += 2) {
        spectrum[to + k + re] = rows[from + k]!;
        spectrum[to + k + im] = rows[from + k + 1]!;
      }
    }
  }
}
