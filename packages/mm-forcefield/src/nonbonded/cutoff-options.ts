import { quantity } from "@qmmm/core";
import { longRangeOptions } from "../long-range/options.js";

/** Options that all force fields of this package share. */
export const cutoffOptions = {
  cutoff: quantity("length", { above: 0 })
    .optional()
    .describe(
      "Distance at which Lennard-Jones and Coulomb energies and forces reach zero (by shifted forces, unless " +
        "electrostatics and lennardJones say otherwise), such as 10 angstrom; without it all pairs interact, which only " +
        "open systems allow",
    ),
  skin: quantity("length", { above: 0 })
    .prefault("1 angstrom")
    .describe("How far lists of neighbours reach beyond the cutoff; changes the speed, never the result"),
  ...longRangeOptions,
};
