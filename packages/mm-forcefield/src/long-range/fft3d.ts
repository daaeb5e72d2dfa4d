import type { KernelSignatures } from "@qmmm/core";
import { type FftPlan, fftPlan, spectrumLength, transformRows } from "./fft-radix.js";
import type {} from "./signatures.js";

/** Work space and factors of transforms of an n0 × n1 × n2 grid. */
class Transform {
  /** Complex numbers in a row of the spectrum. */
  readonly width: number;
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
    this.width = spectrumLength(n2);
    this.along0 = fftPlan(n0);
    this.along1 = fftPlan(n1);
    this.along2 = fftPlan(n2 % 2 === 0 ? n2 / 2 : n2);
    const room = 2 * Math.max(n0 * this.width, n1 * this.width, n1 * this.along2.length);
    this.work = [new Float64Array(room), new Float64Array(room)];
    this.split = new Float64Array(2 * this.width);
    for (let k = 0; k < this.width; k++) {
      this.split[2 * k] = Math.cos((2 * Math.PI * k) / n2);
      this.split[2 * k + 1] = -Math.sin((2 * Math.PI * k) / n2);
    }
  }
}

/**
 * Forward transform of a real grid: along the third direction, all rows of a plane side by side, then along the second and
 * the first.
 */
export const fftForward: KernelSignatures["mm/fftForward"] = (spectrum, grid, n0, n1, n2) => {
  const transform = new Transform(n0, n1, n2);
  const { width, work } = transform;
  const rowsForward = n2 % 2 === 0 ? evenRowsForward : oddRowsForward;
  for (let plane = 0; plane < n0; plane++) {
    const along2 = rowsForward(grid, plane * n1 * n2, transform);
    const rows = transformRows(transform.along1, along2, other(work, along2), width);
    spectrum.set(rows.subarray(0, 2 * n1 * width), 2 * plane * n1 * width);
  }
  transformFirst(spectrum, transform, false);
};

/** Backward transform to a real grid, not normalised: the steps of the forward one in reverse. */
export const fftBackward: KernelSignatures["mm/fftBackward"] = (grid, spectrum, n0, n1, n2) => {
  const transform = new Transform(n0, n1, n2);
  const { width, work } = transform;
  const rowsBackward = n2 % 2 === 0 ? evenRowsBackward : oddRowsBackward;
  transformFirst(spectrum, transform, true);
  for (let plane = 0; plane < n0; plane++) {
    const [first, second] = work;
    let from = 2 * plane * n1 * width;
    for (let to = 0; to < 2 * n1 * width; to += 2, from += 2) {
      first[to] = spectrum[from + 1]!;
      first[to + 1] = spectrum[from]!;
    }
    rowsBackward(grid, plane * n1 * n2, transformRows(transform.along1, first, second, width), transform);
  }
};

function other(work: Transform["work"], one: Float64Array): Float64Array {
  return one === work[0] ? work[1] : work[0];
}

/**
 * A plane's rows of even length by complex transforms of half the length (Sorensen et al. 1987,
 * doi:10.1109/TASSP.1987.1165220).
 *
 * @returns work space with the spectra, one row of the plane after the other
 */
function evenRowsForward(grid: Float64Array, start: number, transform: Transform): Float64Array {
  const { n1, n2, width, split, work } = transform;
  const half = n2 / 2;
  const [first, second] = work;
  for (let row = 0; row < n1; row++) {
    let at = start + row * n2;
    for (let k = 0; k < half; k++, at += 2) {
      const to = 2 * (k * n1 + row);
      first[to] = grid[at]!;
      first[to + 1] = grid[at + 1]!;
    }
  }
  const packed = transformRows(transform.along2, first, second, n1);
  const spectra = other(work, packed);
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
      spectra[to] = evenR + wr * oddR - wi * oddI;
      spectra[to + 1] = evenI + wr * oddI + wi * oddR;
    }
  }
  return spectra;
}

