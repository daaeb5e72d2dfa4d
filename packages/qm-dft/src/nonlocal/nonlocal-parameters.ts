import { InputError } from "@qmmm/core";
import type { FunctionalDefinition } from "../functionals/definitions.js";
import type { DftOptions } from "../options.js";
import type { NonlocalParameters } from "./local-response.js";

/**
 * b of nonlocal correlation added to a functional, by the functional's name among dispersion corrections: Hujo & Grimme, J. Chem.
 * Theory Comput. 7, 3866 (2011), doi:10.1021/ct200644w; TPSS: 9, 308 (2013), doi:10.1021/ct300813c.
 */
const ADDED: Readonly<Record<string, number>> = { blyp: 4, revpbe: 3.7, b3lyp: 4.8, tpss: 5 };
const ADDED_C = 0.0093;

/** The nonlocal correlation of a level; undefined when it has none. @throws InputError `QMMM_DISPERSION_FUNCTIONAL` */
export function nonlocalParameters(
  { dispersion }: Pick<DftOptions, "dispersion">,
  { name, nonlocal, dispersion: known = "" }: FunctionalDefinition,
): NonlocalParameters | undefined {
  if (dispersion !== "nl") return nonlocal;
  const b = nonlocal === undefined ? ADDED[known] : undefined;
  if (b !== undefined) return { b, c: ADDED_C };
  throw new InputError("QMMM_DISPERSION_FUNCTIONAL", `No nonlocal correlation has been fitted for ${name}`, {
    value: dispersion,
    allowed: ["BLYP", "revPBE", "B3LYP", "B3LYP5", "TPSS"],
    action: "Choose another dispersion correction or functional",
  });
}
