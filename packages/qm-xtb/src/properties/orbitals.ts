import type { Orbitals } from "@qmmm/core";
import { moldenText } from "@qmmm/gto";
import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ElectronicState } from "../scc/self-consistency.js";

/**
 * Orbitals with both spins' occupations together, and as a Molden file.
 *
 * @param state - with all orbitals
 */
export function orbitalsOf(
  { basis, elements }: TightBindingShells,
  nuclei: Float64Array,
  { count, energies, occupations, orbitals }: ElectronicState,
): Orbitals {
  const both = occupations.alpha.map((value, k) => value + occupations.beta[k]);
  const n = basis.functionCount;
  const rows = new Float64Array(count * n);
  for (let k = 0; k < count; k++) for (let i = 0; i < n; i++) rows[k * n + i] = orbitals[i * count + k];
  const molden = moldenText(elements, nuclei, basis, [{ orbitals: rows, energies, occupations: both, spin: "Alpha" }]);
  return { energies: [energies.slice()], occupations: [both], ...(molden !== undefined && { molden }) };
}