/** From a plane's spectra, real and imaginary parts swapped, to its rows of even length. */
function evenRowsBackward(grid: Float64Array, start: number, spectra: Float64Array, transform: Transform): void {
  const { n1, n2, width, split, work } = transform;
  const half = n2 / 2;
  const packed = other(work, spectra);
  for (let k = 0; k < half; k++) {
    // Z[k] = (X[k] + X*[h−k]) + i·w^−k·(X[k] − X*[h−k]); the spectra hold swapped parts, Z is stored swapped too.
    const wr = split[2 * k]!;
    const wi = -split[2 * k + 1]!;
    for (let row = 0; row < n1; row++) {
      const a = 2 * (row * width + k);
      const b = 2 * (row * width + half - k);
      const evenR = spectra[a + 1]! + spectra[b + 1]!;
      const evenI = spectra[a]! - spectra[b]!;
      const oddR = spectra[a + 1]! - spectra[b + 1]!;
      const oddI = spectra[a]! + spectra[b]!;
      const to = 2 * (k * n1 + row);
      packed[to + 1] = evenR - (wr * oddI + wi * oddR);
      packed[to] = evenI + (wr * oddR - wi * oddI);
    }
  }
  const rows = transformRows(transform.along2, packed, spectra, n1);
  for (let row = 0; row < n1; row++) {
    let at = start + row * n2;
    for (let k = 0; k < half; k++, at += 2) {
      const a = 2 * (k * n1 + row);
      grid[at] = rows[a + 1]!;
      grid[at + 1] = rows[a]!;
    }
  }
}

/** As `evenRowsForward`, of rows of odd length, which have no halves to pair: complex transforms of the whole length. */
function oddRowsForward(grid: Float64Array, start: number, transform: Transform): Float64Array {
  const { n1, n2, width, work } = transform;
  const [first, second] = work;
  for (let row = 0; row < n1; row++) {
    for (let k = 0; k < n2; k++) {
      first[2 * (k * n1 + row)] = grid[start + row * n2 + k]!;
      first[2 * (k * n1 + row) + 1] = 0;
    }
  }
  const transformed = transformRows(transform.along2, first, second, n1);
  const spectra = other(work, transformed);
  for (let row = 0; row < n1; row++) {
    for (let k = 0; k < width; k++) {
      spectra[2 * (row * width + k)] = transformed[2 * (k * n1 + row)]!;
      spectra[2 * (row * width + k) + 1] = transformed[2 * (k * n1 + row) + 1]!;
    }
  }
  return spectra;
}

/** As `evenRowsBackward`, of rows of odd length: the spectrum's other half is the complex conjugate. */
function oddRowsBackward(grid: Float64Array, start: number, spectra: Float64Array, transform: Transform): void {
  const { n1, n2, width, work } = transform;
  const whole = other(work, spectra);
  for (let row = 0; row < n1; row++) {
    for (let k = 0; k < width; k++) {
      const im = spectra[2 * (row * width + k)]!;
      const re = spectra[2 * (row * width + k) + 1]!;
      whole[2 * (k * n1 + row)] = im;
      whole[2 * (k * n1 + row) + 1] = re;
      if (k === 0) continue;
      whole[2 * ((n2 - k) * n1 + row)] = -im;
      whole[2 * ((n2 - k) * n1 + row) + 1] = re;
    }
  }
  const rows = transformRows(transform.along2, whole, spectra, n1);
  for (let row = 0; row < n1; row++) {
    for (let k = 0; k < n2; k++) grid[start + row * n2 + k] = rows[2 * (k * n1 + row) + 1]!;
  }
}

/** Transforms of the half spectrum along the first direction, in place. */
function transformFirst(spectrum: Float64Array, transform: Transform, backward: boolean): void {
  const { n0, n1, along0, work } = transform;
  const [first, second] = work;
  const width = 2 * transform.width;
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
    const rows = transformRows(along0, first, second, transform.width);
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
