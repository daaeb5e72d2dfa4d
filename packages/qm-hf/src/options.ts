import { gaussianLevelShape } from "@qmmm/gto";
import { z } from "zod";

/** Options of a Hartree–Fock level. */
export const HfOptions = z.strictObject(gaussianLevelShape);

/** Options of a Hartree–Fock level with defaults filled in; energies in Eh. */
export type HfOptions = z.output<typeof HfOptions>;
