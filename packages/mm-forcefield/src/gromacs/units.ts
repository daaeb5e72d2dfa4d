import { BOHR_IN_ANGSTROM, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";

/** Units of GROMACS files in atomic units. */

/** Kilojoule per mole, Eh. */
export const KJ = 1 / HARTREE_IN_KJ_PER_MOL;
/** Nanometre, a0. */
export const NM = 10 / BOHR_IN_ANGSTROM;
/** Degree, rad. */
export const DEGREE = Math.PI / 180;
/** GROMACS's Coulomb constant, kJ mol⁻¹ nm e⁻² (manual, "Units"). */
export const COULOMB_CONSTANT = 138.935458;
/** The same over its SI value. */
export const COULOMB_SCALE = COULOMB_CONSTANT * KJ * NM;
