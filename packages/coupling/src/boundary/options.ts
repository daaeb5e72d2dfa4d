import { quantity } from "@qmmm/core";
import { z } from "zod";

/** Reasons for which a cut is refused unless the user allows it. */
export const CUT_OBJECTIONS = [
  "hydrogen",
  "multiple-bond",
  "ring",
  "aromatic",
  "shared-host",
  "adjacent-hosts",
] as const;

/** A reason for which a cut is refused. */
export type CutObjection = (typeof CUT_OBJECTIONS)[number];

const placement = {
  link: z
    .enum(["ratio", "distance"])
    .describe(
      "place the hydrogen at a fixed fraction of the cut bond (ratio) or at a fixed distance from Q1 (distance)",
    ),
  ratio: z
    .number()
    .gt(0)
    .lt(1)
    .describe("fraction of the bond Q1–M1; default d(Q1–H) over the bond's equilibrium length"),
  distance: quantity("length", { above: 0 }).describe("distance Q1–H; default that of the hydride of Q1's element"),
};

/** Options of the `link-atom` boundary. */
export const LinkAtomOptions = z
  .strictObject({
    link: placement.link.default("ratio"),
    ratio: placement.ratio.optional(),
    distance: placement.distance.optional(),
    links: z
      .array(
        z.strictObject({
          atoms: z
            .tuple([z.int().min(0), z.int().min(0)])
            .describe("index0 (counted from 0) of the two atoms of the cut bond, in either order"),
          link: placement.link.optional(),
          ratio: placement.ratio.optional(),
          distance: placement.distance.optional(),
        }),
      )
      .default([])
      .describe("links that differ from the rest"),
    charges: z
      .enum(["none", "z1", "z2", "z3", "rc", "rcd", "cs"])
      .default("cs")
      .describe(
        "charges near a cut bond: none (all kept), z1–z3 (deleted on M1, to M2, to M3), rc (M1's charge to the middle of its bonds), rcd (the same, dipole kept), cs (moved to M2, dipole kept by a pair of charges)",
      ),
    shift: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.06)
      .describe("cs: where the pair sits on the bond M1–M2, as fractions 1 − shift and 1 + shift of its length"),
    adjust: z
      .enum(["mm", "none"])
      .default("mm")
      .describe(
        "mm: charge lost at a cut (deleted charges, and the fraction by which the region's force-field charge is not a whole number) is spread over the MM atoms of the cut residues; none: it is lost",
      ),
    smearing: quantity("length", { min: 0 })
      .optional()
      .describe("width w of Gaussian charges, ρ ∝ exp(−r²/w²); default point charges"),
    smear: z
      .enum(["all", "boundary"])
      .default("all")
      .describe("which charges are smeared: all, or those of the groups that are bonded to the region"),
    cutoff: quantity("length", { above: 0 })
      .optional()
      .describe("charge groups farther than this from every region atom do not act on it; needed in a periodic cell"),
    switchWidth: quantity("length", { above: 0 })
      .optional()
      .describe("width of the zone inside the cutoff in which charges fade; default a fifth of the cutoff"),
    allow: z.array(z.enum(CUT_OBJECTIONS)).default([]).describe("cuts to accept although they are usually wrong"),
  })
  .superRefine((options, context) => {
    const { cutoff, switchWidth } = options;
    if (switchWidth !== undefined && (cutoff === undefined || switchWidth >= cutoff)) {
      context.addIssue({
        code: "custom",
        path: ["switchWidth"],
        message: cutoff === undefined ? "switchWidth needs a cutoff" : "switchWidth must be smaller than the cutoff",
        params: { qmmm: "QMMM_COUPLING_CUTOFF_RANGE", action: "Give a cutoff that is larger than switchWidth" },
      });
    }
  });

/** Resolved options of the `link-atom` boundary; lengths in a0. */
export type LinkAtomOptions = z.output<typeof LinkAtomOptions>;
