import { HARTREE_IN_WAVENUMBER } from "@qmmm/core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Harmonic vibrations, by ascending frequency. */
export interface NormalModes {
  /** Wavenumbers ν/c, cm⁻¹; imaginary ones negative; length M. */
  readonly wavenumbers: Float64Array;
  /** Directions in mass-weighted coordinates √m·x, orthonormal; M rows of length 3n. */
  readonly directions: readonly Float64Array[];
  /** Reduced masses, mₑ: of displacements whose squares sum to one; length M. */
  readonly reducedMasses: Float64Array;
}

/**
 * Normal modes of a Hessian (Wilson, Decius, Cross, Molecular Vibrations, 1955).
 *
 * @param hessian - Eh/a0², length (3n)²
 * @param masses - mₑ, length n
 * @param rigid - orthonormal directions in mass-weighted coordinates that are no vibrations (the Eckart conditions): they
 *   are projected out, and there are 3n minus as many modes
 */
export function normalModes(
  hessian: Float64Array,
  masses: Float64Array,
  rigid: readonly Float64Array[] = [],
): NormalModes {
  const size = 3 * masses.length;
  const weights = Float64Array.from({ length: size }, (_, k) => 1 / Math.sqrt(masses[Math.floor(k / 3)]!));
  const weighted = hessian.map((value, k) => value * weights[Math.floor(k / size)]! * weights[k % size]!);
  for (const direction of rigid) projectOut(weighted, direction);
  // The rigid directions now have the eigenvalue zero, as soft modes may have; moved far above all others, they are the last.
  const bound = 2 * rowSum(weighted, size) + 1e-3;
  for (const direction of rigid) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) weighted[i * size + j]! += bound * direction[i]! * direction[j]!;
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(size, size, weighted), {
    assumeSymmetric: true,
  });
  const count = size - rigid.length;
  const order = realEigenvalues.map((value, k) => [value, k] as const).sort((a, b) => a[0] - b[0]);
  const kept = order.slice(0, count);
  const directions = kept.map(([, k]) => phased(Float64Array.from(eigenvectorMatrix.getColumn(k))));
  return {
    wavenumbers: Float64Array.from(
      kept,
      ([value]) => Math.sign(value) * Math.sqrt(Math.abs(value)) * HARTREE_IN_WAVENUMBER,
    ),
    directions,
    reducedMasses: Float64Array.from(directions, (direction) => {
      let squares = 0;
      for (let k = 0; k < size; k++) squares += (direction[k]! * weights[k]!) ** 2;
      return 1 / squares;
    }),
  };
}

/** The mode in Cartesian coordinates, its squares summing to one; fresh. */
export function cartesian(direction: Float64Array, masses: Float64Array): Float64Array {
  const out = direction.map((value, k) => value / Math.sqrt(masses[Math.floor(k / 3)]!));
  const length = Math.hypot(...out);
  return out.map((value) => value / length);
}

/** A ← (1 − ddᵀ)·A·(1 − ddᵀ) for symmetric A. */
function projectOut(matrix: Float64Array, direction: Float64Array): void {
  const size = direction.length;
  const image = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * direction[j]!;
    image[i] = sum;
  }
  let along = 0;
  for (let i = 0; i < size; i++) along += image[i]! * direction[i]!;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      matrix[i * size + j]! +=
        along * direction[i]! * direction[j]! - image[i]! * direction[j]! - direction[i]! * image[j]!;
    }
  }
}

/** Gershgorin's bound of the eigenvalues. */
function rowSum(matrix: Float64Array, size: number): number {
  let most = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += Math.abs(matrix[i * size + j]!);
    most = Math.max(most, sum);
  }
  return most;
}

/** The sign of a mode means nothing: the largest component is made positive, so that results repeat. */
function phased(direction: Float64Array): Float64Array {
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) + 1e-8 ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}
