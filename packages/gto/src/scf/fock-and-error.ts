import type { SpinMatrices } from "./fock-contribution.js";
import { fockOfSets, projectorsOf } from "./orbital-space.js";
import type { ScfProblem } from "./scf-problem.js";

/** Fock matrices of all orbital sets in a row, their commutators with the densities likewise, and the projectors. */
export function fockAndError(
  problem: ScfProblem,
  fock: SpinMatrices,
  occupied: SpinMatrices,
): { focks: Float64Array; error: Float64Array; projectors: readonly Float64Array[] } {
  const { algebra, basis, reference } = problem;
  const m = basis.size;
  const spin = projectorsOf(problem, occupied);
  const sets = fockOfSets(problem, fock, spin);
  const projectors =
    reference === "uhf"
      ? [spin.alpha, spin.beta]
      : [reference === "rohf" ? spin.alpha.map((value, i) => 0.5 * (value + spin.beta[i])) : spin.alpha];
  const focks = new Float64Array(sets.length * m * m);
  const error = new Float64Array(sets.length * m * m);
  // The commutator weighs a pair of spaces by its difference in occupation: twice, so that half-filled spaces count fully.
  const weight = reference === "rohf" ? 2 : 1;
  sets.forEach((matrix, s) => {
    const product = algebra.product(matrix, projectors[s], m, m, m);
    const offset = s * m * m;
    focks.set(matrix, offset);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) error[offset + i * m + j] = weight * (product[i * m + j] - product[j * m + i]);
    }
  });
  return { focks, error, projectors };
}
