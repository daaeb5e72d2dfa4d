import {
  type ForceField,
  InputError,
  inject,
  injectable,
  lengthsAnglesOf,
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
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof AmberForceFieldOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_FILE_…` */
  async assign(system: System): Promise<MmModel> {
    const prmtop = new Prmtop(await this.resources.read(this.options.prmtop), this.options.prmtop);
    requireSameAtoms(system.topology, prmtopTopology(prmtop), prmtop.file);
    requireOctahedron(prmtop, system);
    return new ResolvedMmModel(withTreatment(amberParameters(prmtop, this.options), this.options, system));
  }
}

/** Coordinates that state lengths only come with right angles, which a truncated octahedron (IFBOX 2) does not have. */
function requireOctahedron(prmtop: Prmtop, { geometry }: System): void {
  if (prmtop.pointer("IFBOX") !== 2 || geometry.cell === undefined) return;
  const { alpha, beta, gamma } = lengthsAnglesOf(geometry.cell);
  if ([alpha, beta, gamma].some((angle) => Math.abs(angle - Math.PI / 2) > 1e-3)) return;
  throw new InputError(
    "QMMM_MM_TOPOLOGY_MISMATCH",
    `${prmtop.file} is made for a truncated octahedron, but the cell of the system has right angles`,
    {
      value: "90 90 90 degrees",
      allowed: "109.4712190 degrees three times",
      action: "Give coordinates whose last line has the three angles after the lengths",
      place: { file: prmtop.file },
    },
  );
}
