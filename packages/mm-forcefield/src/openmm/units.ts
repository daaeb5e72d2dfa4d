import { KJ, NM } from "../gromacs/units.js";

export { KJ, NM };
/** OpenMM's Coulomb constant, kJ mol⁻¹ nm e⁻² (ONE_4PI_EPS0 of version 8). */
export const COULOMB_CONSTANT = 138.93545764438198;
/** The same over its SI value. */
export const COULOMB_SCALE = COULOMB_CONSTANT * KJ * NM;
