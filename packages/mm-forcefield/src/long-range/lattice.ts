import { type Cell, reciprocalOf, reducedCell } from "@qmmm/core";

/** How much longer (sum of squares) than the shortest vectors of a lattice those of a cell may be. */
const SLACK = 1.1;

/**
 * Cell vectors and reciprocal vectors (18 numbers) as kernels take them: those given, or the lattice's shortest ones when they
 * are much shorter, so that any cell that describes a lattice does. A cell of reasonable shape stays as it is: deformed a
 * little it must not change into another one, for grids and sets of waves belong to its vectors.
 *
 * @throws QmmmError `QMMM_CELL_INVALID` for a cell without volume or a left-handed one
 */
export function latticeOf(cell: Cell): Float64Array {
  const size = ({ vectors }: Cell): number => vectors.reduce((sum, x) => sum + x * x, 0);
  const reciprocal = reciprocalOf(cell);
  const shortest = reducedCell(cell);
  if (size(cell) <= SLACK * size(shortest)) return Float64Array.of(...cell.vectors, ...reciprocal);
  return Float64Array.of(...shortest.vectors, ...reciprocalOf(shortest));
}
