import type { ComponentOptions, Simulation, Snapshot, StepReport, System, TaskResult } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, createMinimumImage, createRandomStream, createSimulation } from "@qmmm/core";
import dynamics from "@qmmm/dynamics";
import mmForcefield from "@qmmm/mm-forcefield";
import { beforeAll, describe, expect, test } from "vitest";
import { waters } from "../support/rigid-systems.js";

/** 27 waters at 1 g/cm³. */
const SIDE = 9.31 / BOHR_IN_ANGSTROM;
const forcefield = { type: "water", model: "tip4p-ew", cutoff: "4 angstrom", skin: "0.6 angstrom" };

function open(system: System, more: Record<string, unknown> = {}): Promise<Simulation> {
  return createSimulation({
    plugins: [mmForcefield, dynamics],
    system,
    forcefield: { ...forcefield, ...more },
    seed: 3,
  });
}

interface Run {
  readonly result: TaskResult;
  readonly reports: readonly StepReport[];
  readonly snapshots: readonly Snapshot[];
  readonly system: System;
}

async function run(system: System, options: Record<string, unknown>, resume?: Snapshot): Promise<Run> {
  await using simulation = await open(system);
  const reports: StepReport[] = [];
  const snapshots: Snapshot[] = [];
  simulation.hooks.tap("afterStep", "test", (report) => void reports.push(report));
  simulation.hooks.tap("checkpoint", "test", (offer) => void snapshots.push(offer.take()));
  const task = simulation.createTask({ type: "dynamics", ...options } as ComponentOptions);
  const { potential, hooks, mechanics } = simulation;
  const random = createRandomStream("waters");
  const result = await task.run({ system: simulation.system, potential, hooks, random, mechanics, resume });
  const { geometry, velocities } = result;
  return { result, reports, snapshots, system: { ...simulation.system, geometry, velocities } };
}

/** Largest distance of an M site from where its molecule wants it, a0. */
function displacement(simulation: Pick<Simulation, "mechanics">, { geometry }: Pick<StepReport, "geometry">): number {
  const { positions } = simulation.mechanics!.virtualSites!.placed(geometry);
  return Math.max(...positions.map((x, k) => Math.abs(x - geometry.positions[k]!)));
}

describe("27 rigid TIP4P-Ew waters in a cell", () => {
  let start: System;

  beforeAll(async () => {
    const grid = waters(27, SIDE, SIDE / 3).system;
    const soft = { friction: "50 1/ps", maxDisplacement: "3 angstrom", timeStep: "0.5 fs", steps: 400 };
    start = (await run(grid, { ensemble: "nvt", temperature: "300 K", ...soft })).system;
  });

  test("sites have no mass, no freedom and no velocity, and are in place in every report", async () => {
    const { result, reports } = await run(start, { ensemble: "nve", timeStep: "2 fs", steps: 20 });
    // Six of every molecule, less the momentum of the whole.
    expect(result.summary.degreesOfFreedom!.value).toBe(6 * 27 - 3);
    await using simulation = await open(start);
    for (const report of reports) {
      expect(displacement(simulation, report)).toBe(0);
      expect([...report.velocities!.subarray(9, 12)]).toEqual([0, 0, 0]);
      expect([...report.evaluation.forces!.subarray(9, 12)]).toEqual([0, 0, 0]);
    }
    const { pairs, lengths } = simulation.mechanics!.constraints!;
    const { positions: r, cell } = result.geometry;
    const image = createMinimumImage(cell);
    lengths.forEach((length, k) => {
      const [i, j] = [3 * pairs[2 * k]!, 3 * pairs[2 * k + 1]!];
      const square = image.apply(Float64Array.from([0, 1, 2], (c) => r[i + c]! - r[j + c]!));
      expect(Math.abs(Math.sqrt(square) - length)).toBeLessThan(1e-10);
    });
  });

  test("energy and momentum are conserved, with an error that falls with the square of the time step", async () => {
    const fluctuation = async (timeStep: string) => {
      const { result, system } = await run(start, { ensemble: "nve", timeStep, duration: "0.4 ps" });
      const momentum = [0, 1, 2].map((i) =>
        system.topology.masses.reduce((sum, mass, atom) => sum + mass * result.velocities![3 * atom + i]!, 0),
      );
      expect(Math.max(...momentum.map(Math.abs))).toBeLessThan(1e-8);
      return result.summary.conservedEnergyFluctuation!.value;
    };
    const ratio = (await fluctuation("2 fs")) / (await fluctuation("1 fs"));
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(5);
  });

  test("a resumed run goes on bit by bit", async () => {
    const options = { ensemble: "nvt", temperature: "300 K", timeStep: "2 fs", steps: 12 };
    const whole = await run(start, options);
    const rest = await run(start, options, whole.snapshots[5]);
    expect(rest.result.geometry.positions).toStrictEqual(whole.result.geometry.positions);
    expect(rest.result.velocities).toStrictEqual(whole.result.velocities);
  });

  test.each([
    { type: "monte-carlo", every: 2 },
    { type: "cell-rescaling", every: 2 },
  ])("molecules with sites keep their shape under a barostat (%o)", async (barostat) => {
    const bath = { ensemble: "npt", temperature: "300 K", pressure: "1 bar", thermostat: { type: "bussi" } };
    const { reports } = await run(start, { ...bath, barostat, timeStep: "2 fs", steps: 30 });
    await using simulation = await open(start);
    const volumes = new Set(reports.map(({ quantities }) => quantities.volume!.value));
    expect(volumes.size).toBeGreaterThan(5);
    for (const report of reports) expect(displacement(simulation, report)).toBe(0);
  });

  test("the force field's constraints can be left out, and an optimisation says that it can't hold them", async () => {
    const { result } = await run(start, { ensemble: "nve", timeStep: "0.01 fs", steps: 1, constraints: "none" });
    expect(result.summary.degreesOfFreedom!.value).toBe(9 * 27 - 3);
    await using simulation = await open(start);
    const { potential, hooks, mechanics, random, system } = simulation;
    const task = simulation.createTask({ type: "optimise" });
    await expect(async () => task.run({ system, potential, hooks, mechanics, random })).rejects.toMatchObject({
      code: "QMMM_DYNAMICS_CONSTRAINTS",
    });
  });
});
