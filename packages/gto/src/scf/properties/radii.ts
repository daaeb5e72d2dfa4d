/**
 * Van der Waals radii, Å, Z = 0–36, for placing the points of a potential fit. H–Ar: as used with the Merz–Kollman scheme
 * (Singh & Kollman 1984, doi:10.1002/jcc.540050204; Besler, Merz & Kollman 1990, doi:10.1002/jcc.540110404). Heavier main
 * group: Mantina et al. 2009, doi:10.1021/jp8111556; transition metals: Alvarez 2013, doi:10.1039/c3dt50599e.
 */
export const FIT_RADII_ANGSTROM: Readonly<Float64Array> = Float64Array.of(
  ...[0, 1.2, 1.2, 1.37, 1.45, 1.45, 1.5, 1.5, 1.4, 1.35, 1.3, 1.57, 1.36, 1.24, 1.17, 1.8, 1.75, 1.7, 1.88],
  ...[2.75, 2.31, 2.58, 2.46, 2.42, 2.45, 2.45, 2.44, 2.4, 2.4, 2.38, 2.39, 1.87, 2.11, 1.85, 1.9, 1.83, 2.02],
);

/** Radius for elements beyond the table, Å. */
export const FALLBACK_RADIUS_ANGSTROM = 2;
