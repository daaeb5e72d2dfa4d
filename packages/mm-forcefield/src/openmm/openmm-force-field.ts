import {
  type ForceField,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  RESOURCES,
  type Resources,
  type System,
} from "@qmmm/core";
import { loadOpenmmForceField } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { openmmParameters } from "./force-field-parameters.js";

/** Options of the force field `openmm`. */
export const OpenmmForceFieldOptions = z.strictObject({
  xml: z
    .array(z.string().min(1))
    .min(1)
    .describe("OpenMM force-field files that are used together, such as protein and water"),
  templates: z
    .record(z.string(), z.string())
    .default({})
    .describe("Template to use for residues of a name, where several would fit"),
  ...cutoffOptions,
});

/** A force field of OpenMM's XML files, assigned to a system by templates of residues. */
@injectable()
export class OpenmmForceFieldAssignment implements ForceField {
  private readonly options: z.output<typeof OpenmmForceFieldOptions>;

  constructor(
    @inject(OPTIONS) options: unknown,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {
    this.options = options as z.output<typeof OpenmmForceFieldOptions>;
  }

  /**
   * @throws QmmmError `QMMM_MM_TEMPLATE_MISSING`, `QMMM_MM_TEMPLATE_AMBIGUOUS`, `QMMM_MM_TERM_UNSUPPORTED`,
   * `QMMM_MM_PARAMETERS_MISSING` and `…_INVALID`, `QMMM_FILE_…`
   */
  async assign(system: System): Promise<MmModel> {
    const forceField = await loadOpenmmForceField(this.options.xml, this.resources);
    const parameters = openmmParameters(system.topology, forceField, this.options);
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }
}
