import { UnsupportedError } from "@qmmm/core";
import { type LowestEigenpair, lowestEigenpair } from "./davidson.js";
import {
  applyHessian,
  hasOrbitalHessian,
  orbitalDifferences,
  type RotationSymmetry,
  splitRotations,
} from "./orbital-hessian.js";
import type { OrbitalSet } from "./orbital-space.js";
import type { ScfProblem } from "./scf-problem.js";

/** Lowest eigenvalues below this count as an instability, Eh. */
export const UNSTABLE_BELOW = -1e-5;
const RESIDUAL = 1e-5;

/** Lowest eigenvalues of the real orbital Hessian A + B of a converged determinant, Eh. */
export interface StabilityReport {
  /** Within the same kind of determinant (RHF → RHF, UHF → UHF). */
  readonly internal: number;
  /** RHF → UHF; absent for other references. */
  readonly external?: number | undefined;
  /** Rotation of virtual into occupied orbitals, one matrix (virtual×occupied) per set, of the lowest internal mode. */
  readonly internalMode: readonly Float64Array[];
}

/**
 * Stability of a converged RHF or UHF determinant to real rotations of its orbitals: lowest eigenvalues of
 * (A+B)_ai,bj = δ(ε_a − ε_i) + 2(ai|bj) − (ab|ij) − (aj|ib) over spin orbitals. Seeger & Pople, J. Chem. Phys. 66, 3045
 * (1977), doi:10.1063/1.434318.
 *
 * @throws UnsupportedError `QMMM_SCF_STABILITY_UNSUPPORTED` for ROHF, or a contribution without a response
 */
export function analyseStability(problem: ScfProblem, sets: readonly OrbitalSet[]): StabilityReport {
  if (!hasOrbitalHessian(problem)) {
    throw new UnsupportedError(
      "QMMM_SCF_STABILITY_UNSUPPORTED",
      "Stability analysis is available for RHF and UHF without a response of the surroundings",
      { value: problem.reference, allowed: ["rhf", "uhf"], action: "Set scf.stability to off, or reference to uhf" },
    );
  }
  if (problem.reference === "uhf") {
    const { value, vector } = lowest(problem, sets, "uhf");
    return { internal: value, internalMode: splitRotations(problem, sets, vector) };
  }
  const singlet = lowest(problem, sets, "singlet");
  const triplet = lowest(problem, sets, "triplet");
  return {
    internal: singlet.value,
    external: triplet.value,
    internalMode: splitRotations(problem, sets, singlet.vector),
  };
}

function lowest(problem: ScfProblem, sets: readonly OrbitalSet[], symmetry: RotationSymmetry): LowestEigenpair {
  const diagonal = orbitalDifferences(problem, sets);
  if (diagonal.length === 0) return { value: Number.POSITIVE_INFINITY, vector: diagonal, residual: 0 };
  return lowestEigenpair(
    problem.algebra,
    diagonal,
    (vector) => applyHessian(problem, sets, diagonal, vector, symmetry),
    RESIDUAL,
  );
}
