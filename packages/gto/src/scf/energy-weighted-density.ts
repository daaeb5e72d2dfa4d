import type { SpinMatrices } from "./fock-contribution.js";
import { addScaled, symmetrised } from "./linear-algebra/matrices.js";
import type { ScfProblem } from "./scf-problem.js";

/**
 * Energy-weighted density W = Σσ Pσ Fσ Pσ, N×N: the derivative of the energy with respect to the overlap is −W for RHF,
 * UHF and ROHF alike (Pulay 1969, doi:10.1080/00268976900100941; for ROHF the occupied–virtual and closed–open parts of
 * Σσ FσPσ vanish at convergence), and W = ½ Σσ (Pσ Fσ S⁻¹ + S⁻¹ Fσ Pσ) where occupations are fractional. Formed from the
 * occupied orbitals, so that it matches the density exactly.
 */
export function energyWeightedDensity(problem: ScfProblem, fock: SpinMatrices, occupied: SpinMatrices): Float64Array {
  const ofSpin = problem.temperature > 0 ? fractional : integer;
  const weighted = ofSpin(problem, occupied.alpha, fock.alpha);
  addScaled(weighted, problem.reference === "rhf" ? weighted.slice() : ofSpin(problem, occupied.beta, fock.beta), 1);
  return weighted;
}

/** P·F·P. */
function integer({ algebra, basis }: ScfProblem, rows: Float64Array, fock: Float64Array): Float64Array {
  const n = basis.functionCount;
  const count = rows.length / n;
  return algebra.expand(rows, algebra.congruence(rows, fock, count, n), count, n);
}

/** ½(P·F·S⁻¹ + S⁻¹·F·P), as P·S·P is not P. */
function fractional({ algebra, basis }: ScfProblem, rows: Float64Array, fock: Float64Array): Float64Array {
  const n = basis.functionCount;
  const inverse = algebra.outer(basis.vectors, basis.size, n);
  const image = algebra.product(rows, fock, rows.length / n, n, n);
  const half = algebra.transposedProduct(
    rows,
    algebra.product(image, inverse, rows.length / n, n, n),
    n,
    rows.length / n,
    n,
  );
  return symmetrised(half, n).map((value) => 0.5 * value);
}
