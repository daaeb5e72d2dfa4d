import { quantity, VOLUME_FIELD, type VolumeWant } from "@qmmm/core";
import { z } from "zod";

const Position = z.tuple([quantity("length"), quantity("length"), quantity("length")]);
const Spacing = quantity("length", { above: 0 });

/** Options of fields on a grid, each written to a cube file. */
export const CubeOptions = z.strictObject({
  of: z
    .array(z.string().regex(VOLUME_FIELD))
    .min(1)
    .describe(
      "fields: density, spinDensity, potential, homo, homo-1, lumo, lumo+1, orbital:4 (from 0); :beta after an orbital for the other spin",
    ),
  spacing: z
    .union([Spacing, z.tuple([Spacing, Spacing, Spacing])])
    .prefault("0.2 bohr")
    .describe("distance of neighbouring points: one length, or one for each axis"),
  margin: quantity("length", { min: 0 }).prefault("4 bohr").describe("room around the nuclei"),
  origin: Position.optional().describe("first point; by default the margin before the nuclei"),
  counts: z
    .tuple([z.int().min(1), z.int().min(1), z.int().min(1)])
    .optional()
    .describe("numbers of points along x, y and z; by default as many as reach the margin behind the nuclei"),
});

/** What the options ask of a potential. */
export function volumesWanted({ spacing, ...rest }: z.output<typeof CubeOptions>): VolumeWant {
  return { ...rest, spacing: typeof spacing === "number" ? [spacing, spacing, spacing] : spacing };
}
