import {
  type ForceField,
  InputError,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  RESOURCES,
  type Resources,
  type System,
} from "@qmmm/core";
import { type CharmmFile, type Psf, psfTopology, readCharmmParameters, readPsf, readRtf } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { requireSameAtoms } from "../parameters/same-atoms.js";
import { buildStructure } from "./build-structure.js";
import { charmmParameters } from "./charmm-parameters.js";

/** Options of the force field `charmm`. */
export const CharmmForceFieldOptions = z.strictObject({
  psf: z
    .string()
    .min(1)
    .optional()
    .describe(
      "PSF file of the whole system: CHARMM, X-PLOR or NAMD dialect; without it the structure is built from the residues and " +
        "patches of the topology files (rtf) among the parameters",
    ),
  patches: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Without a PSF: patches of several residues, which are never guessed, and others that the names of atoms do not tell, with residues by chain and number, such as DISU A:5 A:55",
    ),
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

  /** @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_TEMPLATE_MISSING`, `QMMM_MM_PATCH_INVALID`, `QMMM_FILE_…` */
  async assign(system: System): Promise<MmModel> {
    const { options, resources } = this;
    const files = await Promise.all(
      options.parameters.map(async (file) => ({ file, source: await resources.read(file) })),
    );
    const psf = await this.structure(system, files);
    const parameters = readCharmmParameters(files);
    return new ResolvedMmModel(withTreatment(charmmParameters(psf, parameters, options), options, system));
  }

  private async structure({ topology }: System, files: readonly CharmmFile[]): Promise<Psf> {
    const { psf: file, patches } = this.options;
    if (file === undefined) {
      return buildStructure(
        readRtf(files),
        topology,
        patches,
        `structure by ${files.map((one) => one.file).join(", ")}`,
      );
    }
    if (patches.length > 0) {
      throw new InputError("QMMM_MM_PATCH_INVALID", "A PSF has its patches already", {
        value: patches,
        allowed: "patches without a PSF",
        action: "Leave one of the options psf and patches out",
      });
    }
    const psf = readPsf(await this.resources.read(file), file);
    requireSameAtoms(topology, psfTopology(psf), file);
    return psf;
  }
}
