/**
 * Difference ri − rj of two positions, the nearest image where there is a cell. Rounding fractional coordinates finds the
 * nearest image of every pair nearer than half the smallest width of the cell, and of all pairs in an orthorhombic one.
 *
 * @param out - x, y, z from `at` on are overwritten
 * @param i - first coordinate of the atom, 3 × index
 */
export function difference(
  out: Float64Array,
  at: number,
  positions: Float64Array,
  i: number,
  j: number,
  cell: Float64Array,
): void {
  let x = positions[i]! - positions[j]!;
  let y = positions[i + 1]! - positions[j + 1]!;
  let z = positions[i + 2]! - positions[j + 2]!;
  if (cell.length > 0) {
    const a = Math.round(cell[9]! * x + cell[10]! * y + cell[11]! * z);
    const b = Math.round(cell[12]! * x + cell[13]! * y + cell[14]! * z);
    const c = Math.round(cell[15]! * x + cell[16]! * y + cell[17]! * z);
    x -= a * cell[0]! + b * cell[3]! + c * cell[6]!;
    y -= a * cell[1]! + b * cell[4]! + c * cell[7]!;
    z -= a * cell[2]! + b * cell[5]! + c * cell[8]!;
  }
  out[at] = x;
  out[at + 1] = y;
  out[at + 2] = z;
}
