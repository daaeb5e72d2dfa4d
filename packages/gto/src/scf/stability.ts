import { UnsupportedError } from "@qmmm/core";
import { type LowestEigenpair, lowestEigenpair } from "./davidson.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { hasOrbitalHessian, type RotationSymmetry } from "./orbital-hessian.js";
import type { OrbitalSet } from "./orbital-space.js";
import { orbitalSurface } from "./orbital-surface.js";
import type { ScfProblem } from "./scf-problem.js";

/** Lowest eigenvalues below this count as an instability, Eh. */
export const UNSTABLE_BELOW = -1e-5;
const RESIDUAL = 1e-5;

/** Lowest eigenvalues of the real orbital Hessian A + B of a converged determinant, Eh. */
export interface StabilityReport {
  /** Within the same kind of determinant (RHF → RHF, UHF → UHF, ROHF → ROHF). */
  readonly internal: number;
  /** RHF → UHF; absent for other references. */
  readonly external?: number | undefined;
  /** Rotation of the orbitals of the lowest internal mode, normalised. */
  readonly internalMode: Float64Array;
}

/**
 * Stability of a converged determinant to real rotations of its orbitals: lowest eigenvalues, for RHF and UHF, of
 * (A+B)_ai,bj = δ(ε_a − ε_i) + 2(ai|bj) − (ab|ij) − (aj|ib) over spin orbitals. Seeger & Pople, J. Chem. Phys. 66, 3045
 * (1977), doi:10.1063/1.434318. For ROHF, of the corresponding Hessian by rotations of both spins together.
 *
 * @throws UnsupportedError `QMMM_SCF_STABILITY_UNSUPPORTED` for a contribution without a response
 */
export function analyseStability(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  fock: SpinMatrices,
): StabilityReport {
  if (!hasOrbitalHessian(problem)) {
    throw new UnsupportedError(
      "QMMM_SCF_STABILITY_UNSUPPORTED",
      "Stability analysis needs whole occupations and contributions that tell how they respond, which surroundings with a response and nonlocal correlation do not",
      { value: problem.reference, action: "Set scf.stability to off" },
    );
  }
  if (problem.reference !== "rhf") {
    const { value, vector } = lowest(problem, sets, fock, "uhf");
    return { internal: value, internalMode: vector };
  }
  const singlet = lowest(problem, sets, fock, "singlet");
  const triplet = lowest(problem, sets, fock, "triplet");
  return { internal: singlet.value, external: triplet.value, internalMode: singlet.vector };
}

function lowest(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  fock: SpinMatrices,
  symmetry: RotationSymmetry,
): LowestEigenpair {
  const surface = orbitalSurface(problem, sets, fock, symmetry);
  const { diagonal } = surface;
  if (diagonal.length === 0) return { value: Number.POSITIVE_INFINITY, vector: diagonal, residual: 0 };
  return lowestEigenpair(problem.algebra, diagonal, (vector) => surface.multiply(vector), RESIDUAL);
}
