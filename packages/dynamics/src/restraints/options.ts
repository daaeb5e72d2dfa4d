import { quantity } from "@qmmm/core";
import { z } from "zod";

const selection = z.string().min(1);
const length = () => quantity("length");
const point = z.tuple([length(), length(), length()]);
const name = z
  .string()
  .min(1)
  .optional()
  .describe("name of its energy term, restraint:<name>; default: type and place in the list");
const lengthForceConstant = () => quantity("forceConstant", { above: 0 });
const k = "k of the energy ½k·(deviation)²";

/** One group of atoms per point of an internal coordinate. */
function groups(count: 2 | 3 | 4) {
  return z
    .array(selection)
    .length(count)
    .describe(`${count} selections; of each the centre of mass counts (one atom: the atom)`);
}

const Position = z.strictObject({
  type: z.literal("position"),
  name,
  atoms: selection.describe("selection of the atoms to hold"),
  references: z
    .array(point)
    .optional()
    .describe("a position x, y, z with units for each selected atom; default: those at the start of the task"),
  forceConstant: lengthForceConstant().describe(`${k}, per atom`),
});

const Distance = z.strictObject({
  type: z.literal("distance"),
  name,
  atoms: groups(2),
  value: quantity("length", { min: 0 })
    .optional()
    .describe("distance without strain; default: that at the start of the task"),
  forceConstant: lengthForceConstant().describe(k),
});

const angular = (type: "angle" | "dihedral", count: 3 | 4) =>
  ({
    name,
    atoms: groups(count),
    value: quantity("angle").optional().describe(`${type} without strain; default: that at the start of the task`),
    forceConstant: quantity("angleForceConstant", { above: 0 }).describe(k),
  }) as const;

const Angle = z.strictObject({ type: z.literal("angle"), ...angular("angle", 3) });
const Dihedral = z.strictObject({ type: z.literal("dihedral"), ...angular("dihedral", 4) });

const Wall = z.strictObject({
  type: z.literal("wall"),
  name,
  atoms: selection.default("all").describe("selection of the atoms to keep inside"),
  centre: z
    .union([selection, point])
    .optional()
    .describe(
      "selection whose centre of mass the wall follows (the quantum region, say), or a fixed point x, y, z with units; " +
        "default: fixed at the centre of mass that the atoms have at the start of the task",
    ),
  radius: quantity("length", { above: 0 }).describe("radius inside which nothing is felt"),
  forceConstant: lengthForceConstant().describe(`${k} beyond the radius, per atom`),
});

/** Schema of the `restraints` option of tasks. */
export const RestraintOptions = z.discriminatedUnion("type", [Position, Distance, Angle, Dihedral, Wall]);

/** A restraint as a person describes it, quantities in atomic units. */
export type RestraintSpec = z.output<typeof RestraintOptions>;
