import type { SpinDensities } from "../integrals/contracts.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { rohfEffectiveFock } from "./rohf-fock.js";
import type { ScfProblem } from "./scf-problem.js";

/**
 * Occupied orbitals travel as rows: k×N over the basis functions, k×M over the orthonormal vectors; where occupations are
 * fractional, times their roots. For a closed shell both spins share one array. An orbital set is what shares one Fock matrix: all orbitals (RHF, ROHF) or those of one spin.
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
  const { algebra, basis } = problem;
  const { functionCount: n, size: m } = basis;
  const taken = (rows: Float64Array) => algebra.productTransposed(rows, basis.covectors, rows.length / n, n, m);
  return ofSpins(problem, { alpha, beta }, taken);
}

/** Occupied orbitals over the functions, from those over the orthonormal vectors. */
export function toFunctions(problem: ScfProblem, { alpha, beta }: SpinMatrices): SpinMatrices {
  const { algebra, basis } = problem;
  const { functionCount: n, size: m } = basis;
  const taken = (rows: Float64Array) => algebra.product(rows, basis.vectors, rows.length / m, m, n);
  return ofSpins(problem, { alpha, beta }, taken);
}

/** Spin densities of occupied orbitals over the functions. */
export function densitiesOf(problem: ScfProblem, occupied: SpinMatrices): SpinDensities {
  const { algebra, basis } = problem;
  const n = basis.functionCount;
  return ofSpins(problem, occupied, (rows) => algebra.outer(rows, rows.length / n, n));
}

/** Projectors on occupied orbitals over the orthonormal vectors; density matrices there where occupations are fractional. */
export function projectorsOf(problem: ScfProblem, occupied: SpinMatrices): SpinMatrices {
  const { algebra, basis } = problem;
  return ofSpins(problem, occupied, (rows) => algebra.outer(rows, rows.length / basis.size, basis.size));
}

/** The same for either spin; once, and one array, for a closed shell. */
function ofSpins(
  { reference }: ScfProblem,
  { alpha, beta }: SpinMatrices,
  act: (rows: Float64Array) => Float64Array,
): SpinMatrices {
  const first = act(alpha);
  return { alpha: first, beta: reference === "rhf" ? first : act(beta) };
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
