import { type ForceField, inject, injectable, type MmModel, OPTIONS, type System, withAddedSites } from "@qmmm/core";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { findWaters } from "./find-waters.js";
import { WATER_MODELS, type WaterModelName } from "./water-models.js";
import { waterParameters } from "./water-parameters.js";

/** Options of the force field `water`. */
export const WaterOptions = z.strictObject({
  model: z
    .enum(Object.keys(WATER_MODELS) as [WaterModelName, ...WaterModelName[]])
    .describe("Rigid water model: three sites (tip3p, spc/e), or four with an M site (tip4p, tip4p-ew, opc)"),
  addVirtualSites: z
    .boolean()
    .default(true)
    .describe("Give molecules without one the M site of the model, after their last atom"),
  ...cutoffOptions,
});

/** Rigid water: every molecule of the system has to be one. Its shape is held by constraints, not by energies. */
@injectable()
export class WaterForceField implements ForceField {
  constructor(@inject(OPTIONS) private readonly options: z.output<typeof WaterOptions>) {}

  async complete(system: System): Promise<System> {
    const { model, addVirtualSites } = this.options;
    if (!addVirtualSites || WATER_MODELS[model].siteDistance === 0) return system;
    const lacking = findWaters(system.topology, "water").filter(({ site }) => site === undefined);
    if (lacking.length === 0) return system;
    const additions = lacking.map(({ oxygen, hydrogens }) => ({
      host: oxygen,
      after: Math.max(oxygen, ...hydrogens),
      name: "M",
    }));
    return withAddedSites(system, additions).system;
  }

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming what is not water, `QMMM_MM_TOPOLOGY_MISMATCH` */
  async assign(system: System): Promise<MmModel> {
    const { model, cutoff, skin } = this.options;
    const parameters = waterParameters(system.topology, WATER_MODELS[model], { name: "water", cutoff, skin });
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }
}
