import { createHooks, type StepReport } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { AnalyticPotential, anharmonicChain } from "../support/analytic-potential.js";
import { chain, makeContext, makeTask } from "../support/context.js";
import { EmptyPotential } from "../support/empty-potential.js";

const surface = anharmonicChain(0.2, 2.4, -0.02);

async function optimised(options: Record<string, unknown>) {
  const hooks = createHooks();
  const steps: StepReport[] = [];
  const frames: number[] = [];
  hooks.tap("afterStep", "test", (report) => void steps.push(report));
  hooks.tap("frame", "test", ({ step }) => void frames.push(step));
  const result = await makeTask("optimise", options).run(
    makeContext(chain(5), new AnalyticPotential(surface), { hooks }),
  );
  return { result, steps, frames };
}

describe("the task optimise", () => {
  for (const algorithm of ["lbfgs", "fire"]) {
    it(`finds a minimum with ${algorithm}`, async () => {
      const { result, steps } = await optimised({ algorithm, convergence: "tight" });
      expect(result.converged).toBe(true);
      expect(result.evaluation.energy).toBeLessThan(1e-7);
      expect(result.message).toMatch(/^Converged after \d+ steps/);
      expect(steps.at(-1)!.quantities).toMatchObject({ maxForce: { unit: "Eh/a0" }, maxDisplacement: { unit: "a0" } });
    });
  }

  it("takes thresholds with units, and the others of the default set", async () => {
    const loose = await optimised({
      convergence: {
        maxForce: "0.5 eV/angstrom",
        rmsForce: "0.5 eV/angstrom",
        maxDisplacement: "1 angstrom",
        rmsDisplacement: "1 angstrom",
      },
    });
    const { result } = await optimised({ convergence: { maxForce: "1e-6 hartree/bohr" } });
    expect(loose.result.steps).toBeLessThan(result.steps);
    expect(result.summary.maxForce!.value).toBeLessThan(1e-6);
  });

  it("writes frames at its interval and at the end", async () => {
    const { result, frames } = await optimised({ frameEvery: 4, convergence: "tight" });
    expect(frames).toEqual([
      ...new Set([0, 4, 8, 12, 16, 20, 24, 28].filter((n) => n <= result.steps).concat(result.steps)),
    ]);
  });

  it("moves no atom further in a step than it may", async () => {
    const { steps } = await optimised({ maxMove: "0.02 angstrom" });
    for (let n = 1; n < steps.length; n++) {
      const [a, b] = [steps[n - 1]!.geometry.positions, steps[n]!.geometry.positions];
      for (let k = 0; k < 15; k += 3)
        expect(Math.hypot(b[k]! - a[k]!, b[k + 1]! - a[k + 1]!, b[k + 2]! - a[k + 2]!)).toBeLessThan(0.0378);
    }
  });

  it("keeps restraints and frozen atoms, and gives restraints their own terms", async () => {
    const { result, steps } = await optimised({
      frozen: "index0 4",
      restraints: [
        {
          type: "distance",
          name: "pull",
          atoms: ["index0 0", "index0 1"],
          value: "1.5 angstrom",
          forceConstant: "5000 kcal/mol/Å^2",
        },
        {
          type: "angle",
          atoms: ["index0 1", "index0 2", "index0 3"],
          value: "120 deg",
          forceConstant: "500 kcal/mol/rad^2",
        },
        {
          type: "dihedral",
          atoms: ["index0 0", "index0 1", "index0 2", "index0 3"],
          forceConstant: "50 kcal/mol/rad^2",
        },
        {
          type: "position",
          atoms: "index0 2",
          references: [["2 angstrom", "0 angstrom", "0 angstrom"]],
          forceConstant: "1 kcal/mol/Å^2",
        },
        { type: "wall", radius: "10 angstrom", forceConstant: "1 kcal/mol/Å^2" },
        {
          type: "wall",
          name: "fixed",
          centre: ["0 angstrom", "0 angstrom", "0 angstrom"],
          radius: "9 angstrom",
          forceConstant: "1 kcal/mol/Å^2",
        },
        { type: "wall", name: "moving", centre: "index0 2", radius: "9 angstrom", forceConstant: "1 kcal/mol/Å^2" },
      ],
    });
    expect(result.converged).toBe(true);
    const p = result.geometry.positions;
    expect(Math.hypot(p[0]! - p[3]!, p[1]! - p[4]!, p[2]! - p[5]!) * 0.529177).toBeCloseTo(1.5, 1);
    expect(p.subarray(12)).toEqual(chain(5).geometry.positions.subarray(12));
    expect(Object.keys(steps[0]!.evaluation.terms)).toEqual([
      "analytic",
      "restraint:pull",
      "restraint:angle-2",
      "restraint:dihedral-3",
      "restraint:position-4",
      "restraint:wall-5",
      "restraint:fixed",
      "restraint:moving",
    ]);
    const sum = Object.values(result.evaluation.terms).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(result.evaluation.energy, 14);
  });

  it("holds what a restraint without value finds at the start", async () => {
    const dihedral = {
      type: "dihedral",
      atoms: ["index0 0", "index0 1", "index0 2", "index0 3"],
      forceConstant: "50 kcal/mol/rad^2",
    };
    const { steps } = await optimised({ restraints: [dihedral], maxSteps: 1 });
    expect(steps[0]!.evaluation.terms["restraint:dihedral-1"]).toBe(0);
  });

  it("refuses two restraints of one name and references that do not fit", async () => {
    const position = { type: "position", name: "hold", atoms: "index0 0", forceConstant: "1 kcal/mol/Å^2" };
    await expect(optimised({ restraints: [position, position] })).rejects.toMatchObject({
      code: "QMMM_RESTRAINT_NAME",
    });
    const references = {
      ...position,
      references: [
        ["0 Å", "0 Å", "0 Å"],
        ["0 Å", "0 Å", "0 Å"],
      ],
    };
    await expect(optimised({ restraints: [references] })).rejects.toMatchObject({ code: "QMMM_RESTRAINT_REFERENCES" });
  });

  it("stops in good order when asked to", async () => {
    const hooks = createHooks();
    hooks.tap("shouldStop", "test", ({ step }) => step === 2);
    const result = await makeTask("optimise", {}).run(makeContext(chain(5), new AnalyticPotential(surface), { hooks }));
    expect(result).toMatchObject({
      converged: false,
      steps: 2,
      message: expect.stringMatching(/^Stopped on request after 2 steps/),
    });
  });
});

