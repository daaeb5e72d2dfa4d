/** Largest magnitude. */
export function largest(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** Largest difference of two equally long lists. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return largest(Array.from(a, (x, k) => x - b[k]));
}
