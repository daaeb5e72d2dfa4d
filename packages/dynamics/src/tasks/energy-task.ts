import type { Task, TaskContext, TaskResult } from "@qmmm/core";
import { inject, injectable, OPTIONS } from "@qmmm/core";
import { z } from "zod";
import { singlePoint } from "../driver/single-point.js";
import { RestraintOptions } from "../restraints/options.js";
import { openStage } from "./stage.js";

/** Options of the task `energy`. */
export const EnergyOptions = z.strictObject({
  forces: z.boolean().optional().describe("evaluate forces too; default: when the level of theory has them"),
  virial: z.boolean().default(false).describe("evaluate the virial −∂E/∂strain too"),
  restraints: z
    .array(RestraintOptions)
    .default([])
    .describe("harmonic restraints and walls, each an energy term of its own"),
});

/** The energy at the structure as it is. */
@injectable()
export class EnergyTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as z.output<typeof EnergyOptions>;
    const { system, potential, label, drive } = openStage(context, options);
    const want = { forces: options.forces ?? potential.supports.has("forces"), virial: options.virial };
    return singlePoint(potential, system.geometry, { want, label, ...drive });
  }
}
