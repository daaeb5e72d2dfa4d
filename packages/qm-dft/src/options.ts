import { gaussianLevelShape } from "@qmmm/gto";
import { z } from "zod";

const Grid = z.union([
  z.int().min(0).max(9),
  z.enum(["SG-1", "SG-1/SSF"]),
  z.strictObject({
    radial: z.int().min(5).max(500).describe("radial points per atom"),
    angular: z.int().min(6).max(1454).describe("directions where the sphere is sampled best: a Lebedev grid's size"),
    pruning: z
      .enum(["none", "nwchem", "treutler"])
      .default("nwchem")
      .describe("how directions are left out near the nucleus and far from it"),
  }),
]);

/** Options of a density-functional level. */
export const DftOptions = z.strictObject({
  functional: z
    .string()
    .min(1)
    .describe("exchange-correlation functional, such as PBE, B3LYP (with VWN-RPA), B3LYP5 or r2SCAN"),
  ...gaussianLevelShape,
  basis: gaussianLevelShape.basis
    .optional()
    .describe("name of a basis set, such as def2-SVP, or { file: my-basis.json }; composite methods have their own"),
  grid: Grid.default(3).describe(
    "integration grid: a level from 0 to 9 as in PySCF, SG-1, SG-1/SSF (Stratmann-Scuseria-Frisch weights, as in QUICK), " +
      "or { radial: 99, angular: 590, pruning: nwchem }",
  ),
  dispersion: z
    .enum(["none", "d3bj", "d4", "nl"])
    .default("none")
    .describe(
      "London dispersion with the functional's published parameters: D3 with Becke-Johnson damping, D4, or nonlocal correlation (VV10)",
    ),
  nonlocalGrid: Grid.default(1).describe("the same as grid, for the pairs of points of nonlocal correlation (VV10)"),
  threeBody: z
    .boolean()
    .optional()
    .describe("three-body dispersion; by default as the parameters were fitted: with D4, without D3"),
});

/** Options of a density-functional level with defaults filled in; energies in Eh. */
export type DftOptions = z.output<typeof DftOptions>;
