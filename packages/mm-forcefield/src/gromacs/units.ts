import { BOHR_IN_ANGSTROM, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";

/** Units of GROMACS files in atomic units. */

/** Kilojoule per mole, Eh. */
export const KJ = 1 / HARTREE_IN_KJ_PER_MOL;
/** Nanometre, a0. */
export const NM = 10 / BOHR_IN_ANGSTROM;
/** Degree, rad. */
export const DEGREE = Math.PI / 180;
/**
 * GROMACS's Coulomb constant, kJ mol⁻¹ nm e⁻²: 138.935458 in its manual ("Units"), in its code computed from CODATA 2018
 * (Tiesinga et al. 2021, doi:10.1103/RevModPhys.93.025010) as here.
 */
export const COULOMB_CONSTANT = (1.602176634e-19 ** 2 * 6.02214076e23 * 1e6) / (4 * Math.PI * 8.8541878128e-12);
/** The same over its SI value. */
export const COULOMB_SCALE = COULOMB_CONSTANT * KJ * NM;
