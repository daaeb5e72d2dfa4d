import { BOHR_IN_ANGSTROM, DALTON, HARTREE_IN_EV, HARTREE_IN_KCAL_PER_MOL, TIME_IN_FEMTOSECOND } from "@qmmm/core";

/** Units that file formats use, in atomic units: multiply to read, divide to write. */

/** Ångström, a0. */
export const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
/** Electronvolt, Eh. */
export const ELECTRONVOLT = 1 / HARTREE_IN_EV;
/** Electronvolt per ångström, Eh/a0. */
export const ELECTRONVOLT_PER_ANGSTROM = ELECTRONVOLT / ANGSTROM;
/** Kilocalorie per mole, Eh. */
export const KCAL_PER_MOL = 1 / HARTREE_IN_KCAL_PER_MOL;
/** Femtosecond, ħ/Eh. */
export const FEMTOSECOND = 1 / TIME_IN_FEMTOSECOND;
/** Momentum as ASE has it, √(eV·u), in ħ/a0. */
export const ASE_MOMENTUM = Math.sqrt(ELECTRONVOLT * DALTON);
/** Degree, rad. */
export const DEGREE = Math.PI / 180;
/** Time unit of Amber and CHARMM, Å·√(u·mol/kcal) = 1/20.455 ps, in ħ/Eh. */
export const AKMA_TIME = ANGSTROM * Math.sqrt(DALTON / KCAL_PER_MOL);
