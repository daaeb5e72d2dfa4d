import { type ForceField, inject, injectable, type MmModel, OPTIONS, type System } from "@qmmm/core";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { FLEXIBLE_TIP3P, WATER_MODELS } from "../water/water-models.js";
import { waterParameters } from "../water/water-parameters.js";

/** Options of the force field `tip3p`. */
export const Tip3pOptions = z.strictObject({
  flexible: z
    .boolean()
    .default(true)
    .describe(
      "Harmonic bonds (553 kcal/mol/Å²) and angles (100 kcal/mol/rad²); without them molecules are rigid: held by constraints",
    ),
  ...cutoffOptions,
});

/** Water: every molecule of the system has to be one. */
@injectable()
export class Tip3pForceField implements ForceField {
  constructor(@inject(OPTIONS) private readonly options: z.output<typeof Tip3pOptions>) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming what is not water */
  async assign(system: System): Promise<MmModel> {
    const { flexible, cutoff, skin } = this.options;
    const parameters = waterParameters(system.topology, WATER_MODELS.tip3p, {
      name: "tip3p",
      ...(flexible ? { flexible: FLEXIBLE_TIP3P } : {}),
      cutoff,
      skin,
    });
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }
}
