import type { SpinDensities } from "../integrals/contracts.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { rohfEffectiveFock } from "./rohf-fock.js";
import type { ScfProblem } from "./scf-problem.js";

/**
 * Occupied orbitals travel as rows: k×N over the basis functions, k×M over the orthonormal vectors. For a closed shell
 * both spins share one array. An orbital set is what shares one Fock matrix: all orbitals (RHF, ROHF) or those of one spin.
 */

/** Orbitals that share one Fock matrix. */
export interface OrbitalSet {
  /** Orbitals over the basis functions, one per row, M×N. */
  readonly orbitals: Float64Array;
  /** Energies, Eh; length M. */
  readonly energies: Float64Array;
}

/** Occupied orbitals over the orthonormal vectors, from those over the functions. */
export function toOrthonormal(problem: ScfProblem, { alpha, beta }: SpinMatrices): SpinMatrices {
  const { algebra, basis, counts } = problem;
  const { functionCount: n, size: m } = basis;
  const rows = algebra.productTransposed(alpha, basis.covectors, counts.alpha, n, m);
  return {
    alpha: rows,
    beta: problem.reference === "rhf" ? rows : algebra.productTransposed(beta, basis.covectors, counts.beta, n, m),
  };
}

/** Occupied orbitals over the functions, from those over the orthonormal vectors. */
export function toFunctions(problem: ScfProblem, { alpha, beta }: SpinMatrices): SpinMatrices {
  const { algebra, basis, counts } = problem;
  const { functionCount: n, size: m } = basis;
  const rows = algebra.product(alpha, basis.vectors, counts.alpha, m, n);
  return {
    alpha: rows,
    beta: problem.reference === "rhf" ? rows : algebra.product(beta, basis.vectors, counts.beta, m, n),
  };
}

/** Spin densities of occupied orbitals over the functions. */
export function densitiesOf({ algebra, basis, counts, reference }: ScfProblem, occupied: SpinMatrices): SpinDensities {
  const alpha = algebra.outer(occupied.alpha, counts.alpha, basis.functionCount);
  return {
    alpha,
    beta: reference === "rhf" ? alpha : algebra.outer(occupied.beta, counts.beta, basis.functionCount),
  };
}

/** Projectors on occupied orbitals over the orthonormal vectors. */
export function projectorsOf({ algebra, basis, counts, reference }: ScfProblem, occupied: SpinMatrices): SpinMatrices {
  const alpha = algebra.outer(occupied.alpha, counts.alpha, basis.size);
  return { alpha, beta: reference === "rhf" ? alpha : algebra.outer(occupied.beta, counts.beta, basis.size) };
}

/** Fock matrices over the orthonormal vectors. */
export function orthonormalFock({ algebra, basis }: ScfProblem, fock: SpinMatrices): SpinMatrices {
  const { vectors, size, functionCount } = basis;
  const alpha = algebra.congruence(vectors, fock.alpha, size, functionCount);
  return {
    alpha,
    beta: fock.beta === fock.alpha ? alpha : algebra.congruence(vectors, fock.beta, size, functionCount),
  };
}

/** One Fock matrix per orbital set, over the orthonormal vectors, at given projectors on the occupied orbitals. */
export function fockOfSets(problem: ScfProblem, fock: SpinMatrices, projectors: SpinMatrices): Float64Array[] {
  const matrices = orthonormalFock(problem, fock);
  switch (problem.reference) {
    case "rhf":
      return [matrices.alpha];
    case "uhf":
      return [matrices.alpha, matrices.beta];
    case "rohf":
      return [rohfEffectiveFock(problem.algebra, matrices, projectors, problem.basis.size)];
  }
}
