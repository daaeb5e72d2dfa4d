import type { GaussianBasis } from "../../basis/gaussian-basis.js";
import type { GtoKernels } from "../../integrals/contracts.js";
import { dot } from "../linear-algebra/matrices.js";

const SECOND = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

/** Moments of the whole charge, nuclei and electrons, about the origin of coordinates. */
export interface ChargeMoments {
  /** Dipole, e·a0; length 3. */
  readonly dipole: Float64Array;
  /** Second moments xx, xy, xz, yy, yz, zz, not traceless, e·a0²; length 6. */
  readonly quadrupole: Float64Array;
}

/** Dipole and second moments of nuclei and a density of both spins. */
export function chargeMoments(
  multipoles: GtoKernels["gto/multipoles"],
  basis: GaussianBasis,
  charges: ArrayLike<number>,
  nuclei: Float64Array,
  density: Float64Array,
): ChargeMoments {
  const size = basis.functionCount ** 2;
  const matrices = new Float64Array(9 * size);
  multipoles(matrices, basis, nuclei, [0, 0, 0]);
  const electronic = (k: number): number => -dot(density, matrices.subarray(k * size, (k + 1) * size));
  const dipole = Float64Array.from([0, 1, 2], electronic);
  const quadrupole = Float64Array.from([3, 4, 5, 6, 7, 8], electronic);
  for (let a = 0; a < charges.length; a++) {
    for (let i = 0; i < 3; i++) dipole[i] += charges[a] * nuclei[3 * a + i];
    SECOND.forEach(([i, j], k) => {
      quadrupole[k] += charges[a] * nuclei[3 * a + i] * nuclei[3 * a + j];
    });
  }
  return { dipole, quadrupole };
}
