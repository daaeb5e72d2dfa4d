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
import { psfTopology, readCharmmParameters, readPsf } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { requireSameAtoms } from "../parameters/same-atoms.js";
import { charmmParameters } from "./charmm-parameters.js";

/** Options of the force field `charmm`. */
export const CharmmForceFieldOptions = z.strictObject({
  psf: z.string().min(1).describe("PSF file of the whole system: CHARMM, X-PLOR or NAMD dialect"),
  parameters: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      "Parameter files (prm, par, inp), topology files (rtf) and streams (str); later entries replace earlier ones",
    ),
  nbxmod: z
    .int()
    .min(-5)
    .max(5)
    .optional()
    .describe("Which neighbours are excluded, as in CHARMM; without it as the parameter files say, mostly 5"),
  coulombConstant: z
    .enum(["charmm", "SI"])
    .default("charmm")
    .describe("Coulomb constant: CHARMM's own 332.0716 kcal/mol Å, or the SI value"),
  ...cutoffOptions,
});

/** A CHARMM force field: a PSF, and parameter files for its types. */
@injectable()
export class CharmmForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof CharmmForceFieldOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_FILE_…` */
  async assign(system: System): Promise<MmModel> {
    const { options, resources } = this;
    const psf = readPsf(await resources.read(options.psf), options.psf);
    requireSameAtoms(system.topology, psfTopology(psf), psf.file);
    const files = options.parameters.map(async (file) => ({ file, source: await resources.read(file) }));
    const parameters = readCharmmParameters(await Promise.all(files));
    return new ResolvedMmModel(withTreatment(charmmParameters(psf, parameters, options), options, system));
  }
}
