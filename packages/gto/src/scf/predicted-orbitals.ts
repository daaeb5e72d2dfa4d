import type { MatrixAlgebra } from "./linear-algebra/matrices.js";
import { reorthonormalised } from "./warm-start.js";

/** Solutions that enter a prediction: order k = 2 of the predictor. */
export const EXTRAPOLATED_SOLUTIONS = 4;

/** Occupied orbitals of an earlier geometry, k×N, and the same times its overlap. */
export interface EarlierOrbitals {
  readonly orbitals: Float64Array;
  readonly dual: Float64Array;
}

/**
 * Weights of the latest, the last but one, … solution in the always stable predictor of K solutions,
 * B_j = (−1)^(j+1) j·C(2K, K−j)/C(2K−2, K−1): time-reversible up to order 2K − 1 of the time step. Kolafa, J. Comput. Chem. 25,
 * 335 (2004), doi:10.1002/jcc.10385.
 */
export function predictorWeights(solutions: number): Float64Array {
  return Float64Array.from({ length: solutions }, (_, i) => {
    const j = i + 1;
    const size = (j * binomial(2 * solutions, solutions - j)) / binomial(2 * solutions - 2, solutions - 1);
    return j % 2 === 1 ? size : -size;
  });
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}

/**
 * Occupied orbitals predicted from earlier ones, the latest first: Σ_j B_j (PS)_j C_1 with the projectors on the earlier occupied
 * spaces, so that rotations among occupied orbitals don't matter (Kühne, Krack, Mohamed & Parrinello 2007,
 * doi:10.1103/PhysRevLett.98.066401), orthonormalised in the overlap of the new geometry.
 *
 * @param overlap - of the new geometry, N×N
 * @returns fresh orbitals, or undefined when the prediction has become linearly dependent
 */
export function predictedOrbitals(
  algebra: MatrixAlgebra,
  history: readonly EarlierOrbitals[],
  overlap: Float64Array,
  functionCount: number,
): Float64Array | undefined {
  const n = functionCount;
  const latest = history[0].orbitals;
  const count = latest.length / n;
  if (history.length === 1 || count === 0) return reorthonormalised(algebra, latest, overlap, n);
  const weights = predictorWeights(history.length);
  const predicted = latest.map((value) => weights[0] * value);
  history.slice(1).forEach(({ orbitals, dual }, j) => {
    const shares = algebra.productTransposed(latest, dual, count, n, count);
    const aligned = algebra.product(shares, orbitals, count, count, n);
    for (let i = 0; i < predicted.length; i++) predicted[i] += weights[j + 1] * aligned[i];
  });
  return reorthonormalised(algebra, predicted, overlap, n);
}
