import { LuFactors } from "./lu-factors.js";

/** Smallest pivot of a matrix that counts as regular. */
const SINGULAR = 1e-14;

/**
 * Solves A·x = b by Gaussian elimination with row pivoting.
 *
 * @param a - n×n, row-major; not modified
 * @returns x, or undefined when A is singular to working precision
 */
export function solveLinear(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const factors = new LuFactors(a, n);
  return factors.smallestPivot > SINGULAR ? factors.solve(b) : undefined;
}
