import { InputError, type Molecule } from "@qmmm/core";
import { D3Dispersion, D4Dispersion, type DispersionEnergy, functionalParameters } from "@qmmm/dispersion";
import type { FockContribution } from "@qmmm/gto";
import { DispersionContribution } from "./dispersion-contribution.js";
import type { FunctionalDefinition } from "./functionals/definitions.js";
import type { DftOptions } from "./options.js";
import { PairDispersion } from "./pair-dispersion.js";

/** A dispersion correction, bound to positions (a0). */
export type DispersionAt = (nuclei: Float64Array) => FockContribution;

/** Loads the dispersion correction of a level. @throws InputError `QMMM_DISPERSION_FUNCTIONAL`, `QMMM_DISPERSION_ELEMENT` */
export async function openDispersion(
  { dispersion, threeBody }: Pick<DftOptions, "dispersion" | "threeBody">,
  definition: FunctionalDefinition,
  { elements, charge }: Molecule,
): Promise<DispersionAt | undefined> {
  const isOwn = definition.dispersion === "own";
  if (dispersion === "none" || dispersion === "nl") {
    if (!isOwn) return undefined;
    const pairs = new PairDispersion(elements);
    return (nuclei) => new DispersionContribution((derivatives) => pairs.evaluate(nuclei, derivatives));
  }
  const model = dispersion === "d4" ? "d4" : "d3";
  if (definition.dispersion === undefined || isOwn) {
    throw new InputError(
      "QMMM_DISPERSION_FUNCTIONAL",
      `There is no ${dispersion} correction for ${definition.name}${isOwn ? ", which has a dispersion of its own" : ""}`,
      {
        value: dispersion,
        allowed: ["none"],
        action: "Leave the dispersion correction out, or choose another functional",
      },
    );
  }
  const published = functionalParameters(model, definition.dispersion);
  const parameters = threeBody === undefined ? published : { ...published, s9: threeBody ? published.s9 || 1 : 0 };
  const corrected = (evaluate: (nuclei: Float64Array, derivatives: boolean) => DispersionEnergy): DispersionAt => {
    return (nuclei) =>
      new DispersionContribution((derivatives) => {
        const { twoBody, threeBody: triples, forces } = evaluate(nuclei, derivatives);
        return { energy: twoBody + triples, forces };
      });
  };
  if (model === "d3") {
    const d3 = await D3Dispersion.load(elements, parameters);
    return corrected((positions, derivatives) => d3.evaluate({ positions }, derivatives));
  }
  const d4 = await D4Dispersion.load(elements, parameters);
  return corrected((positions, derivatives) => d4.evaluate({ positions }, charge, derivatives));
}
