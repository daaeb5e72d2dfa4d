import { quantity } from "@qmmm/core";
import { z } from "zod";
import type { XtbModel } from "./parameters.js";

const Scf = z
  .strictObject({
    tolerance: z
      .number()
      .positive()
      .default(1e-7)
      .describe("largest change of a charge (e), dipole or quadrupole (a.u.) in the last iteration"),
    maxIterations: z.int().min(1).max(10_000).default(150).describe("iterations of the first attempt"),
    damping: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe("share of the estimated step to self-consistency that is taken where earlier iterations tell nothing"),
    retry: z
      .boolean()
      .default(true)
      .describe("after a failure, try once more with fresh charges, less mixing and more iterations"),
  })
  .prefault({});

/** Options of a tight-binding level; `embedding` defaults to what the model's own electrostatics has. */
function xtbOptions(embedding: "monopole" | "multipole") {
  return z.strictObject({
    temperature: quantity("temperature", { min: 0 })
      .prefault("300 K")
      .describe("electronic temperature of the Fermi occupations; 0 K fills the lowest orbitals"),
    embedding: z
      .enum(["monopole", "multipole"])
      .default(embedding)
      .describe("what charges around the molecule act on: shell charges, or atomic dipoles and quadrupoles too"),
    siteHardness: quantity("energy", { above: 0 })
      .prefault("99 Eh")
      .describe("chemical hardness of the charges around the molecule, per e²; large for bare points"),
    siteRadius: quantity("length", { min: 0 })
      .prefault("0 bohr")
      .describe("radius of the charges around the molecule in the damping of multipole interactions"),
    scf: Scf.describe("how the self-consistent charges are converged"),
  });
}

/** Options of the levels of every model. */
export const XTB_OPTIONS = { gfn1: xtbOptions("monopole"), gfn2: xtbOptions("multipole") } as const satisfies Record<
  XtbModel,
  unknown
>;

/** Options with defaults filled in, in atomic units. */
export type XtbOptions = z.output<(typeof XTB_OPTIONS)["gfn2"]>;
