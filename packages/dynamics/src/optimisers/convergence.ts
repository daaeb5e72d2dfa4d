/** Thresholds below which an optimisation counts as converged. Cartesian components of the atoms that may move. */
export interface ConvergenceCriteria {
  /** Largest component of the forces, Eh/a0. */
  readonly maxForce: number;
  /** Root mean square of the components, Eh/a0. */
  readonly rmsForce: number;
  /** Largest component of the last step, a0. */
  readonly maxDisplacement: number;
  /** Root mean square of its components, a0. */
  readonly rmsDisplacement: number;
}

/** Sets of criteria in common use, those of Gaussian 16 (gaussian.com/opt). */
export const CONVERGENCE_PRESETS = {
  loose: { maxForce: 2.5e-3, rmsForce: 1.667e-3, maxDisplacement: 1e-2, rmsDisplacement: 6.667e-3 },
  default: { maxForce: 4.5e-4, rmsForce: 3e-4, maxDisplacement: 1.8e-3, rmsDisplacement: 1.2e-3 },
  tight: { maxForce: 1.5e-5, rmsForce: 1e-5, maxDisplacement: 6e-5, rmsDisplacement: 4e-5 },
} as const satisfies Record<string, ConvergenceCriteria>;

/** Name of a set of criteria. */
export type ConvergencePreset = keyof typeof CONVERGENCE_PRESETS;

/** Forces this much smaller than their thresholds are enough, however long the last step was (as in Gaussian). */
const FORCES_ALONE = 100;

/** What the criteria are compared with. */
export interface ConvergenceMeasures {
  readonly maxForce: number;
  readonly rmsForce: number;
  /** Infinite before the first step. */
  readonly maxDisplacement: number;
  readonly rmsDisplacement: number;
}

function largest(vector: Float64Array): number {
  let max = 0;
  for (let k = 0; k < vector.length; k++) max = Math.max(max, Math.abs(vector[k]!));
  return max;
}

function rootMeanSquare(vector: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += vector[k]! * vector[k]!;
  return vector.length === 0 ? 0 : Math.sqrt(sum / vector.length);
}

/**
 * Measures a point and the step that led to it.
 *
 * @param gradient - Eh/a0, of the coordinates that may change
 * @param step - a0; undefined before the first step
 */
export function measureConvergence(gradient: Float64Array, step: Float64Array | undefined): ConvergenceMeasures {
  return {
    maxForce: largest(gradient),
    rmsForce: rootMeanSquare(gradient),
    maxDisplacement: step === undefined ? Number.POSITIVE_INFINITY : largest(step),
    rmsDisplacement: step === undefined ? Number.POSITIVE_INFINITY : rootMeanSquare(step),
  };
}

/** True when all four measures are below their thresholds, or the forces a hundred times below theirs. */
export function isConverged(measures: ConvergenceMeasures, criteria: ConvergenceCriteria): boolean {
  const forcesBelow = (divisor: number) =>
    measures.maxForce <= criteria.maxForce / divisor && measures.rmsForce <= criteria.rmsForce / divisor;
  const displacementsBelow =
    measures.maxDisplacement <= criteria.maxDisplacement && measures.rmsDisplacement <= criteria.rmsDisplacement;
  return (forcesBelow(1) && displacementsBelow) || forcesBelow(FORCES_ALONE);
}
