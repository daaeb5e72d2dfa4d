import type { SpinMatrices } from "./fock-contribution.js";
import { addScaled } from "./linear-algebra/matrices.js";
import type { ScfProblem } from "./scf-problem.js";

/**
 * Energy-weighted density W = Σσ Pσ Fσ Pσ, N×N: the derivative of the energy with respect to the overlap is −W for RHF,
 * UHF and ROHF alike (Pulay 1969, doi:10.1080/00268976900100941; for ROHF the occupied–virtual and closed–open parts of
 * Σσ FσPσ vanish at convergence). Formed from the occupied orbitals, so that it matches the density exactly.
 */
export function energyWeightedDensity(problem: ScfProblem, fock: SpinMatrices, occupied: SpinMatrices): Float64Array {
  const { algebra, basis, counts } = problem;
  const n = basis.functionCount;
  const ofSpin = (rows: Float64Array, matrix: Float64Array, count: number): Float64Array =>
    algebra.expand(rows, algebra.congruence(rows, matrix, count, n), count, n);
  const weighted = ofSpin(occupied.alpha, fock.alpha, counts.alpha);
  addScaled(
    weighted,
    problem.reference === "rhf" ? weighted.slice() : ofSpin(occupied.beta, fock.beta, counts.beta),
    1,
  );
  return weighted;
}
