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
    expect(mm.conventions.pmeOrder).toBe(5);
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

  it.each([
    ["a missing cutoff", {}, "QMMM_MM_CUTOFF_MISSING", false],
    ["an open system", { cutoff: "6 angstrom" }, "QMMM_MM_CELL_MISSING", true],
    [
      "a switch beyond the cutoff",
      { cutoff: "6 angstrom", lennardJones: { form: "force-switch", switchDistance: "7 angstrom" } },
      "QMMM_MM_SWITCH_RANGE",
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
