import { quantity } from "@qmmm/core";
import { z } from "zod";

/** Options that all potentials for solids share. */
export const solidOptions = {
  elements: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe("Name in the file by element symbol, where they differ, such as { Si: Si1 }"),
  skin: quantity("length", { above: 0 })
    .prefault("1 angstrom")
    .describe("How far lists of neighbours reach beyond the cutoff; changes the speed, never the result"),
};
