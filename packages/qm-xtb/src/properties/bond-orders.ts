import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { AlgebraKernels } from "../scc/generalised-eigenproblem.js";

/**
 * Bond orders Σ_μ∈A Σ_ν∈B (PS)_μν (PS)_νμ + (QS)_μν (QS)_νμ with the density P and the spin density Q of α − β (Mayer 1983,
 * doi:10.1016/0009-2614(83)80005-0, and for unpaired electrons 1986, doi:10.1002/qua.560290320); atoms × atoms, zero on the
 * diagonal; fresh.
 *
 * @param densities - P and, where electrons are unpaired, Q
 */
export function bondOrders(
  { multiply }: Pick<AlgebraKernels, "multiply">,
  { atomFunctions, elements }: TightBindingShells,
  overlap: Float64Array,
  densities: readonly Float64Array[],
): Float64Array {
  const atoms = elements.length;
  const n = atomFunctions[atoms];
  const ps = new Float64Array(n * n);
  const orders = new Float64Array(atoms * atoms);
  for (const density of densities) {
    multiply(ps, density, overlap, n, n, n, false, false);
    for (let a = 0; a < atoms; a++) {
      for (let b = 0; b < a; b++) {
        let order = 0;
        for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
          for (let nu = atomFunctions[b]; nu < atomFunctions[b + 1]; nu++) order += ps[mu * n + nu] * ps[nu * n + mu];
        }
        orders[a * atoms + b] += order;
        orders[b * atoms + a] = orders[a * atoms + b];
      }
    }
  }
  return orders;
}
