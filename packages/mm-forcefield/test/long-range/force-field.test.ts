import { HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, it, test } from "vitest";
import {
  ANGSTROM,
  amberSystem,
  errorOf,
  evaluate,
  forceField,
  hasSharedData,
  model,
  positionsOf,
  references,
  waters,
} from "../support.js";

const edge = references.periodicWater.edge * ANGSTROM;
const water = waters(positionsOf(references.periodicWater).slice(0, 9 * 12), [edge, edge, edge]);

forceFieldSuite({
  describe,
  test,
  expect,
  name: "tip3p by Ewald's sum, switched forces, dispersion correction",
  create: () =>
    forceField("tip3p", {
      cutoff: "6 angstrom",
      electrostatics: { type: "ewald", accuracy: 1e-9 },
      lennardJones: { form: "force-switch", switchDistance: "4 angstrom", dispersionCorrection: "all" },
    }),
  systems: [{ name: "periodic water", system: water, region: [3, 4, 5, 9] }],
});

describe("options", () => {
  it("state their conventions, the error estimated, the background's energy", async () => {
    const { mm } = await model("tip3p", { cutoff: "6 angstrom", electrostatics: { type: "pme" } }, water);
    expect(mm.conventions.electrostatics).toBe("smooth particle-mesh Ewald");
    expect([4, 5, 6, 8]).toContain(mm.conventions.pmeOrder);
    expect(mm.conventions.pmeInfluence).toBe("optimal");
    expect(Number.parseFloat(`${mm.conventions.ewaldCutoff}`)).toBeLessThan(6);
    expect(mm.conventions.pmeGrid).toMatch(/^\d+ × \d+ × \d+$/);
    expect(mm.conventions.ewaldForceError).toMatch(/^\d\.\de-6 of the force/);
    expect(mm.conventions.backgroundEnergy).toBeCloseTo(0, 15);
    expect(mm.conventions.lennardJonesForm).toBe("shifted-force");
  });

  it("leave shifted forces as they are by default", async () => {
    const plain = await evaluate("tip3p", { cutoff: "6 angstrom" }, water);
    const stated = await evaluate(
      "tip3p",
      { cutoff: "6 angstrom", electrostatics: { type: "shifted-force" }, lennardJones: { form: "shifted-force" } },
      water,
    );
    expect(stated).toEqual(plain);
    const pme = await evaluate("tip3p", { cutoff: "6 angstrom", electrostatics: { type: "pme" } }, water);
    expect(pme.terms.lennardJones! / plain.terms.lennardJones!).toBeCloseTo(1, 12);
  });

  const lennardJones = { form: "force-switch" };
  const box = waters(positionsOf(references.periodicWater), [edge, edge, edge]);
  const forcesBy = (electrostatics: object) =>
    evaluate("tip3p", { cutoff: "7 angstrom", lennardJones, electrostatics }, box);

  it("end charges earlier than Lennard-Jones energies where that costs less, with the error asked for", async () => {
    const exact = await forcesBy({ type: "ewald", accuracy: 1e-11 });
    for (const accuracy of [1e-4, 1e-6]) {
      const { mm } = await model("tip3p", { cutoff: "7 angstrom", electrostatics: { type: "pme", accuracy } }, box);
      const [end, start] = [mm.conventions.ewaldCutoff, mm.conventions.cutoff].map((x) => Number.parseFloat(`${x}`));
      expect(end!).toBeLessThan(start!);
      const { forces, terms } = await forcesBy({ type: "pme", accuracy });
      expect(terms.lennardJones).toBe(exact.terms.lennardJones);
      const squares = forces!.reduce((sum, f, k) => sum + (f - exact.forces![k]!) ** 2, 0);
      const error = Math.sqrt((3 * squares) / forces!.length) * ANGSTROM ** 2;
      expect(error).toBeLessThan(accuracy);
      expect(error).toBeGreaterThan(accuracy / 20);
    }
  });

  it("favour the optimal influence function: energies deviate less on the same grid", async () => {
    const exact = await forcesBy({ type: "ewald", accuracy: 1e-11 });
    const deviation = async (influence: string) => {
      const grid = [24, 24, 24];
      const { energy } = await forcesBy({ type: "pme", influence, grid, order: 4, screening: "2.2 angstrom" });
      return Math.abs(energy - exact.energy);
    };
    expect(await deviation("optimal")).toBeLessThan((await deviation("essmann")) / 5);
  });

  it.each([
    ["a missing cutoff", {}, "QMMM_MM_CUTOFF_MISSING", false],
    ["an open system", { cutoff: "6 angstrom" }, "QMMM_MM_CELL_MISSING", true],
    [
      "a switch beyond the cutoff",
      { cutoff: "6 angstrom", lennardJones: { form: "force-switch", switchDistance: "7 angstrom" } },
      "QMMM_MM_SWITCH_RANGE",
      false,
    ],
    [
      "charges that end too early",
      { cutoff: "6 angstrom", electrostatics: { type: "pme", cutoff: "2.9 angstrom" } },
      "QMMM_MM_CUTOFF_CHARGES",
      false,
    ],
    [
      "charges that end beyond the cutoff",
      { cutoff: "6 angstrom", electrostatics: { type: "pme", cutoff: "6.1 angstrom" } },
      "QMMM_MM_CUTOFF_CHARGES",
      false,
    ],
  ])("refuse %s", async (_, options, code, open) => {
    const system = open ? waters(water.geometry.positions) : water;
    const error = await errorOf(model("tip3p", { electrostatics: { type: "pme" }, ...options }, system));
    expect(error.code).toBe(code);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });
});

describe.skipIf(!hasSharedData)("against published values", () => {
  const folder = "../shared/data/openmm-systems";

  // OpenMM's test system by PME with tight tolerances: kJ/mol.
  it("alanine dipeptide in 2,269 atoms", async () => {
    const prmtop = `${folder}/alanine-dipeptide-explicit.prmtop`;
    const system = await amberSystem(prmtop, `${folder}/alanine-dipeptide-explicit.inpcrd`);
    const options = {
      prmtop,
      coulombConstant: "SI",
      cutoff: "9 angstrom",
      electrostatics: { type: "pme", accuracy: 1e-8, order: 8 },
      lennardJones: { form: "cut", dispersionCorrection: "openmm" },
    };
    const { terms } = await evaluate("amber", options, system);
    const names = ["lennardJones", "coulomb", "lennardJones14", "coulomb14", "dispersionCorrection"];
    const nonbonded = names.reduce((sum, name) => sum + terms[name]! * HARTREE_IN_KJ_PER_MOL, 0);
    expect(Math.abs(nonbonded + 24668.9586)).toBeLessThan(5e-4);
  });
});
