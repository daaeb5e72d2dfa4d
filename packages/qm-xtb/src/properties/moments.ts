import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { Multipoles } from "../energy/multipoles.js";

/** Dipole moment about the origin, Σ qR + μ, e·a0; fresh. */
export function moleculeDipole(shells: TightBindingShells, nuclei: Float64Array, multipoles: Multipoles): Float64Array {
  const charges = multipoles.atomCharges(shells);
  const dipole = new Float64Array(3);
  for (let k = 0; k < nuclei.length; k++) {
    dipole[k % 3] += charges[Math.floor(k / 3)] * nuclei[k] + multipoles.dipole[k];
  }
  return dipole;
}

/**
 * Second moments of charge xx, xy, xz, yy, yz, zz about the origin, e·a0²; fresh. Atoms contribute Σ qRR + μR + Rμ + M, where M are
 * the second moments of their own density.
 */
export function secondMoments(
  shells: TightBindingShells,
  nuclei: Float64Array,
  multipoles: Multipoles,
  ofAtoms: Float64Array,
): Float64Array {
  const charges = multipoles.atomCharges(shells);
  const moments = new Float64Array(6);
  charges.forEach((q, a) => {
    let component = 0;
    for (let i = 0; i < 3; i++) {
      for (let j = i; j < 3; j++, component++) {
        const ri = nuclei[3 * a + i];
        const rj = nuclei[3 * a + j];
        moments[component] +=
          q * ri * rj +
          multipoles.dipole[3 * a + i] * rj +
          multipoles.dipole[3 * a + j] * ri +
          ofAtoms[6 * a + component];
      }
    }
  });
  return moments;
}
