import { BOLTZMANN, createHooks, createSystem, type Snapshot, type StepReport, type System } from "@qmmm/core";
import { kineticEnergy, removeRigidMotion } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { AnalyticPotential, anharmonicChain } from "../support/analytic-potential.js";
import { chain, makeContext, makeTask } from "../support/context.js";

const surface = anharmonicChain(0.2, 2.4, -0.02);
const nve = { ensemble: "nve", steps: 3 };
const nvt = { ensemble: "nvt", temperature: "300 K", steps: 3 };

async function reports(options: Record<string, unknown>, system: System = chain(5), seed = 7): Promise<StepReport[]> {
  const seen: StepReport[] = [];
  const hooks = createHooks();
  hooks.tap("afterStep", "test", (report) => void seen.push(report));
  await makeTask("dynamics", options).run(makeContext(system, new AnalyticPotential(surface), { hooks, seed }));
  return seen;
}

async function summary(options: Record<string, unknown>, system: System = chain(5)) {
  return (await makeTask("dynamics", options).run(makeContext(system, new AnalyticPotential(surface)))).summary;
}

describe("the task dynamics", () => {
  it("counts degrees of freedom", async () => {
    const cell = { vectors: Float64Array.of(30, 0, 0, 0, 30, 0, 0, 0, 30) };
    const periodic = { ...chain(5), geometry: { ...chain(5).geometry, cell } };
    const linear = createSystem({ elements: [6, 6, 6], positions: [0, 0, 0, 2.3, 0, 0, 4.7, 0, 0] });
    const anchor = { type: "position", atoms: "index0 0", forceConstant: "1 kcal/mol/Å^2" };
    const spring = { type: "distance", atoms: ["index0 0", "index0 4"], forceConstant: "1 kcal/mol/Å^2" };
    const warm = { ...nve, temperature: "300 K" };
    const count = async (options: Record<string, unknown>, system?: System) =>
      (await summary(options, system)).degreesOfFreedom!.value;
    expect(await count(warm)).toBe(9);
    expect(await count(warm, periodic)).toBe(12);
    expect(await count(warm, linear)).toBe(4);
    expect(await count({ ...warm, removeMotion: "translation" })).toBe(12);
    expect(await count({ ...warm, removeMotion: "none" })).toBe(15);
    expect(await count({ ...warm, frozen: "index0 1" })).toBe(12);
    expect(await count({ ...warm, restraints: [spring] })).toBe(9);
    expect(await count({ ...warm, restraints: [anchor] })).toBe(15);
    expect(await count({ ...warm, restraints: [anchor], removeMotion: "translation" })).toBe(15);
    expect(await count(nvt)).toBe(15);
    expect(await count({ ...nvt, removeMotion: "translation-and-rotation" })).toBe(15);
  });

  it("draws velocities with the temperature asked for, exactly where asked", async () => {
    const exact = await reports({ ...nve, temperature: "250 K", exactTemperature: true });
    expect(exact[0]!.quantities.temperature!.value).toBeCloseTo(250, 9);
    const temperatures: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      temperatures.push(
        (await reports({ ...nve, temperature: "250 K", steps: 1 }, chain(5), seed))[0]!.quantities.temperature!.value,
      );
    }
    // Nine degrees of freedom: standard deviation T√(2/9), so 8.3 K of the mean of 200.
    const mean = temperatures.reduce((a, b) => a + b, 0) / temperatures.length;
    expect(Math.abs(mean - 250)).toBeLessThan(30);
    expect(Math.max(...temperatures) - Math.min(...temperatures)).toBeGreaterThan(200);
  });

  it("starts at another temperature than that of the bath where asked", async () => {
    const cold = await reports({ ...nvt, initialTemperature: "10 K", exactTemperature: true });
    expect(cold[0]!.quantities.temperature!.value).toBeCloseTo(10, 9);
  });

  it("takes the motion of the whole out of drawn and of given velocities", async () => {
    const [start] = await reports({ ...nve, temperature: "300 K" });
    const { masses } = chain(5).topology;
    const left = removeRigidMotion(start!.geometry.positions, start!.velocities!, masses, {
      translation: true,
      rotation: true,
    });
    for (let k = 0; k < 15; k++) expect(left.velocities[k]).toBeCloseTo(start!.velocities![k]!, 16);
    const drifting = { ...chain(5), velocities: new Float64Array(15).fill(1e-4) };
    expect(kineticEnergy((await reports(nve, drifting))[0]!.velocities!, masses)).toBeLessThan(1e-20);
    expect((await reports({ ...nve, removeMotion: "none" }, drifting))[0]!.velocities).toEqual(drifting.velocities);
  });

  it("uses given velocities where there are any, but not for frozen atoms", async () => {
    const velocities = new Float64Array(15).map((_, k) => 1e-5 * k);
    const [start] = await reports({ ...nvt, frozen: "index0 1" }, { ...chain(5), velocities });
    expect(start!.velocities!.subarray(6)).toEqual(velocities.subarray(6));
    expect(start!.velocities!.subarray(3, 6)).toEqual(new Float64Array(3));
    expect((await reports({ ...nvt, velocities: "zero" }, { ...chain(5), velocities }))[0]!.velocities).toEqual(
      new Float64Array(15),
    );
    const drawn = (await reports({ ...nvt, velocities: "maxwell-boltzmann" }, { ...chain(5), velocities }))[0]!
      .velocities;
    expect(drawn).not.toEqual(velocities);
  });

  it("turns durations and intervals into steps", async () => {
    const hooks = createHooks();
    const frames: number[] = [];
    hooks.tap("frame", "test", ({ step }) => void frames.push(step));
    const options = {
      ensemble: "nve",
      velocities: "zero",
      timeStep: "0.5 fs",
      duration: "10 fs",
      frameEvery: "2.5 fs",
    };
    const result = await makeTask("dynamics", options).run(
      makeContext(chain(3), new AnalyticPotential(surface), { hooks }),
    );
    expect(result.steps).toBe(20);
    expect(frames).toEqual([0, 5, 10, 15, 20]);
    expect(result.summary.time!.value).toBeCloseTo(10, 10);
  });

  it("reaches the temperature of its bath", async () => {
    const options = {
      ensemble: "nvt",
      temperature: "300 K",
      friction: "20 1/ps",
      timeStep: "1 fs",
      steps: 20000,
      initialTemperature: "1 K",
    };
    const { meanTemperature } = await summary(options, chain(8));
    expect(Math.abs(meanTemperature!.value - 300)).toBeLessThan(15);
    expect(meanTemperature!.unit).toBe("K");
  });

  it("is repeatable for a seed and differs for another", async () => {
    const last = async (seed: number) => (await reports(nvt, chain(5), seed)).at(-1)!.geometry.positions;
    expect(await last(1)).toEqual(await last(1));
    expect(await last(1)).not.toEqual(await last(2));
  });

  it("leaves the random stream to the next task as it would without a break", async () => {
    const first = makeContext(chain(5), new AnalyticPotential(surface));
    let kept: Snapshot = null;
    first.hooks.tap("checkpoint", "test", (offer) => {
      if (offer.step === 2) kept = offer.take();
    });
    const options = { ...nve, temperature: "300 K" };
    await makeTask("dynamics", options).run(first);
    const second = makeContext(chain(5), new AnalyticPotential(surface), { resume: kept });
    await makeTask("dynamics", options).run(second);
    expect(second.random.uniform()).toBe(first.random.uniform());
  });

  it("holds a resumed run at the places where the task began, whatever system it is given", async () => {
    const restraints = [{ type: "position", atoms: "within 1 of index0 1", forceConstant: "50 kcal/mol/Å^2" }];
    const options = { ...nvt, steps: 40, restraints };
    const whole = makeContext(chain(5), new AnalyticPotential(surface));
    let kept: Snapshot = null;
    whole.hooks.tap("checkpoint", "test", (offer) => {
      if (offer.step === 20) kept = offer.take();
    });
    const expected = await makeTask("dynamics", options).run(whole);
    const elsewhere = chain(5);
    elsewhere.geometry.positions.fill(0);
    const resumed = await makeTask("dynamics", options).run(
      makeContext(elsewhere, new AnalyticPotential(surface), { resume: kept }),
    );
    expect(resumed.geometry.positions).toEqual(expected.geometry.positions);
    expect(resumed.summary).toEqual(expected.summary);
  });

  it("refuses the checkpoint of another task, system or time step", async () => {
    const context = makeContext(chain(5), new AnalyticPotential(surface));
    let kept: Snapshot = null;
    context.hooks.tap("checkpoint", "test", (offer) => {
      kept = offer.take();
    });
    await makeTask("dynamics", nvt).run(context);
    const resume = async (type: string, options: Record<string, unknown>, system = chain(5)) =>
      makeTask(type, options).run(makeContext(system, new AnalyticPotential(surface), { resume: kept }));
    const corrupt = { code: "QMMM_CHECKPOINT_CORRUPT" };
    await expect(resume("optimise", {})).rejects.toMatchObject(corrupt);
    await expect(resume("dynamics", { ...nve, temperature: "300 K" })).rejects.toMatchObject(corrupt);
    await expect(resume("dynamics", { ...nvt, timeStep: "1 fs" })).rejects.toMatchObject(corrupt);
    await expect(resume("dynamics", nvt, chain(4))).rejects.toMatchObject(corrupt);
    expect((await resume("dynamics", { ...nvt, steps: 6 })).steps).toBe(6);
  });

  it("stops in good order when aborted", async () => {
    const controller = new AbortController();
    const hooks = createHooks();
    hooks.tap("afterStep", "test", ({ step }) => {
      if (step === 5) controller.abort();
    });
    const context = makeContext(chain(5), new AnalyticPotential(surface), { hooks, signal: controller.signal });
    const result = await makeTask("dynamics", { ...nvt, steps: 50 }).run(context);
    expect(result).toMatchObject({
      converged: false,
      steps: 5,
      message: "Stopped on request after 5 of 50 steps, 2.50 fs",
    });
  });

  const bad: readonly [string, Record<string, unknown>, string, RegExp][] = [
    ["no length", { ensemble: "nve" }, "QMMM_DYNAMICS_OPTIONS", /Neither steps nor duration/],
    [
      "two lengths",
      { ensemble: "nve", steps: 1, duration: "1 ps" },
      "QMMM_DYNAMICS_OPTIONS",
      /Both steps and duration/,
    ],
    ["nvt without temperature", { ensemble: "nvt", steps: 1 }, "QMMM_DYNAMICS_OPTIONS", /temperature of its bath/],
    ["nve with friction", { ...nve, friction: "1 1/ps" }, "QMMM_DYNAMICS_OPTIONS", /no bath/],
    ["an unknown key", { ...nve, timestep: "1 fs" }, "QMMM_INPUT_KEY_UNKNOWN", /timestep/],
    ["a time without unit", { ...nve, timeStep: 0.5 }, "QMMM_UNIT_MISSING", /no unit/],
    ["a wrong unit", { ...nvt, friction: "1 ps" }, "QMMM_UNIT_UNKNOWN", /ps/],
    ["an unknown ensemble", { ...nve, ensemble: "nph" }, "QMMM_INPUT_VALUE", /nph/],
    ["an unknown restraint", { ...nve, restraints: [{ type: "spring" }] }, "QMMM_INPUT_VALUE", /restraints.0/],
  ];
  for (const [name, options, code, message] of bad) {
    it(`refuses ${name}`, () => {
      expect(() => makeTask("dynamics", options)).toThrow(
        expect.objectContaining({ code, message: expect.stringMatching(message) }),
      );
    });
  }

  const worse: readonly [string, Record<string, unknown>, string][] = [
    ["velocities that are not there", { ...nve, velocities: "given" }, "QMMM_DYNAMICS_VELOCITIES"],
    ["velocities drawn at no temperature", nve, "QMMM_DYNAMICS_VELOCITIES"],
    ["an empty selection", { ...nvt, frozen: "resname XYZ" }, "QMMM_SELECTION_EMPTY"],
    ["freezing everything", { ...nvt, frozen: "all" }, "QMMM_DYNAMICS_NOTHING_MOVES"],
    [
      "removing motion with frozen atoms",
      { ...nvt, frozen: "index0 0", removeMotion: "translation" },
      "QMMM_DYNAMICS_FROZEN_MOTION",
    ],
  ];
  for (const [name, options, code] of worse) {
    it(`refuses ${name}`, async () => {
      const run = async () => makeTask("dynamics", options).run(makeContext(chain(5), new AnalyticPotential(surface)));
      await expect(run()).rejects.toMatchObject({ code });
    });
  }

  it("says which atom goes too far by its name", async () => {
    const velocities = new Float64Array(15);
    velocities[6] = 1;
    const context = makeContext({ ...chain(5), velocities }, new AnalyticPotential(surface));
    await expect(makeTask("dynamics", { ...nvt, velocities: "given" }).run(context)).rejects.toMatchObject({
      message: expect.stringMatching(/At step 1 atom 2 \(counting from 0; C of MOL 1\) would move by/),
    });
  });

  it("has degrees of freedom that match its thermal energy", async () => {
    const [start] = await reports({ ...nve, temperature: "300 K", exactTemperature: true });
    expect(start!.quantities.kineticEnergy!.value).toBeCloseTo(0.5 * 9 * 300 * BOLTZMANN, 12);
  });
});
