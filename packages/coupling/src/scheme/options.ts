import { z } from "zod";

const region = z.string().default("qm").describe("name of the region that the level describes");
const bonded = z
  .enum(["all", "majority"])
  .default("majority")
  .describe(
    "which bonded force-field terms the level replaces: those with all atoms in the region (all), or also angles with at least two and torsions with at least three atoms in it, which the link atom describes (majority)",
  );

/** Options of the `additive` coupling. */
export const AdditiveOptions = z.strictObject({
  embedding: z
    .enum(["electrostatic", "mechanical"])
    .default("electrostatic")
    .describe("electrostatic: the surroundings' charges polarise the region; mechanical: force-field charges interact"),
  region,
  level: z.string().optional().describe("level of theory of the region; may be left out when there is only one"),
  bonded,
  mechanicalCharges: z
    .enum(["mm"])
    .default("mm")
    .describe("charges of the region's atoms under mechanical embedding: the force field's"),
});

/** Resolved options of the `additive` coupling. */
export type AdditiveOptions = z.output<typeof AdditiveOptions>;

/** Options of the `subtractive` coupling. */
export const SubtractiveOptions = z
  .strictObject({
    embedding: z
      .enum(["electrostatic", "mechanical"])
      .default("electrostatic")
      .describe("electrostatic: the same charges act on both descriptions of the region; mechanical: on neither"),
    region,
    high: z.string().optional().describe("level of theory of the region; may be left out when there is no other"),
    low: z.string().default("mm").describe('what describes the whole system: "mm" (the force field) or a level'),
    bonded,
    real: z
      .strictObject({
        charge: z.int().default(0).describe("net charge of the whole system, e"),
        multiplicity: z.int().min(1).default(1).describe("spin multiplicity of the whole system"),
      })
      .optional()
      .describe("the whole system as a molecule, when a level describes it; default charge 0, multiplicity 1"),
  })
  .superRefine((options, context) => {
    if (options.low === "mm" || options.embedding === "mechanical") return;
    context.addIssue({
      code: "custom",
      path: ["embedding"],
      message: `Electrostatic embedding needs fixed charges, which the level "${options.low}" does not have`,
      params: {
        qmmm: "QMMM_COUPLING_EMBEDDING",
        allowed: ["mechanical"],
        action: 'Write "embedding: mechanical", or describe the surroundings by a force field ("low: mm")',
      },
    });
  });

/** Resolved options of the `subtractive` coupling. */
export type SubtractiveOptions = z.output<typeof SubtractiveOptions>;
