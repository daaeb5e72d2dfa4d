import type { Evaluation, QmProperties, Task, TaskContext, TaskResult } from "@qmmm/core";
import { inject, injectable, OPTIONS, UnsupportedError } from "@qmmm/core";
import { z } from "zod";
import { singlePoint } from "../driver/single-point.js";
import { RestraintOptions } from "../restraints/options.js";
import { openStage } from "./stage.js";

/** Options of the task `energy`. */
export const EnergyOptions = z.strictObject({
  forces: z.boolean().optional().describe("evaluate forces too; default: when the level of theory has them"),
  virial: z.boolean().default(false).describe("evaluate the virial −∂E/∂strain too"),
  properties: z
    .strictObject({
      charges: z
        .enum(["mulliken", "loewdin", "esp"])
        .optional()
        .describe("atomic charges: Mulliken, Löwdin, or fitted to the electrostatic potential"),
      dipole: z.boolean().default(false).describe("dipole moment about the origin"),
      quadrupole: z.boolean().default(false).describe("second moments of charge about the origin"),
      spin: z.boolean().default(false).describe("spin populations and ⟨S²⟩"),
      orbitals: z.boolean().default(false).describe("orbital energies, and the orbitals in the Molden format"),
    })
    .prefault({})
    .describe("properties of the quantum region to report"),
  restraints: z
    .array(RestraintOptions)
    .default([])
    .describe("harmonic restraints and walls, each an energy term of its own"),
});

/** The energy at the structure as it is. */
@injectable()
export class EnergyTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  async run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as z.output<typeof EnergyOptions>;
    const { system, potential, label, drive } = openStage(context, options);
    const forces = options.forces ?? potential.supports.has("forces");
    const properties = requested(options.properties);
    const want = { forces, virial: options.virial, properties };
    const result = await singlePoint(potential, system.geometry, { want, label, ...drive });
    requireReported(properties, result.evaluation);
    return result;
  }
}

/** The properties that an input asks for, without those it leaves out. */
function requested({ charges, ...switches }: z.output<typeof EnergyOptions>["properties"]): QmProperties {
  const on = Object.fromEntries(Object.entries(switches).filter(([, wanted]) => wanted));
  return charges === undefined ? on : { ...on, charges };
}

/** Where an evaluation reports each property. */
const REPORTED_AS = {
  charges: "charges",
  dipole: "dipole",
  quadrupole: "quadrupole",
  spin: "spinPopulations",
  orbitals: "orbitalEnergies",
} as const satisfies Record<keyof QmProperties, string>;

/** Engines refuse what they can't give; this notices that there is no engine to ask. */
function requireReported(properties: QmProperties, { observed = {} }: Evaluation): void {
  for (const property of Object.keys(properties) as (keyof QmProperties)[]) {
    if (REPORTED_AS[property] in observed) continue;
    throw new UnsupportedError(
      "QMMM_QUANTITY_UNSUPPORTED",
      `Nothing in this calculation has the property "${property}"`,
      {
        value: property,
        action: "Leave it out, or describe the atoms by a level of theory",
        place: { path: "task" },
      },
    );
  }
}
