import type { Orbitals } from "@qmmm/core";
import { moldenText } from "@qmmm/gto";
import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ElectronicState } from "../scc/self-consistency.js";

/** Orbitals with both spins' occupations together, and as a Molden file. */
export function orbitalsOf(
  { basis, elements }: TightBindingShells,
  nuclei: Float64Array,
  { energies, occupations, orbitals }: ElectronicState,
): Orbitals {
  const both = occupations.alpha.map((value, k) => value + occupations.beta[k]);
  const molden = moldenText(elements, nuclei, basis, [{ orbitals, energies, occupations: both, spin: "Alpha" }]);
  return { energies: [energies.slice()], occupations: [both], ...(molden !== undefined && { molden }) };
}
