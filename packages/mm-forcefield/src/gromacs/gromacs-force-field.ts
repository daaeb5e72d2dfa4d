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
import { type GromacsTopology, gromacsTopologySystem, loadGromacsTopology } from "@qmmm/io";
import { z } from "zod";
import { refuseMesh, withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";

import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { PairFormsModel } from "../pair-forms/pair-forms-model.js";
import { requireSameAtoms } from "../parameters/same-atoms.js";
import { buckinghamPairs } from "./buckingham.js";
import { unsupported } from "./errors.js";
import { gromacsParameters } from "./gromacs-parameters.js";

/** Options of the force field `gromacs`. */
export const GromacsForceFieldOptions = z.strictObject({
  top: z.string().min(1).describe("GROMACS topology file of the whole system"),
  include: z
    .array(z.string().min(1))
    .default([])
    .describe("Folders in which to look for included files, such as that with amber99sb-ildn.ff"),
  defines: z
    .array(z.string().min(1))
    .default([])
    .describe("Macros defined before the first line, such as FLEXIBLE or NAME=VALUE"),
  ...cutoffOptions,
});

/** A force field whose parameters a GROMACS topology and the files that it includes hold. */
@injectable()
export class GromacsForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof GromacsForceFieldOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /**
   * @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_MISSING` and
   * `…_INVALID`, `QMMM_MM_PAIR_CORE`, `QMMM_FILE_…`
   */
  async assign(system: System): Promise<MmModel> {
    const { top, include: includePaths, defines } = this.options;
    const bytes = await this.resources.read(top);
    const topology = await loadGromacsTopology(bytes, top, this.resources, { includePaths, defines });
    if (defines.some((define) => /^(?:-D)?POSRES/.test(define))) refusePositionRestraints(topology);
    requireSameAtoms(system.topology, gromacsTopologySystem(topology).topology, top);
    const parameters = withTreatment(gromacsParameters(topology, this.options), this.options, system);
    const model = new ResolvedMmModel(parameters);
    const pairs = buckinghamPairs(topology, parameters);
    if (pairs === undefined) return model;
    refuseMesh(this.options, "Buckingham potentials");
    return new PairFormsModel(model, pairs);
  }
}

/** Whoever asks for restraints should not get an energy without them. */
function refusePositionRestraints(topology: GromacsTopology): void {
  for (const { molecule } of topology.molecules) {
    const [first] = molecule.interactions.position_restraints;
    if (first === undefined) continue;
    throw unsupported(first.place, "the macro POSRES asks for position restraints", {
      value: "POSRES",
      action: "Leave POSRES out of the option defines",
    });
  }
}
