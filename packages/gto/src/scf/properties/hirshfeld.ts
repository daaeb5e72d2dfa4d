import type { MolecularGrid } from "../../grid/contracts.js";
import type { RadialDensity } from "./radial-density.js";

/** Promolecular densities below this divide nothing, a0⁻³. */
const SMALLEST_PROMOLECULE = 1e-14;

/**
 * Hirshfeld charges: each atom's share in the deformation density, −∫ w_A (ρ − Σ_B ρ_B), with w_A = ρ_A/Σ_B ρ_B of the free atoms.
 * Hirshfeld, Theor. Chim. Acta 44, 129 (1977), doi:10.1007/BF00549096. They add up to the molecule's charge as well as the
 * grid integrates.
 *
 * @param density - of the electrons at the points of the grid, a0⁻³
 * @param atoms - the free neutral atom of each nucleus
 * @param nuclei - positions, a0; length 3n
 * @returns charges, e; length n; fresh
 */
export function hirshfeldCharges(
  grid: Pick<MolecularGrid, "count" | "points" | "weights">,
  density: Float64Array,
  atoms: readonly RadialDensity[],
  nuclei: Float64Array,
): Float64Array {
  const { count, points, weights } = grid;
  const charges = new Float64Array(atoms.length);
  const own = new Float64Array(atoms.length);
  for (let p = 0; p < count; p++) {
    let promolecule = 0;
    for (let a = 0; a < atoms.length; a++) {
      const x = points[3 * p] - nuclei[3 * a];
      const y = points[3 * p + 1] - nuclei[3 * a + 1];
      const z = points[3 * p + 2] - nuclei[3 * a + 2];
      own[a] = atoms[a].at(x * x + y * y + z * z);
      promolecule += own[a];
    }
    if (promolecule < SMALLEST_PROMOLECULE) continue;
    const share = (weights[p] * (density[p] - promolecule)) / promolecule;
    for (let a = 0; a < atoms.length; a++) charges[a] -= share * own[a];
  }
  return charges;
}
