import { type ListedPairs, type PairParameters, ROW } from "../kernels/signatures.js";
import { type RadialTable, radialTable } from "../nonbonded/radial-table.js";
import type { DispersionAtoms } from "./dispersion-mesh.js";
import { type SmoothDispersion, smoothDispersion } from "./dispersion-shape.js";

/**
 * What the mesh holds of listed pairs, C·β⁶·h(β²r²), less the same at the cutoff: a table for the kernel of listed pairs, which takes
 * coefficients like charges.
 */
export function dispersionTable(beta: number, cutoff: number): RadialTable {
  const smooth: SmoothDispersion = { value: 0, slope: 0 };
  const beta6 = beta ** 6;
  smoothDispersion(smooth, (beta * cutoff) ** 2);
  const end = smooth.value;
  return radialTable((r) => {
    smoothDispersion(smooth, (beta * r) ** 2);
    return { value: beta6 * (smooth.value - end), slope: 2 * beta6 * beta * beta * r * smooth.slope };
  }, cutoff);
}

/** The atoms as charges without Lennard-Jones interaction. */
export function asCharges({ coefficients, region, kept }: DispersionAtoms): PairParameters {
  return {
    charges: coefficients,
    typeOf: new Int32Array(coefficients.length),
    typeCount: 1,
    c12: new Float64Array(1),
    c6: new Float64Array(1),
    region,
    coulombKept: kept,
    pairKept: Uint8Array.from(kept),
    exclusionStart: new Int32Array(coefficients.length + 1),
    exclusions: new Int32Array(0),
  };
}

/** The pairs of a list that have Lennard-Jones interaction, as pairs of charges alone. */
export function dispersingPairs({ order, images, rows, partners }: ListedPairs): ListedPairs {
  const kept = rows.slice();
  const found = new Int32Array(partners.length);
  let count = 0;
  for (let row = 0, begin = 0; row < rows.length; row += ROW.length) {
    const split = rows[row + ROW.split]!;
    kept[row + ROW.split] = count;
    found.set(partners.subarray(begin, split), count);
    count += split - begin;
    kept[row + ROW.end] = count;
    begin = rows[row + ROW.end]!;
  }
  return { order, images, rows: kept, partners: found.subarray(0, count) };
}
