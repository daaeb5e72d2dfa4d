import { describe, expect, it } from "vitest";
import { errorOf, evaluate, methanolAndWater, model, references } from "../support.js";

const system = methanolAndWater();
type Loose = Record<string, unknown>;
type Entry = Record<string, unknown>;
const options = references.methanolAndWater.options;
const list = (key: string): Entry[] => [...(options[key] as Entry[])];
const changed = (key: string, change: (entries: Entry[]) => Entry[]): Loose => ({
  ...options,
  [key]: change(list(key)),
});

describe("parameters", () => {
  it.each([
    [
      "an atom without an entry",
      changed("atoms", (all) => all.slice(1)),
      "QMMM_MM_PARAMETERS_MISSING",
      /1 atoms: C of MOH 1 \(atom 0 from 0\)/,
    ],
    [
      "an atom in two entries",
      changed("atoms", (all) => [...all, { ...all[0], select: "element C" }]),
      "QMMM_MM_PARAMETERS_AMBIGUOUS",
      /C of MOH 1/,
    ],
    [
      "an empty selection",
      changed("atoms", (all) => [...all, { ...all[0], select: "element Xe" }]),
      "QMMM_SELECTION_EMPTY",
      /matches no atom/,
    ],
    [
      "a bond without parameters",
      changed("bonds", (all) => all.slice(0, -1)),
      "QMMM_MM_PARAMETERS_MISSING",
      /bond OW–HW/,
    ],
    [
      "an angle without parameters",
      changed("angles", (all) => all.slice(1)),
      "QMMM_MM_PARAMETERS_MISSING",
      /angle HC–CT–HC/,
    ],
    ["a torsion without parameters", { ...options, torsions: [] }, "QMMM_MM_PARAMETERS_MISSING", /torsion HC–CT–OH–HO/],
    [
      "a bond stated twice",
      changed("bonds", (all) => [...all, all[0]!]),
      "QMMM_MM_PARAMETERS_AMBIGUOUS",
      /bonds fit C?/,
    ],
    [
      "a pair of unknown types",
      changed("pairs", (all) => [{ ...all[0], types: ["OH", "OX"] }]),
      "QMMM_MM_TYPE_UNKNOWN",
      /"OX"/,
    ],
    [
      "a pair stated twice",
      changed("pairs", (all) => [all[0]!, { ...all[0], types: ["OW", "OH"] }]),
      "QMMM_MM_PARAMETERS_AMBIGUOUS",
      /pairs/,
    ],
    ["no scaling of 1–4 pairs", { ...options, scaled14: undefined }, "QMMM_MM_PARAMETERS_MISSING", /three bonds apart/],
  ])("refuses %s", async (_, wrong, code, message) => {
    const error = await errorOf(model("parameters", wrong, system));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.details.action).toBeTruthy();
  });

  it.each([
    ["a number without unit", changed("atoms", (all) => all.map((entry) => ({ ...entry, sigma: "3.1" })))],
    ["a wrong unit", changed("bonds", (all) => all.map((entry) => ({ ...entry, k: "340 kcal/mol" })))],
    ["a negative ε", changed("atoms", (all) => all.map((entry) => ({ ...entry, epsilon: "-1 kcal/mol" })))],
    ["an unknown key", { ...options, bondz: [] }],
    [
      "a torsion of three types",
      changed("torsions", (all) => all.map((entry) => ({ ...entry, types: ["*", "CT", "OH"] }))),
    ],
  ])("refuses %s in the options", async (_, wrong) => {
    const error = await errorOf(model("parameters", wrong, system));
    expect(error.recoverability).toBe("input");
  });

  it("needs no bonded terms where none are wanted", async () => {
    const bare = { ...options, bonds: [], angles: [], torsions: [], withoutBondedTerms: "all" };
    const { terms } = await evaluate("parameters", bare, system);
    expect(Object.keys(terms).sort()).toEqual(["coulomb", "coulomb14", "lennardJones", "lennardJones14"]);
    // Half a molecule does not excuse the terms that reach beyond it.
    const half = await errorOf(model("parameters", { ...bare, withoutBondedTerms: "index0 0 1 2 3" }, system));
    expect(half.message).toMatch(/bond CT–OH/);
  });

  it("lets the entry with fewer wildcards win", async () => {
    const general = { types: ["*", "*"], k: "1 kcal/mol/Å^2", r0: "1 angstrom" };
    const { energy } = await evaluate(
      "parameters",
      changed("bonds", (all) => [general, ...all]),
      system,
    );
    expect(energy).toBe((await evaluate("parameters", options, system)).energy);
  });

  it("excludes by the number of bonds", async () => {
    const bare = { ...options, bonds: [], angles: [], torsions: [], withoutBondedTerms: "all", scaled14: undefined };
    const all = await evaluate("parameters", { ...bare, excludedBonds: 3 }, system);
    expect(Object.keys(all.terms).sort()).toEqual(["coulomb", "lennardJones"]);
    expect(all.terms.coulomb).toBeCloseTo((await evaluate("parameters", options, system)).terms.coulomb!, 13);
  });

  it("adds impropers about atoms with three neighbours only", async () => {
    const improper = { types: ["*", "*", "CT", "*"], k: "1 kcal/mol", periodicity: 2, phase: "180 deg" };
    const { terms } = await evaluate("parameters", { ...options, impropers: [improper] }, system);
    expect(terms.impropers).toBeUndefined();
  });
});
