import { quantity } from "@qmmm/core";
import { z } from "zod";
import { RestraintOptions } from "../restraints/options.js";

/** Options of every task that moves atoms. */
export const movingAtomsOptions = {
  frozen: z.string().min(1).optional().describe("selection of atoms that stay exactly where they are"),
  restraints: z
    .array(RestraintOptions)
    .default([])
    .describe("harmonic restraints and walls, each an energy term of its own"),
};

/** A number of steps, or a time with its unit that is turned into steps. */
export const stepsOrTime = () =>
  z.union([z.int().positive(), quantity("time", { above: 0 }).transform((time) => ({ time }))]);

/** Steps that an interval takes, at least one. */
export function inSteps(interval: number | { readonly time: number }, timeStep: number): number {
  return typeof interval === "number" ? interval : Math.max(1, Math.round(interval.time / timeStep));
}
