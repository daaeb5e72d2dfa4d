import { InputError, type Molecule } from "@qmmm/core";
import {
  D3Dispersion,
  D4Dispersion,
  type DispersionEnergy,
  type DispersionModel,
  functionalParameters,
} from "@qmmm/dispersion";
import type { FockContribution } from "@qmmm/gto";
import { Counterpoise } from "./counterpoise/counterpoise.js";
import { DispersionContribution } from "./dispersion-contribution.js";
import type { FunctionalDefinition } from "./functionals/definitions.js";
import type { DftOptions } from "./options.js";
import { PairDispersion } from "./pair-dispersion.js";

/** A dispersion correction, bound to positions (a0). */
export type DispersionAt = (nuclei: Float64Array) => FockContribution;

/** Loads the corrections of a level. @throws InputError `QMMM_DISPERSION_FUNCTIONAL`, `QMMM_DISPERSION_ELEMENT`, … */
export async function openDispersion(
  options: Pick<DftOptions, "dispersion" | "threeBody">,
  definition: FunctionalDefinition,
  molecule: Molecule,
): Promise<readonly DispersionAt[]> {
  const { elements } = molecule;
  const { composite } = definition;
  const isOwn = definition.dispersion === "own" || composite !== undefined;
  const { dispersion } = options;
  if (dispersion === "none" || dispersion === "nl") {
    if (composite !== undefined) return [await fitted("d4", options, definition, molecule), counterpoiseOf(elements)];
    if (!isOwn) return [];
    const pairs = new PairDispersion(elements);
    return [(nuclei) => new DispersionContribution((derivatives) => pairs.evaluate(nuclei, derivatives))];
  }
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
  return [await fitted(dispersion === "d4" ? "d4" : "d3", options, definition, molecule)];
}

function counterpoiseOf(elements: Uint8Array): DispersionAt {
  const counterpoise = new Counterpoise(elements);
  return (nuclei) =>
    new DispersionContribution((derivatives) => counterpoise.evaluate(nuclei, derivatives), "counterpoise");
}

/** D3 or D4 with the parameters fitted to a functional. */
async function fitted(
  model: DispersionModel,
  { threeBody }: Pick<DftOptions, "threeBody">,
  { composite, dispersion = "" }: FunctionalDefinition,
  { elements, charge }: Molecule,
): Promise<DispersionAt> {
  const published = functionalParameters(model, composite?.dispersion ?? dispersion);
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
  const d4 = await D4Dispersion.load(elements, parameters, composite && { chargeScaling: composite.chargeScaling });
  return corrected((positions, derivatives) => d4.evaluate({ positions }, charge, derivatives));
}
