/**
 * An internal coordinate of a chain of points p₀ p₁ p₂ …, as a function of the differences pₖ₊₁ − pₖ between neighbours
 * in the chain: so it knows nothing of origins and periodic images.
 */
export interface InternalCoordinate {
  readonly name: string;
  /** Number of points. */
  readonly points: number;
  /** Period of its values (2π for a dihedral); undefined when it has none. */
  readonly period?: number | undefined;
  /**
   * Value at the differences (a0; length 3(points − 1)).
   *
   * @param gradient - derivative with respect to the differences, overwritten; NaN where it is undefined
   */
  evaluate(differences: Float64Array, gradient: Float64Array): number;
}

/** Difference of two values, the shortest way round for a coordinate with a period. */
export function shortestDifference(coordinate: InternalCoordinate, value: number, reference: number): number {
  const { period } = coordinate;
  const plain = value - reference;
  return period === undefined ? plain : plain - period * Math.round(plain / period);
}
