import { quantity } from "@qmmm/core";
import { z } from "zod";

/** Which distances stay constant. */
export const ConstraintOption = z.union([
  z.enum(["none", "water", "hydrogens"]),
  z.strictObject({
    bonds: z.string().min(1).describe("selection: bonds between two of its atoms keep their length"),
    water: z.boolean().default(false).describe("rigid water molecules too"),
  }),
]);

/** Where constant distances come from. */
export const ConstraintLengthsOption = z.union([
  z.literal("geometry"),
  z.record(
    z.string().regex(/^[A-Z][a-z]?-[A-Z][a-z]?$/, 'Write two elements with a hyphen, such as "O-H"'),
    quantity("length", { above: 0 }),
  ),
]);

/** What `constraints` says. */
export type ConstraintSpec = z.output<typeof ConstraintOption>;

/** What `constraintLengths` says: those of the starting geometry, or a0 by pairs of elements such as "O-H". */
export type ConstraintLengths = z.output<typeof ConstraintLengthsOption>;
