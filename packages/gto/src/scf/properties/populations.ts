import type { GaussianBasis } from "../../basis/gaussian-basis.js";
import type { MatrixAlgebra } from "../linear-algebra/matrices.js";

/** Mulliken populations Σ_μ∈A (PS)_μμ of a density, per atom. Mulliken 1955, doi:10.1063/1.1740588. */
export function mullikenPopulations(density: Float64Array, overlap: Float64Array, basis: GaussianBasis): Float64Array {
  const n = basis.functionCount;
  return sumByAtom(basis, (mu) => {
    let sum = 0;
    for (let nu = 0; nu < n; nu++) sum += density[mu * n + nu] * overlap[mu * n + nu];
    return sum;
  });
}

/** Löwdin populations Σ_μ∈A (S^½ P S^½)_μμ of a density, per atom. Löwdin 1950, doi:10.1063/1.1747632. */
export function loewdinPopulations(
  algebra: MatrixAlgebra,
  density: Float64Array,
  overlap: Float64Array,
  basis: GaussianBasis,
): Float64Array {
  const n = basis.functionCount;
  const root = algebra.matrixFunction(overlap, n, (value) => Math.sqrt(Math.max(value, 0)));
  const half = algebra.product(root, density, n, n, n);
  return sumByAtom(basis, (mu) => {
    let sum = 0;
    for (let nu = 0; nu < n; nu++) sum += half[mu * n + nu] * root[mu * n + nu];
    return sum;
  });
}

function sumByAtom(basis: GaussianBasis, ofFunction: (mu: number) => number): Float64Array {
  const populations = new Float64Array(basis.atomCount);
  for (let s = 0; s < basis.shellCount; s++) {
    for (let mu = basis.functionOffset[s]; mu < basis.functionOffset[s + 1]; mu++) {
      populations[basis.shellAtom[s]] += ofFunction(mu);
    }
  }
  return populations;
}
