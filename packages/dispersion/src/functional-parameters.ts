import { InputError, nearestSpelling } from "@qmmm/core";
import { FUNCTIONAL_ALIASES, FUNCTIONALS } from "./data/functionals.js";
import type { DampingParameters } from "./energy/damping.js";

/** A dispersion correction: DFT-D3 with Becke–Johnson damping, or DFT-D4 with its own charges. */
export type DispersionModel = "d3" | "d4";

/** Published parameters of one functional. */
export interface FunctionalParameters extends DampingParameters {
  /** DOI of the source of the parameters; absent where the reference programs name none. */
  readonly doi?: string;
}

/** Functionals are compared in lower case, without separators, with Latin letters. */
function canonical(name: string): string {
  return name
    .toLowerCase()
    .replace(/ω/g, "w")
    .replace(/τ/g, "tau")
    .replace(/[\s_/()-]/g, "");
}

/** Names of the functionals with parameters for a model, in lower case without separators. */
export function functionalsWith(model: DispersionModel): readonly string[] {
  return Object.keys(FUNCTIONALS).filter((name) => FUNCTIONALS[name]![model] !== undefined);
}

/**
 * Damping parameters of a functional, for example `("d4", "r2SCAN")` or `("d3", "CAM-B3LYP")`. The three-body term is part of
 * D4 (s9 = 1) and not of D3 (s9 = 0), as the parameters were fitted.
 *
 * @throws QmmmError `QMMM_DISPERSION_FUNCTIONAL` for a functional without parameters (local ones such as SVWN have none)
 */
export function functionalParameters(model: DispersionModel, functional: string): FunctionalParameters {
  const key = canonical(functional);
  const published = FUNCTIONALS[FUNCTIONAL_ALIASES[key] ?? key]?.[model];
  if (published === undefined) {
    const known = functionalsWith(model);
    const nearest = nearestSpelling(key, [...known, ...Object.keys(FUNCTIONAL_ALIASES)]);
    throw new InputError(
      "QMMM_DISPERSION_FUNCTIONAL",
      `There are no ${model.toUpperCase()} parameters for the functional "${functional}"${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`,
      { value: functional, allowed: known, action: "Name a functional with parameters, or give your own" },
    );
  }
  const { s8, a1, a2, doi } = published;
  const s9 = published.s9 ?? (model === "d4" ? 1 : 0);
  return { s6: published.s6 ?? 1, s8, a1, a2, s9, ...(doi === undefined ? {} : { doi }) };
}
