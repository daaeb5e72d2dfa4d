/** Value and derivative of a function of distance, E(r) and dE/dr. */
export interface RadialValue {
  readonly value: number;
  readonly slope: number;
}

/** Degree of the polynomials. */
const TABLE_DEGREE = 5;
/** Numbers per piece. */
const TABLE_WIDTH = TABLE_DEGREE + 2;
/** Each octave of r² has 2^6 pieces. */
const PIECE_BITS = 6;
/** Bits to the right of what numbers a piece, in the upper half of a double: 20 bits of it belong to the fraction. */
const TABLE_SHIFT = 20 - PIECE_BITS;
/** The table begins at 2^−OCTAVES of the squared cutoff: distances of a millionth of the cutoff. */
const OCTAVES = 40;
const FIRST = (1023 - OCTAVES) << PIECE_BITS;

/**
 * A function of distance that vanishes from the cutoff on, by polynomials in r². Pieces are equally wide within each octave of
 * x = r²/cutoff², so that one precision holds for all distances, and the leading bits of x number the piece:
 * (upper half of x >> 14) − 62912, for 2⁶ pieces an octave from x = 2⁻⁴⁰ on. From x = 1 to 2 the pieces are zero: pairs of a list that are beyond the cutoff
 * add nothing without being asked for. What lies outside of the table is below the least distance, or beyond the cutoff.
 *
 * Energies of Ewald's sum, of reaction fields, and damped or shifted ones all come to the pair kernel in this form.
 */
export interface RadialTable {
  readonly cutoff: number;
  /** 1/cutoff², one number. */
  readonly scale: Float64Array;
  /** Which of the two 32-bit halves of a double is the upper one here: 1 or 0. */
  readonly upperHalf: number;
  /** Seven numbers of each: the r² in its middle, then the coefficients by rising power of r² − middle. */
  readonly pieces: Float64Array;
}

/**
 * Tabulates a function. The derivative by r² is interpolated at Chebyshev points, the value is its integral: forces belong to
 * energies exactly. Derivatives of functions like 1/r are good to 1e-11, values to 1e-14.
 *
 * @param evaluate - for distances above zero (a0)
 */
export function radialTable(evaluate: (r: number) => RadialValue, cutoff: number): RadialTable {
  const inside = pieceOf(1) - FIRST;
  const pieces = new Float64Array(TABLE_WIDTH * (pieceOf(2) - FIRST));
  const squared = cutoff * cutoff;
  const slopes = new Float64Array(TABLE_DEGREE);
  for (let piece = 0; TABLE_WIDTH * piece < pieces.length; piece++) {
    const low = startOf(FIRST + piece) * squared;
    const half = (startOf(FIRST + piece + 1) * squared - low) / 2;
    const middle = low + half;
    const at = TABLE_WIDTH * piece;
    pieces[at] = middle;
    if (piece >= inside) continue;
    const bySquare = (u: number): number => {
      const r = Math.sqrt(middle + u);
      return evaluate(r).slope / (2 * r);
    };
    interpolate(slopes, bySquare, half);
    pieces[at + 1] = evaluate(Math.sqrt(middle)).value;
    for (let k = 0; k < TABLE_DEGREE; k++) pieces[at + 2 + k] = slopes[k]! / (k + 1);
  }
  return { cutoff, scale: Float64Array.of(1 / squared), upperHalf: UPPER_HALF, pieces };
}

/** Looks distances up one at a time, as the loops over pairs do in place. */
export class TableReader {
  value = 0;
  /** Derivative by r². */
  bySquare = 0;
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  constructor(private readonly table: RadialTable) {}

  /** Sets `value` and `bySquare` for a squared distance. */
  at(squared: number): void {
    const { pieces } = this.table;
    const x = squared * this.table.scale[0]!;
    this.double[0] = x;
    const at = TABLE_WIDTH * ((this.halves[UPPER_HALF]! >> TABLE_SHIFT) - FIRST);
    if (!(at >= 0 && at < pieces.length)) {
      this.value = x >= 1 ? 0 : Number.POSITIVE_INFINITY;
      this.bySquare = -this.value;
      return;
    }
    const u = squared - pieces[at]!;
    let value = pieces[at + TABLE_WIDTH - 1]!;
    let bySquare = 0;
    for (let k = TABLE_WIDTH - 2; k > 0; k--) {
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + k]!;
    }
    this.value = value;
    this.bySquare = bySquare;
  }
}

/** Where in a double's two 32-bit halves the upper one is. */
const UPPER_HALF = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

function pieceOf(x: number): number {
  return new Int32Array(Float64Array.of(x).buffer)[UPPER_HALF]! >> TABLE_SHIFT;
}

function startOf(piece: number): number {
  const bits = new Int32Array(2);
  bits[UPPER_HALF] = piece << TABLE_SHIFT;
  return new Float64Array(bits.buffer)[0]!;
}

/** Coefficients, by rising power, of the polynomial through a function's values at the Chebyshev points of ±half. */
function interpolate(coefficients: Float64Array, f: (u: number) => number, half: number): void {
  const count = coefficients.length;
  const nodes = Float64Array.from(coefficients, (_, k) => Math.cos((Math.PI * (k + 0.5)) / count));
  const differences = nodes.map((node) => f(node * half));
  for (let order = 1; order < count; order++) {
    for (let k = count - 1; k >= order; k--) {
      differences[k] = (differences[k]! - differences[k - 1]!) / (nodes[k]! - nodes[k - order]!);
    }
  }
  coefficients.fill(0);
  for (let k = count - 1; k >= 0; k--) {
    // Newton's form by Horner's rule: times (t − node), plus the next difference.
    for (let power = count - 1; power > 0; power--) {
      coefficients[power] = coefficients[power - 1]! - nodes[k]! * coefficients[power]!;
    }
    coefficients[0] = differences[k]! - nodes[k]! * coefficients[0]!;
  }
  for (let power = 1, scale = half; power < count; power++, scale *= half) coefficients[power]! /= scale;
}
