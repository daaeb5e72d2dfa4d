import { ConvergenceError, InputError, type QmmmError } from "@qmmm/core";

/** The interaction of induced dipoles, which are numbered by `members`. */
export interface Couplings {
  /** Sites that are polarisable, ascending. */
  readonly members: Int32Array;
  /** The field of the dipoles at each other: `field` = T·`dipoles`; length 3 × members each. */
  apply(field: Float64Array, dipoles: Float64Array): void;
}

/** The linear equations (1/α − T)·μ = E of the members of some couplings. */
export interface DipoleEquations {
  readonly couplings: Couplings;
  /** a0³, one per member. */
  readonly polarisabilities: Float64Array;
}

/** What an iterative solution took. */
export interface Iterations {
  readonly iterations: number;
}

/**
 * The error for dipoles that would lower their energy without end: the interaction of some sites is stronger than their
 * polarisabilities can balance (Thole 1981's "polarisation catastrophe").
 */
function catastrophe(): QmmmError {
  return new InputError(
    "QMMM_POLARISATION_CATASTROPHE",
    "The induced dipoles have no finite solution: some polarisable sites are too close to each other",
    {
      allowed: "sites apart by more than (4·α_i·α_j)^(1/6), or damped or excluded pairs",
      action: "Check the structure, use a damping model, or exclude bonded neighbours from each other's field",
    },
  );
}

/** A·μ = μ/α − T·μ. */
function multiply(out: Float64Array, { couplings, polarisabilities }: DipoleEquations, dipoles: Float64Array): void {
  couplings.apply(out, dipoles);
  for (let k = 0; k < out.length; k++) out[k] = dipoles[k] / polarisabilities[Math.floor(k / 3)] - out[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/**
 * Solves for the dipoles by conjugate gradients with the polarisabilities as preconditioner, starting from what `dipoles`
 * holds, until the residual is `tolerance` of the field, both weighted with the polarisabilities.
 *
 * @param dipoles - length 3 × members: the guess, then the solution
 * @param residual - overwritten with E − A·μ
 * @throws QmmmError `QMMM_POLARISATION_CATASTROPHE`, `QMMM_POLARISATION_NOT_CONVERGED`
 */
export function conjugateGradient(
  dipoles: Float64Array,
  residual: Float64Array,
  equations: DipoleEquations,
  field: Float64Array,
  tolerance: number,
  maxIterations: number,
): Iterations {
  const { polarisabilities } = equations;
  const size = dipoles.length;
  const search = new Float64Array(size);
  const image = new Float64Array(size);
  const conditioned = field.map((e, k) => polarisabilities[Math.floor(k / 3)] * e);
  const target = tolerance * tolerance * dot(field, conditioned);
  multiply(image, equations, dipoles);
  for (let k = 0; k < size; k++) residual[k] = field[k] - image[k];
  let previous = 0;
  for (let iterations = 0; ; iterations++) {
    for (let k = 0; k < size; k++) conditioned[k] = polarisabilities[Math.floor(k / 3)] * residual[k];
    const length = dot(residual, conditioned);
    if (length <= target) return { iterations };
    if (!(iterations < maxIterations)) {
      throw new ConvergenceError(
        "QMMM_POLARISATION_NOT_CONVERGED",
        `The induced dipoles are not converged after ${iterations} iterations`,
        {
          value: Math.sqrt(length / target) * tolerance,
          allowed: `a relative residual of ${tolerance}`,
          action: "Raise maxIterations or the tolerance, and check the structure",
        },
      );
    }
    const mix = iterations === 0 ? 0 : length / previous;
    for (let k = 0; k < size; k++) search[k] = conditioned[k] + mix * search[k];
    multiply(image, equations, search);
    const curvature = dot(search, image);
    if (!(curvature > 0)) throw catastrophe();
    const step = length / curvature;
    for (let k = 0; k < size; k++) {
      dipoles[k] += step * search[k];
      residual[k] -= step * image[k];
    }
    previous = length;
  }
}

/**
 * Cholesky factor L of the equations' matrix, row-major in its lower triangle; length (3 × members)². For few sites, and as
 * the reference of the iterative solution.
 *
 * @throws QmmmError `QMMM_POLARISATION_CATASTROPHE`
 */
export function choleskyFactor(equations: DipoleEquations): Float64Array {
  const size = 3 * equations.polarisabilities.length;
  const factor = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    unit[k] = 1;
    multiply(factor.subarray(k * size, (k + 1) * size), equations, unit);
    unit[k] = 0;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i === j && !(sum > 0)) throw catastrophe();
      factor[i * size + j] = i === j ? Math.sqrt(sum) : sum / factor[j * size + j];
    }
  }
  return factor;
}

/** Solves L·Lᵀ·μ = E; overwrites `dipoles`. */
export function choleskySolve(dipoles: Float64Array, factor: Float64Array, field: Float64Array): void {
  const size = field.length;
  for (let i = 0; i < size; i++) {
    let sum = field[i];
    for (let k = 0; k < i; k++) sum -= factor[i * size + k] * dipoles[k];
    dipoles[i] = sum / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = dipoles[i];
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i] * dipoles[k];
    dipoles[i] = sum / factor[i * size + i];
  }
}
