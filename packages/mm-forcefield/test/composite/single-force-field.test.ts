import type { Evaluation } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { cristobalite, shaken, supercell } from "../solids/crystals.js";
import { ANGSTROM, evaluate, methanolAndWater, positionsOf, references, waters } from "../support.js";
import { entriesFor } from "./support.js";

function expectSame(ours: Evaluation, single: Evaluation): void {
  const scale = Math.max(...Object.values(single.terms).map(Math.abs));
  expect(Math.abs(ours.energy - single.energy)).toBeLessThan(1e-10 * scale);
  const largest = single.forces!.reduce((most, f) => Math.max(most, Math.abs(f)), 0);
  for (const [k, force] of single.forces!.entries()) {
    expect(Math.abs(ours.forces![k]! - force)).toBeLessThan(1e-10 * largest);
  }
  const stress = single.virial!.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  for (const [k, value] of single.virial!.entries()) {
    expect(Math.abs(ours.virial![k]! - value)).toBeLessThan(1e-10 * stress);
  }
}

describe("parts of one force field give what it gives for the whole", () => {
  const periodic = references.periodicWater;
  const edge = periodic.edge * ANGSTROM;
  const water = waters(positionsOf(periodic), [edge, edge, edge]);

  test.for([
    ["shifted forces", { cutoff: "6.5 angstrom" }],
    ["Ewald's sum", { cutoff: "6 angstrom", electrostatics: { type: "ewald" } }],
    [
      "particle-mesh Ewald with a dispersion correction",
      {
        cutoff: "6 angstrom",
        electrostatics: { type: "pme" },
        lennardJones: { form: "cut", dispersionCorrection: "all" },
      },
    ],
    [
      "a reaction field and switched energies",
      {
        cutoff: "6 angstrom",
        electrostatics: { type: "reaction-field" },
        lennardJones: { form: "potential-switch", switchDistance: "5 angstrom" },
      },
    ],
  ] as const)("water by %s", async ([, treatment]) => {
    const single = await evaluate("tip3p", treatment, water);
    const parts = await evaluate(
      "composite",
      {
        ...treatment,
        parts: [
          { name: "some", select: "resid 1 to 20 40 50", forcefield: { type: "tip3p" } },
          { name: "others", forcefield: { type: "tip3p" } },
        ],
      },
      water,
    );
    expectSame(parts, single);
    expect(Object.keys(parts.terms).sort()).toEqual(Object.keys(single.terms).sort());
    for (const [name, energy] of Object.entries(single.terms)) expect(parts.terms[name]).toBeCloseTo(energy, 9);
  });

  test("methanol and water in open space, with torsions, 1–4 pairs and a pair of its own", async () => {
    const { options } = references.methanolAndWater;
    const system = methanolAndWater();
    const single = await evaluate("parameters", options, system);
    const parts = await evaluate(
      "composite",
      {
        combiningRule: "geometric",
        parts: [
          {
            name: "water",
            select: "resname HOH",
            forcefield: {
              type: "parameters",
              ...entriesFor(options, ["OW", "HW"], ["element O", "element H"]),
            },
          },
          {
            name: "methanol",
            forcefield: {
              type: "parameters",
              ...entriesFor(options, ["CT", "HC", "OH", "HO"], ["index0 0", "index0 1 2 3", "index0 4", "index0 5"]),
            },
          },
        ],
        pairs: [
          { form: "lennard-jones", between: ["index0 6", "index0 4"], sigma: "3.0 angstrom", epsilon: "0.2 kcal/mol" },
        ],
      },
      system,
    );
    expectSame(parts, single);
    expect(parts.terms).toEqual(
      Object.fromEntries(Object.entries(single.terms).map(([name, energy]) => [name, expect.closeTo(energy, 12)])),
    );
  });

  test("silica by BKS, whose Buckingham pairs between parts are stated in the input", async () => {
    const silica = shaken(supercell(cristobalite(7.16), [2, 2, 2], [[], [0.4, 0], [-0.3, 0.5, 0]]), 0.15);
    const options = { cutoff: "7 angstrom", accuracy: 1e-9 };
    const single = await evaluate("bks", options, silica);
    const none = { sigma: "0 angstrom", epsilon: "0 eV" };
    const part = { forcefield: { type: "bks", ...options }, across: [{ select: "all", ...none }] };
    const parts = await evaluate(
      "composite",
      {
        cutoff: "7 angstrom",
        electrostatics: { type: "ewald", accuracy: 1e-9 },
        lennardJones: { form: "cut" },
        parts: [
          // Neither part is neutral: the backgrounds of both have to come out as one of none.
          { name: "some", select: "index0 0 to 80 and not index0 3", ...part },
          { name: "others", ...part },
        ],
        pairs: [
          {
            form: "buckingham",
            between: ["element O", "element O"],
            A: "1388.773 eV",
            rho: `${1 / 2.76} angstrom`,
            C: "175 eV*Å^6",
          },
          {
            form: "buckingham",
            between: ["element Si", "element O"],
            A: "18003.7572 eV",
            rho: `${1 / 4.87318} angstrom`,
            C: "133.5381 eV*Å^6",
          },
        ],
      },
      silica,
    );
    expectSame(parts, single);
    const buckingham = ["buckingham", "some.buckingham", "others.buckingham"].map((name) => parts.terms[name]!);
    expect(Math.min(...buckingham.map(Math.abs))).toBeGreaterThan(0.05);
    expect(buckingham.reduce((a, b) => a + b)).toBeCloseTo(single.terms.buckingham!, 10);
    expect(parts.terms.coulomb).toBeCloseTo(single.terms.coulomb!, 8);
  });
});