describe("the task energy", () => {
  it("gives energy, terms and forces", async () => {
    const result = await makeTask("energy", {}).run(makeContext(chain(5), new AnalyticPotential(surface)));
    const gradient = new Float64Array(15);
    const energy = surface(chain(5).geometry.positions, gradient);
    expect(result.summary.energy).toEqual({ value: energy, unit: "Eh" });
    expect(result.summary.forceNorm!.value).toBeCloseTo(Math.hypot(...gradient), 14);
    expect(result.summary.maxForce!.value).toBe(Math.max(...gradient.map(Math.abs)));
    expect(result.evaluation.forces).toHaveLength(15);
  });

  it("gives what is asked for only", async () => {
    const lean = await makeTask("energy", { forces: false }).run(makeContext(chain(5), new EmptyPotential()));
    expect(lean.evaluation.forces).toBeUndefined();
    expect(Object.keys(lean.summary)).toEqual(["energy"]);
    const wall = { type: "wall", radius: "1 angstrom", forceConstant: "1 kcal/mol/Å^2" };
    const rich = await makeTask("energy", { virial: true, restraints: [wall] }).run(
      makeContext(chain(5), new EmptyPotential()),
    );
    expect(rich.evaluation.virial).toHaveLength(9);
    expect(rich.evaluation.energy).toBeGreaterThan(0);
  });
});
