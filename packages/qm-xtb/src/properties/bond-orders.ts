import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { AlgebraKernels } from "../scc/generalised-eigenproblem.js";

/**
 * Bond orders Σ_μ∈A Σ_ν∈B (PS)_μν (PS)_νμ of a density of paired electrons (Wiberg 1968, doi:10.1016/0040-4020(68)88057-3; Mayer 1983,
 * doi:10.1016/0009-2614(83)80005-0); atoms × atoms, zero on the diagonal; fresh.
 */
export function bondOrders(
  { multiply }: Pick<AlgebraKernels, "multiply">,
  { atomFunctions, elements }: TightBindingShells,
  overlap: Float64Array,
  density: Float64Array,
): Float64Array {
  const atoms = elements.length;
  const n = atomFunctions[atoms];
  const ps = new Float64Array(n * n);
  multiply(ps, density, overlap, n, n, n, false, false);
  const orders = new Float64Array(atoms * atoms);
  for (let a = 0; a < atoms; a++) {
    for (let b = 0; b < a; b++) {
      let order = 0;
      for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
        for (let nu = atomFunctions[b]; nu < atomFunctions[b + 1]; nu++) order += ps[mu * n + nu] * ps[nu * n + mu];
      }
      orders[a * atoms + b] = orders[b * atoms + a] = order;
    }
  }
  return orders;
}
