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
import { type EamKind, readEam } from "@qmmm/io";
import { z } from "zod";
import { eamParameters } from "./eam-splines.js";
import { elementTypes } from "./element-types.js";
import { solidOptions } from "./options.js";
import { SolidModel } from "./solid-model.js";

/** Options of the force field `eam`. */
export const EamOptions = z.strictObject({
  file: z.string().min(1).describe("Potential file: name.eam (funcfl), name.eam.alloy (setfl) or name.eam.fs"),
  format: z
    .enum(["funcfl", "setfl", "fs"])
    .optional()
    .describe("Format of the file, where its name does not end in .eam, .eam.alloy or .eam.fs"),
  ...solidOptions,
});

const ENDINGS: readonly (readonly [RegExp, EamKind])[] = [
  [/\.eam$/i, "funcfl"],
  [/[._]alloy$/i, "setfl"],
  [/[._]fs$/i, "fs"],
];

/** The embedded-atom method of Daw and Baskes (1984, doi:10.1103/PhysRevB.29.6443), by tables. */
@injectable()
export class EamForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof EamOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_FORMAT_UNKNOWN`, `QMMM_FILE_…` */
  async assign({ topology }: System): Promise<MmModel> {
    const { file, elements, skin } = this.options;
    const tables = readEam(await this.resources.read(file), file, this.format());
    const { names, typeOf } = elementTypes(topology, new Set(tables.elements), elements, file);
    const chosen = names.map((name) => tables.elements.indexOf(name));
    const parameters = eamParameters(tables, chosen, typeOf);
    return new SolidModel(
      topology.atomCount,
      {
        terms: ["pair", "embedding"],
        cutoff: tables.cutoff,
        clusters: false,
        bind(kernels) {
          const kernel = kernels.get("mm/embeddedAtom");
          return (...args) => kernel(...args, parameters);
        },
      },
      skin,
      { potential: "embedded atoms", parameters: file, format: tables.kind },
    );
  }

  private format(): EamKind {
    const { file, format } = this.options;
    const found = format ?? ENDINGS.find(([ending]) => ending.test(file))?.[1];
    if (found !== undefined) return found;
    throw new InputError("QMMM_MM_FORMAT_UNKNOWN", `The name "${file}" does not say which format the tables have`, {
      value: file,
      allowed: ["funcfl", "setfl", "fs"],
      action: "Set the option format",
      place: { file },
    });
  }
}
