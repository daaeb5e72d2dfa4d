import { quantity } from "@qmmm/core";
import { z } from "zod";

/** Options of the induced dipoles of a force field. */
export const PolarisationOptions = z.strictObject({
  model: z
    .enum(["thole-exponential", "thole-linear", "amoeba", "none"])
    .default("thole-exponential")
    .describe(
      "Damping of close pairs; forces of thole-linear jump where pairs cross its range, so prefer the others for dynamics",
    ),
  factor: z
    .number()
    .positive()
    .optional()
    .describe("Parameter a of the damping; default 1.9088 (thole-exponential), 1.7278 (thole-linear), 0.39 (amoeba)"),
  dampCharges: z.boolean().default(true).describe("Whether the field of charges on polarisable atoms is damped too"),
  atoms: z
    .array(
      z.strictObject({
        select: z.string().min(1).describe("Atoms that get this polarisability, in the selection language"),
        polarisability: quantity("polarisability", { min: 0 }).describe("Isotropic polarisability, such as 0.85 Å^3"),
      }),
    )
    .min(1)
    .describe("Polarisabilities; atoms in no entry have none, none may be in two"),
  excludedBonds: z
    .number()
    .int()
    .min(0)
    .max(3)
    .default(2)
    .describe("Charges and dipoles at most so many bonds apart do not polarise each other"),
  tolerance: z
    .number()
    .positive()
    .max(1e-4)
    .default(1e-10)
    .describe("Relative residual at which dipoles are converged"),
  maxIterations: z.number().int().positive().default(200).describe("Most iterations for one set of dipoles"),
});

/** Options of the induced dipoles, resolved: numbers in atomic units. */
export type PolarisationParameters = z.output<typeof PolarisationOptions>;
