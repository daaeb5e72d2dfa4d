import { type ElectronicState, type SelfConsistencyProblem, weightedDensity } from "../scc/self-consistency.js";

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
  const { occupations } = state;
  const difference = occupations.alpha.map((value, k) => value - occupations.beta[k]);
  const density = weightedDensity(problem, state, difference);
  const populations = new Float64Array(elements.length);
  for (let a = 0; a < elements.length; a++) {
    for (let k = atomFunctions[a] * n; k < atomFunctions[a + 1] * n; k++) populations[a] += density[k] * overlap[k];
  }
  const s = (multiplicity - 1) / 2;
  return { populations, s2: s * (s + 1) };
}
