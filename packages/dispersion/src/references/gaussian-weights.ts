import { REFERENCES } from "./species.js";

/** A reference system as the Gaussian weighting sees it. */
export interface WeightedReference {
  /** Coordination number of the atom in the reference system. */
  readonly coordination: number;
  /** Number of Gaussians exp(−k·wf·ΔCN²), k = 1, 2, …, that are added up. */
  readonly gaussians: number;
}

/**
 * Weights of an atom's reference systems by closeness of coordination numbers, normalised to 1 (Grimme et al. 2010, eq 16).
 * Where every Gaussian underflows, the reference with the largest coordination number gets everything, as in the reference
 * programs.
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
  let norm = 0;
  let normSlope = 0;
  let largest = 0;
  references.forEach(({ coordination, gaussians }, a) => {
    const distance = cn - coordination;
    let weight = 0;
    let slope = 0;
    for (let k = 1; k <= gaussians; k++) {
      const gaussian = Math.exp(-k * steepness * distance * distance);
      weight += gaussian;
      slope -= 2 * k * steepness * distance * gaussian;
    }
    weights[at + a] = weight;
    slopes[at + a] = slope;
    norm += weight;
    normSlope += slope;
    largest = Math.max(largest, coordination);
  });
  if (references.length > REFERENCES) throw new RangeError("more references than a row holds");
  // A normal number, so that the quotients are accurate.
  const underflow = norm < 1e-300;
  references.forEach(({ coordination }, a) => {
    if (underflow) {
      weights[at + a] = coordination === largest ? 1 : 0;
      slopes[at + a] = 0;
      return;
    }
    const weight = weights[at + a]! / norm;
    slopes[at + a] = (slopes[at + a]! - weight * normSlope) / norm;
    weights[at + a] = weight;
  });
}
