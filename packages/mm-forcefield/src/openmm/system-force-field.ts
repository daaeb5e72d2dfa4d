import {
  DALTON,
  type ForceField,
  InputError,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  quantity,
  RESOURCES,
  type Resources,
  type System,
} from "@qmmm/core";
import { readOpenmmSystem } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { openmmSystemParameters } from "./system-parameters.js";
import { systemTreatment } from "./system-treatment.js";

/** Options of the force field `openmm-system`. */
export const OpenmmSystemOptions = z.strictObject({
  xml: z.string().min(1).describe("System of OpenMM as XmlSerializer.serialize writes it"),
  skin: quantity("length", { above: 0 })
    .prefault("2 angstrom")
    .describe("How far lists of neighbours reach beyond the cutoff; changes the speed, never the result"),
});

/** The parameters, cutoff and electrostatics of a serialised OpenMM System. */
@injectable()
export class OpenmmSystemForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof OpenmmSystemOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /**
   * @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_FILE_…`
   */
  async assign(system: System): Promise<MmModel> {
    const { xml } = this.options;
    const file = readOpenmmSystem(await this.resources.read(xml), xml);
    requireSameMasses(system, file.masses, xml);
    const { parameters, nonbonded } = openmmSystemParameters(file, this.options);
    if (nonbonded === undefined) return new ResolvedMmModel(parameters);
    const { cutoff, options } = systemTreatment(nonbonded, system);
    if (cutoff === undefined) return new ResolvedMmModel(parameters);
    return new ResolvedMmModel(withTreatment({ ...parameters, cutoff }, options, system));
  }
}

/** Masses tell elements apart, but hydrogens may be heavier than they are, and their partners lighter. */
function requireSameMasses({ topology }: System, masses: Float64Array, file: string): void {
  const fail = (message: string, value: unknown, allowed: string): never => {
    throw new InputError("QMMM_MM_TOPOLOGY_MISMATCH", `${file} does not belong to this system: ${message}`, {
      value,
      allowed,
      action: "Give the System that was made from the same structure",
      place: { file },
    });
  };
  if (masses.length !== topology.atomCount) {
    fail(
      `it has ${masses.length} particles, the system ${topology.atomCount} atoms`,
      masses.length,
      `${topology.atomCount}`,
    );
  }
  const largestTransfer = 12;
  masses.forEach((mass, atom) => {
    const expected = topology.masses[atom]! / DALTON;
    if (mass === 0 || Math.abs(mass - expected) < largestTransfer) return;
    fail(`atom ${atom} (from 0) has a mass of ${mass} u there`, mass, `about ${expected.toFixed(2)} u`);
  });
}
