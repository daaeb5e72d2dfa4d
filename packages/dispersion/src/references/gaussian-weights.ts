/** A reference system as the Gaussian weighting sees it. */
export interface WeightedReference {
  /** Coordination number of the atom in the reference system. */
  readonly coordination: number;
  /** Number of Gaussians exp(−k·wf·ΔCN²), k = 1, 2, …, that are added up. */
  readonly gaussians: number;
}

/**
 * Weights of an atom's reference systems by closeness of coordination numbers, normalised to 1 (Grimme et al. 2010, eq 16).
 * The Gaussians share a factor that makes the nearest reference's 1, so that the sum never underflows.
 *
 * @param steepness - wf: 4 for D3, 6 for D4
 * @param at - first place of the atom's row in `weights` and `slopes` (derivative by the coordination number)
 */
export function gaussianWeights(
  references: readonly WeightedReference[],
  cn: number,
  steepness: number,
  weights: Float64Array,
  slopes: Float64Array,
  at: number,
): void {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { coordination } of references) nearest = Math.min(nearest, (cn - coordination) ** 2);
  let norm = 0;
  let normSlope = 0;
  references.forEach(({ coordination, gaussians }, a) => {
    const distance = cn - coordination;
    let weight = 0;
    let slope = 0;
    for (let k = 1; k <= gaussians; k++) {
      const gaussian = Math.exp(-steepness * (k * distance * distance - nearest));
      weight += gaussian;
      slope -= 2 * k * steepness * distance * gaussian;
    }
    weights[at + a] = weight;
    slopes[at + a] = slope;
    norm += weight;
    normSlope += slope;
  });
  references.forEach((_, a) => {
    const weight = weights[at + a]! / norm;
    slopes[at + a] = (slopes[at + a]! - weight * normSlope) / norm;
    weights[at + a] = weight;
  });
}
