import { describe, expect, test } from "vitest";
import { cristobalite, supercell, withoutCell } from "../solids/crystals.js";
import { errorOf, evaluate } from "../support.js";
import { droplet, moved, together } from "./support.js";

const silica = withoutCell(supercell(cristobalite(7.0), [1, 1, 1]));
const system = together(
  [silica, moved(droplet(2), [12, 3, 3])],
  [
    [20, 0, 0],
    [0, 20, 0],
    [0, 0, 20],
  ],
);
const oxide = {
  name: "silica",
  select: "resname MOL",
  forcefield: { type: "bks", cutoff: "8 angstrom" },
  across: [{ select: "all", sigma: "3 angstrom", epsilon: "0.1 kcal/mol" }],
};
const water = { name: "water", forcefield: { type: "tip3p" } };
const base = { cutoff: "8 angstrom", electrostatics: { type: "ewald" } };

describe("what is wrong with the parts is said", () => {
  test.for([
    ["QMMM_MM_PARTS_OVERLAP", "atom 8 ", { parts: [oxide, { ...water, select: "element O" }] }],
    ["QMMM_MM_PARTS_OVERLAP", "Several parts", { parts: [water, { ...water, name: "other" }] }],
    ["QMMM_MM_PARTS_OVERLAP", 'called "silica"', { parts: [oxide, { ...water, name: "silica" }] }],
    ["QMMM_MM_PARTS_INCOMPLETE", "atom 27", { parts: [oxide, { ...water, select: "index0 24 25 26" }] }],
    [
      "QMMM_MM_PARTS_INCOMPLETE",
      "No atoms are left",
      { parts: [oxide, { ...water, select: "resname HOH" }, { ...water, name: "x" }] },
    ],
    ["QMMM_MM_PART_BOND", "A bond joins", { parts: [{ ...oxide, select: "resname MOL or index0 24" }, water] }],
    ["QMMM_MM_PARAMETERS_MISSING", "acts on other parts", { parts: [{ ...oxide, across: [] }, water] }],
    [
      "QMMM_MM_PARAMETERS_AMBIGUOUS",
      "acts across",
      { parts: [{ ...oxide, across: [...oxide.across, { ...oxide.across[0], select: "element O" }] }, water] },
    ],
    [
      "QMMM_MM_PART_CHARGE",
      "charges of its own",
      {
        parts: [
          oxide,
          { ...water, across: [{ select: "element O", charge: -0.8, sigma: "3 Å", epsilon: "1 kJ/mol" }] },
        ],
      },
    ],
    [
      "QMMM_MM_PART_OPTION",
      "sets cutoff",
      { parts: [oxide, { ...water, forcefield: { type: "tip3p", cutoff: "8 angstrom" } }] },
    ],
    [
      "QMMM_MM_PAIR_UNUSED",
      "describes no pair",
      {
        parts: [oxide, water],
        pairs: [{ form: "lennard-jones", between: ["element H", "resname HOH"], sigma: "3 Å", epsilon: "0 eV" }],
      },
    ],
    [
      "QMMM_MM_PARAMETERS_AMBIGUOUS",
      "describe the same atoms",
      {
        parts: [oxide, water],
        pairs: ["element H", "resname HOH"].map((one) => ({
          form: "morse",
          between: [one, "element Si"],
          depth: "1 eV",
          alpha: "1 1/Å",
          r0: "2 Å",
        })),
      },
    ],
    [
      "QMMM_MM_PAIR_CORE",
      "attracts at every distance",
      {
        parts: [oxide, water],
        pairs: [{ form: "buckingham", between: ["element H", "element Si"], A: "1 eV", rho: "0.3 Å", C: "500 eV*Å^6" }],
      },
    ],
    [
      "QMMM_INPUT_KEY_UNKNOWN",
      "cutof",
      { parts: [oxide, { ...water, forcefield: { type: "tip3p", flexibel: true } }] },
    ],
    ["QMMM_PLUGIN_COMPONENT_UNKNOWN", "tip3", { parts: [oxide, { ...water, forcefield: { type: "tip3" } }] }],
  ] as const)("%s: %s", async ([code, words, options]) => {
    const error = await errorOf(evaluate("composite", { ...base, ...options }, system));
    expect(error.code).toBe(code);
    if (code.startsWith("QMMM_MM")) expect(error.message).toContain(words);
    if (code === "QMMM_INPUT_KEY_UNKNOWN")
      expect(error.details.place?.path).toBe("component.parts.1.forcefield.flexibel");
  });
});

test("atoms on top of each other are counted as those of the whole", async () => {
  const positions = system.geometry.positions.slice();
  positions.copyWithin(3 * 29, 3 * 27, 3 * 28);
  const error = await errorOf(
    evaluate(
      "composite",
      { ...base, parts: [oxide, water] },
      { ...system, geometry: { ...system.geometry, positions } },
    ),
  );
  expect(error.code).toBe("QMMM_MM_ATOMS_OVERLAP");
  expect(error.message).toContain("27 and 29");
});
