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
import { Prmtop, prmtopTopology } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { requireSameAtoms } from "../parameters/same-atoms.js";
import { amberParameters } from "./amber-parameters.js";

/** Options of the force field `amber`. */
export const AmberForceFieldOptions = z.strictObject({
  prmtop: z.string().min(1).describe("Amber topology file with the parameters of the whole system"),
  coulombConstant: z
    .enum(["amber", "SI"])
    .default("amber")
    .describe(
      "Coulomb constant: the file's own (Amber 18.2223², chamber 332.0716 kcal/mol Å), or the SI value (as OpenMM reads such files)",
    ),
  ...cutoffOptions,
});

/** An Amber force field whose parameters a prmtop file holds. */
@injectable()
export class AmberForceField implements ForceField {
  private readonly options: z.output<typeof AmberForceFieldOptions>;

  constructor(
    @inject(OPTIONS) options: unknown,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {
    this.options = options as z.output<typeof AmberForceFieldOptions>;
  }

  /** @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_FILE_…` */
  async assign(system: System): Promise<MmModel> {
    const prmtop = new Prmtop(await this.resources.read(this.options.prmtop), this.options.prmtop);
    requireSameAtoms(system.topology, prmtopTopology(prmtop), prmtop.file);
    return new ResolvedMmModel(withTreatment(amberParameters(prmtop, this.options), this.options, system));
  }
}
