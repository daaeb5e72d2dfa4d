import type { EamFile } from "@qmmm/io";
import type { EamParameters } from "./kernels/signatures.js";

/**
 * Coefficients (four per point, see `EamParameters`) of the piecewise cubic through tabulated values whose slopes at the
 * points are five-point differences, three- and two-point ones at the ends: the interpolation with which LAMMPS reads
 * such tables. Of the last point only the constant is set.
 */
export function tabulatedCubic(values: Float64Array, coefficients: Float64Array, at: number): void {
  const last = values.length - 1;
  const slope = (m: number): number => {
    if (m === 0) return values[1]! - values[0]!;
    if (m === last) return values[last]! - values[last - 1]!;
    if (m === 1 || m === last - 1) return 0.5 * (values[m + 1]! - values[m - 1]!);
    return (values[m - 2]! - values[m + 2]! + 8 * (values[m + 1]! - values[m - 1]!)) / 12;
  };
  for (let m = 0; m <= last; m++) {
    const to = at + 4 * m;
    coefficients[to + 2] = slope(m);
    coefficients[to + 3] = values[m]!;
    if (m === last) break;
    const rise = values[m + 1]! - values[m]!;
    coefficients[to] = slope(m) + slope(m + 1) - 2 * rise;
    coefficients[to + 1] = 3 * rise - 2 * slope(m) - slope(m + 1);
  }
}

/** Splines of the elements of a file that occur. @param chosen - index in the file of each type */
export function eamParameters(file: EamFile, chosen: readonly number[], typeOf: Int32Array): EamParameters {
  const typeCount = chosen.length;
  const tables: Float64Array[] = [];
  const beginnings = new Map<Float64Array, number>();
  let length = 0;
  const begin = (table: Float64Array): number => {
    const known = beginnings.get(table);
    if (known !== undefined) return known;
    beginnings.set(table, length);
    tables.push(table);
    length += 4 * table.length;
    return length - 4 * table.length;
  };
  const pairwise = (tablesOf: readonly (readonly Float64Array[])[]): Int32Array =>
    Int32Array.from(chosen.flatMap((a) => chosen.map((b) => begin(tablesOf[a]![b]!))));
  const embeddingAt = Int32Array.from(chosen, (element) => begin(file.embedding[element]!));
  const densityAt = pairwise(file.density);
  const pairAt = pairwise(file.pair);
  const splines = new Float64Array(length);
  for (const table of tables) tabulatedCubic(table, splines, beginnings.get(table)!);
  return {
    typeOf,
    typeCount,
    cutoff: file.cutoff,
    densityCount: file.densityGrid.count,
    densityStep: file.densityGrid.step,
    radialCount: file.radialGrid.count,
    radialStep: file.radialGrid.step,
    splines,
    embeddingAt,
    densityAt,
    pairAt,
  };
}
