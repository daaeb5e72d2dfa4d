import { quantity } from "@qmmm/core";
import { z } from "zod";
import { HIGHEST_ORDER, INFLUENCES, LOWEST_ORDER } from "./b-spline.js";
import { DISPERSION_PAIRS } from "./dispersion-correction.js";
import { LENNARD_JONES_FORMS } from "./lennard-jones-form.js";

const accuracy = (value: number) =>
  z
    .number()
    .min(1e-14)
    .max(0.1)
    .default(value)
    .describe("Wanted RMS error of the forces, relative to the force between two charges e that are 1 Å apart");

const screening = quantity("length", { above: 0 })
  .optional()
  .describe("Width 1/β of the Gaussian charges that split the sum, such as 3 angstrom; by default from the accuracy");

const gridSize = z.number().int().min(2);

const shiftedForce = z.strictObject({
  type: z.literal("shifted-force").describe("Cut off at the cutoff, by shifted forces"),
});

const ewald = z.strictObject({
  type: z.literal("ewald").describe("Ewald's sum, term by term: exact, slow for more than some thousand atoms"),
  accuracy: accuracy(1e-7),
  screening,
});

const pme = z.strictObject({
  type: z.literal("pme").describe("Smooth particle-mesh Ewald"),
  accuracy: accuracy(1e-5),
  screening,
  cutoff: quantity("length", { above: 0 })
    .optional()
    .describe(
      "Where the sum over pairs of charges ends, from half the cutoff to all of it; by default where the whole sum costs " +
        "least for its accuracy, or the cutoff if screening or grid are given",
    ),
  order: z
    .number()
    .int()
    .min(LOWEST_ORDER)
    .max(HIGHEST_ORDER)
    .optional()
    .describe("Order of the B-splines; by default 5, or what costs least together with the cutoff of charges"),
  influence: z
    .enum(INFLUENCES)
    .optional()
    .describe(
      "How splines stand for waves: essmann, as other programs have it; optimal, with the least error. By default optimal, " +
        "essmann if a grid is given",
    ),
  grid: z
    .tuple([gridSize, gridSize, gridSize])
    .optional()
    .describe(
      "Grid points along the cell's vectors, fastest without prime factors above 5; by default from the accuracy",
    ),
});

const reactionField = z.strictObject({
  type: z.literal("reaction-field").describe("Cut off at the cutoff, with the reaction field of a medium beyond it"),
  dielectric: z
    .number()
    .min(1)
    .default(78.3)
    .describe("Dielectric constant of the medium: 78.3 for water, 1 for nothing beyond the cutoff"),
});

const damping = quantity("length", { above: 0 })
  .prefault("5 angstrom")
  .describe("1/α of the damping erfc(αr): shorter ones need a longer cutoff, longer ones leave more ringing");

const wolf = z.strictObject({
  type: z.literal("wolf").describe("Wolf's sum: damped pairs up to the cutoff, energies shifted to zero there"),
  screening: damping,
});

const dsf = z.strictObject({
  type: z.literal("dsf").describe("Damped shifted force: as wolf, with forces shifted too, so that dynamics conserve"),
  screening: damping,
});

/** Options of dispersion on a mesh. */
export const dispersionMeshOptions = z.strictObject({
  tolerance: z
    .number()
    .min(1e-10)
    .max(0.05)
    .default(1e-3)
    .describe(
      "Share of a pair's dispersion that the mesh leaves out at the cutoff, and about the relative error of the mesh's forces",
    ),
  screening: quantity("length", { above: 0 })
    .optional()
    .describe("Width 1/β that splits the sum, such as 3 angstrom; by default from the tolerance"),
  order: z.number().int().min(LOWEST_ORDER).max(HIGHEST_ORDER).default(5).describe("Order of the B-splines"),
  grid: z
    .tuple([gridSize, gridSize, gridSize])
    .optional()
    .describe("Grid points along the cell's vectors; by default from the tolerance"),
});

/** Options of Ewald's sum and of particle-mesh Ewald. */
export type PmeOptions = z.output<typeof pme>;
export type LongRangeOptions = z.output<typeof ewald> | PmeOptions;

/** Options of non-bonded interactions beyond cutoff and skin. */
export const longRangeOptions = {
  electrostatics: z
    .discriminatedUnion("type", [shiftedForce, reactionField, wolf, dsf, ewald, pme])
    .default({ type: "shifted-force" })
    .describe("How Coulomb energies of a system with a cutoff are summed"),
  lennardJones: z
    .strictObject({
      form: z
        .enum([...LENNARD_JONES_FORMS, "pme"])
        .default("shifted-force")
        .describe(
          "How Lennard-Jones energies end at the cutoff; pme: not at all, dispersion goes on over all images by a mesh of geometric " +
            "means (LJ-PME), and energies of pairs within the cutoff are shifted to zero there",
        ),
      mesh: dispersionMeshOptions.optional().describe("The mesh of the form pme"),
      switchDistance: quantity("length", { above: 0 })
        .optional()
        .describe("Where potential-switch and force-switch begin; by default 1 angstrom before the cutoff"),
      dispersionCorrection: z
        .enum(["none", ...DISPERSION_PAIRS])
        .default("none")
        .describe(
          "Lennard-Jones energy and virial left out by the cutoff: none; all, counting every atom with every other; gromacs " +
            "and openmm, from the mean over pairs that those programs count",
        ),
    })
    .prefault({})
    .describe("How Lennard-Jones energies are cut off"),
};
