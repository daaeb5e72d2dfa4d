/**
 * Conversion constants from CODATA 2022 (Mohr, Newell, Taylor, Tiesinga 2025, doi:10.1103/RevModPhys.97.025002) and the
 * exact values of the SI. Inside, everything is in Hartree atomic units; these serve files and people only.
 */

/** Bohr radius, Å. */
export const BOHR_IN_ANGSTROM = 0.529177210544;
/** Hartree energy, J. */
export const HARTREE_IN_JOULE = 4.359744722206e-18;
/** Hartree energy, eV. */
export const HARTREE_IN_EV = 27.211386245981;
/** Avogadro constant, mol⁻¹ (exact). */
export const AVOGADRO = 6.02214076e23;
/** Hartree energy, kJ/mol. */
export const HARTREE_IN_KJ_PER_MOL = (HARTREE_IN_JOULE * AVOGADRO) / 1000;
/** Hartree energy, kcal/mol (thermochemical calorie, 4.184 J exactly). */
export const HARTREE_IN_KCAL_PER_MOL = HARTREE_IN_KJ_PER_MOL / 4.184;
/** Boltzmann constant, J/K (exact). */
export const BOLTZMANN_IN_JOULE_PER_KELVIN = 1.380649e-23;
/** Boltzmann constant, Eh/K. */
export const BOLTZMANN = BOLTZMANN_IN_JOULE_PER_KELVIN / HARTREE_IN_JOULE;
/** Atomic unit of time ħ/Eh, fs. */
export const TIME_IN_FEMTOSECOND = 2.4188843265864e-2;
/** Atomic mass constant u, mₑ: the inverse of the electron's relative atomic mass. */
export const DALTON = 1 / 5.485799090441e-4;
/** Hartree energy over hc, cm⁻¹. */
export const HARTREE_IN_WAVENUMBER = 2.1947463136314e5;
/** Atomic unit of electric dipole e·a0, debye (1 D = 10⁻²¹/c C·m with c in m/s). */
export const DIPOLE_IN_DEBYE = 2.54174647147;
/** Atomic unit of pressure Eh/a0³, bar. */
export const PRESSURE_IN_BAR = HARTREE_IN_JOULE / (BOHR_IN_ANGSTROM * 1e-10) ** 3 / 1e5;
/** Atomic unit of electric field Eh/(e·a0), V/Å. */
export const FIELD_IN_VOLT_PER_ANGSTROM = HARTREE_IN_EV / BOHR_IN_ANGSTROM;
