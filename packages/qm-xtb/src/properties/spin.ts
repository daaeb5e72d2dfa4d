import { type ElectronicState, type SelfConsistencyProblem, weightedDensity } from "../scc/self-consistency.js";

/** Density of α less that of β; fresh. */
export function spinDensity(problem: SelfConsistencyProblem, state: ElectronicState): Float64Array {
  const { alpha, beta } = state.occupations;
  return weightedDensity(
    problem,
    state,
    alpha.map((value, k) => value - beta[k]),
  );
}

/**
 * Mulliken spin populations (α − β) of atoms, and ⟨S²⟩ of the determinant with α and β electrons in the same orbitals,
 * S(S + 1).
 */
export function spinPopulations(
  problem: SelfConsistencyProblem,
  overlap: Float64Array,
  state: ElectronicState,
  multiplicity: number,
): { readonly populations: Float64Array; readonly s2: number } {
  const { atomFunctions, elements } = problem.shells;
  const n = atomFunctions[elements.length];
  const density = spinDensity(problem, state);
  const populations = new Float64Array(elements.length);
  for (let a = 0; a < elements.length; a++) {
    for (let k = atomFunctions[a] * n; k < atomFunctions[a + 1] * n; k++) populations[a] += density[k] * overlap[k];
  }
  const s = (multiplicity - 1) / 2;
  return { populations, s2: s * (s + 1) };
}
