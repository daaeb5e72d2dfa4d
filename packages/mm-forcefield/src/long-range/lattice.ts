import { type Cell, reciprocalOf, reducedCell } from "@qmmm/core";

/** How much longer (sum of squares) than the shortest vectors of a lattice those of a cell may be. */
const SLACK = 1.1;

/**
 * Cell vectors and reciprocal vectors (18 numbers) as kernels take them: those given, or the lattice's shortest ones when they
 * are much shorter, so that any cell that describes a lattice does. A cell of reasonable shape stays as it is: deformed a
 * little it must not change into another one, for grids and sets of waves belong to its vectors.
 */
export function latticeOf(cell: Cell): Float64Array {
  const size = ({ vectors }: Cell): number => vectors.reduce((sum, x) => sum + x * x, 0);
  const shortest = reducedCell(cell);
  const { vectors } = size(cell) <= SLACK * size(shortest) ? cell : shortest;
  return Float64Array.of(...vectors, ...reciprocalOf({ vectors }));
}
