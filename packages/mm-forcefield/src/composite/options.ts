import { quantity } from "@qmmm/core";
import { z } from "zod";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";

const sigma = quantity("length", { min: 0 }).describe("Lennard-Jones σ, such as 3.15 angstrom");
const epsilon = quantity("energy", { min: 0 }).describe("Lennard-Jones well depth ε, such as 0.152 kcal/mol");

const across = z.strictObject({
  select: z.string().min(1).describe("Atoms of the part that these numbers are for, in the selection language"),
  charge: z
    .number()
    .optional()
    .describe(
      "Charge that other parts see, in units of e; default: the force field's own. Only for force fields of solids without " +
        "bonds; another charge than their own does not act within the part",
    ),
  sigma,
  epsilon,
});

const part = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, "has to begin with a letter, then letters, digits, - and _")
    .describe("What the part is called in results: silica"),
  select: z
    .string()
    .min(1)
    .optional()
    .describe("Atoms of the part, in the selection language; one part may leave it out: the atoms of no other part"),
  forcefield: z
    .looseObject({ type: z.string().describe("A force field, as forcefield.type names it") })
    .describe("Force field of the part, with its options; its files describe the atoms of the part only"),
  across: z
    .array(across)
    .default([])
    .describe(
      "How atoms of the part act on other parts, each in one entry; needed for every atom whose force field has no " +
        "Lennard-Jones parameters",
    ),
});

const between = z
  .tuple([z.string().min(1), z.string().min(1)])
  .describe("Two selections: pairs of one atom each, in different parts");

const lennardJones = z.strictObject({
  form: z.literal("lennard-jones").describe("Lennard-Jones parameters instead of those of the combining rule"),
  between,
  sigma,
  epsilon,
});

const buckingham = z.strictObject({
  form: z
    .literal("buckingham")
    .describe("E = A exp(−r/rho) − C/r⁶ by shifted force instead of Lennard-Jones, its core guarded as that of bks"),
  between,
  A: quantity("energy", { above: 0 }).describe("Height of the repulsion, such as 18003.7572 eV"),
  rho: quantity("length", { above: 0 }).describe("Range of the repulsion, such as 0.2052 angstrom"),
  C: quantity("dispersion", { min: 0 }).describe("Constant of the attraction, such as 133.5381 eV*Å^6"),
});

const morse = z.strictObject({
  form: z
    .literal("morse")
    .describe("E = depth·((1 − exp(−alpha·(r − r0)))² − 1) by shifted force instead of Lennard-Jones"),
  between,
  depth: quantity("energy", { min: 0 }).describe("Depth of the well"),
  alpha: quantity("inverseLength", { above: 0 }).describe("Steepness, such as 1.8 1/Å"),
  r0: quantity("length", { above: 0 }).describe("Distance of the minimum"),
});

/** Options of the force field `composite`. */
export const CompositeOptions = z.strictObject({
  parts: z.array(part).min(2).describe("Parts of the system, each with a force field of its own"),
  combiningRule: z
    .enum(["lorentz-berthelot", "geometric"])
    .default("lorentz-berthelot")
    .describe("σ of pairs between parts: arithmetic mean (lorentz-berthelot) or geometric; ε is always geometric"),
  pairs: z
    .array(z.discriminatedUnion("form", [lennardJones, buckingham, morse]))
    .default([])
    .describe("Pairs between parts that do not follow the combining rule"),
  bondsAcross: z
    .enum(["refuse", "ignore"])
    .default("refuse")
    .describe("What to do where the structure has a bond between two parts, which no force field describes"),
  ...cutoffOptions,
});

/** Options of the force field `composite`, resolved: numbers in atomic units. */
export type CompositeParameters = z.output<typeof CompositeOptions>;
export type PartOptions = CompositeParameters["parts"][number];
export type PairOptions = CompositeParameters["pairs"][number];
