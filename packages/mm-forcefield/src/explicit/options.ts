import { quantity } from "@qmmm/core";
import { z } from "zod";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { PolarisationOptions } from "../polarisation/options.js";

const type = z.string().min(1);
const sigma = quantity("length", { min: 0 }).describe(
  "Lennard-Jones σ, where the energy is zero, such as 3.15 angstrom",
);
const epsilon = quantity("energy", { min: 0 }).describe("Lennard-Jones well depth ε, such as 0.152 kcal/mol");

const atoms = z.strictObject({
  select: z.string().min(1).describe("Atoms that get these parameters, in the selection language"),
  type: type.describe("Name by which bonds, angles, torsions and pairs refer to these atoms"),
  charge: z.number().describe("Partial charge in units of e"),
  sigma,
  epsilon,
});

const bond = z.strictObject({
  types: z.tuple([type, type]).describe("Types of the two atoms; * for any"),
  k: quantity("forceConstant", { min: 0 }).describe(
    "Force constant of E = k(r − r0)², such as 553 kcal/mol/Å^2 (half of what programs with ½k state)",
  ),
  r0: quantity("length", { above: 0 }).describe("Equilibrium length"),
});

const angle = z.strictObject({
  types: z.tuple([type, type, type]).describe("Types of the three atoms, the apex in the middle; * for any"),
  k: quantity("angleForceConstant", { min: 0 }).describe(
    "Force constant of E = k(θ − θ0)², such as 100 kcal/mol/rad^2",
  ),
  theta0: quantity("angle", { min: 0 }).describe("Equilibrium angle, such as 104.52 deg"),
});

const torsion = z.strictObject({
  types: z.tuple([type, type, type, type]).describe("Types of the four atoms along the chain; * for any"),
  k: quantity("energy").describe("Height of E = k(1 + cos(nφ − δ)), such as 0.16 kcal/mol"),
  periodicity: z.number().int().min(0).max(6).describe("n, number of minima"),
  phase: quantity("angle").describe("δ, such as 180 deg"),
});

const improper = torsion.extend({
  types: z.tuple([type, type, type, type]).describe("Types of the four atoms, the central one third; * for any"),
});

const pair = z.strictObject({
  types: z.tuple([type, type]).describe("Types whose pair does not follow the combining rule"),
  sigma,
  epsilon,
});

/** Options of the force field `parameters`. */
export const ExplicitOptions = z.strictObject({
  combiningRule: z
    .enum(["lorentz-berthelot", "geometric"])
    .default("lorentz-berthelot")
    .describe("How σ of unlike types follows: arithmetic mean (lorentz-berthelot) or geometric; ε is always geometric"),
  excludedBonds: z
    .number()
    .int()
    .min(0)
    .max(3)
    .default(2)
    .describe("Pairs at most so many bonds apart do not interact"),
  scaled14: z
    .strictObject({
      lennardJones: z.number().min(0).max(1).describe("Factor of the Lennard-Jones energy, such as 0.5"),
      coulomb: z.number().min(0).max(1).describe("Factor of the Coulomb energy, such as 0.8333333333"),
    })
    .optional()
    .describe("Scaling of pairs three bonds apart; needed where there are such pairs and excludedBonds is 2 or less"),
  atoms: z.array(atoms).min(1).describe("Charges and Lennard-Jones parameters; every atom in exactly one entry"),
  bonds: z.array(bond).default([]).describe("Harmonic bonds by types"),
  angles: z.array(angle).default([]).describe("Harmonic angles by types"),
  torsions: z
    .array(torsion)
    .default([])
    .describe("Periodic torsions by types; entries of the same types add up, those with fewer * win"),
  impropers: z.array(improper).default([]).describe("Periodic impropers by types, where they are wanted"),
  pairs: z.array(pair).default([]).describe("Lennard-Jones parameters of particular pairs of types"),
  withoutBondedTerms: z
    .string()
    .min(1)
    .optional()
    .describe("Atoms among which no bonds, angles and torsions are needed: a QM region, or rigid molecules"),
  polarisation: PolarisationOptions.optional().describe(
    "Induced dipoles on the atoms, in open space, or in a cell with electrostatics by ewald or pme; default: none",
  ),
  ...cutoffOptions,
});

/** Options of the force field `parameters`, resolved: numbers in atomic units. */
export type ExplicitParameters = z.output<typeof ExplicitOptions>;
