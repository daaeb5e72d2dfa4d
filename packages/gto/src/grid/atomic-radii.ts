/** Radii that quadratures of atoms are scaled with, by atomic number from 1. */

/** Bragg–Slater radii, Å. Slater, J. Chem. Phys. 41, 3199 (1964), doi:10.1063/1.1725697; noble gases as in PySCF. */
const BRAGG_SLATER: readonly number[] = [
  0.35, 1.4, 1.45, 1.05, 0.85, 0.7, 0.65, 0.6, 0.5, 1.5, 1.8, 1.5, 1.25, 1.1, 1.0, 1.0, 1.0, 1.8, 2.2, 1.8, 1.6, 1.4,
  1.35, 1.4, 1.4, 1.4, 1.35, 1.35, 1.35, 1.35, 1.3, 1.25, 1.15, 1.15, 1.15, 1.9,
];

/** Scales ξ of radial quadratures. Treutler & Ahlrichs, J. Chem. Phys. 102, 346 (1995), doi:10.1063/1.469408, table I. */
const TREUTLER_AHLRICHS: readonly number[] = [
  0.8, 0.9, 1.8, 1.4, 1.3, 1.1, 0.9, 0.9, 0.9, 0.9, 1.4, 1.3, 1.3, 1.2, 1.1, 1.0, 1.0, 1.0, 1.5, 1.4, 1.3, 1.2, 1.2,
  1.2, 1.2, 1.2, 1.2, 1.1, 1.1, 1.1, 1.1, 1.0, 0.9, 0.9, 0.9, 0.9,
];

/** Radii of SG-1, a0. Gill, Johnson & Pople, Chem. Phys. Lett. 209, 506 (1993), doi:10.1016/0009-2614(93)80125-9. */
const SG1: readonly number[] = [
  1.0, 0.5882, 3.0769, 2.0513, 1.5385, 1.2308, 1.0256, 0.8791, 0.7692, 0.6838, 4.0909, 3.1579, 2.5714, 2.1687, 1.875,
  1.6514, 1.4754, 1.3333,
];

/** Å per a0 (CODATA 2022). */
const BOHR_IN_ANGSTROM = 0.529177210544;

/** Elements from 1 to this one have all radii but SG-1's. */
export const LAST_GRID_ELEMENT = BRAGG_SLATER.length;
/** Elements from 1 to this one have a radius of SG-1. */
export const LAST_SG1_ELEMENT = SG1.length;

/** Bragg–Slater radius, a0. */
export function braggSlaterRadius(element: number): number {
  return BRAGG_SLATER[element - 1] / BOHR_IN_ANGSTROM;
}

/** Scale of an element's Treutler–Ahlrichs quadrature. */
export function treutlerAhlrichsScale(element: number): number {
  return TREUTLER_AHLRICHS[element - 1];
}

/** Radius of SG-1, a0. */
export function sg1Radius(element: number): number {
  return SG1[element - 1];
}
