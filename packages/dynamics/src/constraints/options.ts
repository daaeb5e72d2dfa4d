import { quantity } from "@qmmm/core";
import { z } from "zod";

/** Which distances stay constant. */
export const ConstraintOption = z.union([
  z.enum(["none", "force-field", "water", "hydrogens"]),
  z.strictObject({
    bonds: z.string().min(1).describe("selection: bonds between two of its atoms keep their length"),
    water: z.boolean().default(false).describe("rigid water molecules too"),
  }),
]);

/** Where constant distances come from. */
export const ConstraintLengthsOption = z.union([
  z.enum(["geometry", "force-field"]),
  z.record(
    z.string().regex(/^[A-Z][a-z]?-[A-Z][a-z]?$/, 'Write two elements with a hyphen, such as "O-H"'),
    quantity("length", { above: 0 }),
  ),
]);

/** What `constraints` says; left out, the force field's own constraints hold where it has any. */
export type ConstraintSpec = z.output<typeof ConstraintOption> | undefined;

/** What `constraintLengths` says: those of the starting geometry, of the force field, or a0 by pairs of elements such as "O-H". */
export type ConstraintLengths = z.output<typeof ConstraintLengthsOption>;
