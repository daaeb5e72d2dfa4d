import type { Potential } from "@qmmm/core";
import { cellVolume, createRandomStream, createSystem, createTopology } from "@qmmm/core";
import {
  atomGroups,
  type Barostat,
  BondConstraints,
  constraintsFromGeometry,
  type DynamicsState,
  GroupScaling,
  inverseMasses,
  LangevinBaoab,
  MonteCarloBarostat,
  maxwellBoltzmannVelocities,
  moleculeGroups,
  removeCentreOfMassMotion,
  runDynamics,
  StochasticCellRescaling,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { EmptyPotential } from "../support/empty-potential.js";
import { gasAtPressure } from "../support/gas.js";
import { LennardJonesFluid, LogarithmicVolume } from "../support/pair-fluid.js";
import { cube, largestDeviation, waters } from "../support/rigid-systems.js";
import { statistics } from "../support/statistics.js";

const WANT = { forces: true, virial: true };

/** Volumes of n atoms without forces between them under a barostat, with momenta drawn afresh before each action. */
async function idealVolumes(
  make: (scaling: GroupScaling) => Barostat,
  n: number,
  actions: number,
  { momentumIsZero = false, potential = new EmptyPotential() as Potential } = {},
): Promise<number[]> {
  const masses = new Float64Array(n).fill(1);
  const barostat = make(new GroupScaling(atomGroups(n), masses));
  const random = createRandomStream(5);
  const all = new Uint8Array(n).fill(1);
  const geometry = { positions: new Float64Array(3 * n).map(() => random.uniform()), cell: cube(Math.cbrt(n + 1)) };
  let state: DynamicsState = {
    geometry,
    velocities: new Float64Array(3 * n),
    evaluation: await potential.evaluate(geometry, WANT),
  };
  const volumes: number[] = [];
  for (let k = 0; k < actions; k++) {
    const drawn = maxwellBoltzmannVelocities(masses, 1, all, random);
    const velocities = momentumIsZero ? removeCentreOfMassMotion(drawn, masses) : drawn;
    state = await barostat.act({ ...state, velocities }, (moved) => potential.evaluate(moved, WANT));
    if (k > actions / 20) volumes.push(cellVolume(state.geometry.cell!));
  }
  return volumes;
}

/** Volumes of an ideal gas have a gamma distribution: mean (N + 1)kT/P, variance (N + 1)(kT/P)². */
function expectIdeal(volumes: readonly number[], n: number, pressure: number): void {
  const { mean, error, variance } = statistics(volumes);
  expect(Math.abs(mean - (n + 1) / pressure)).toBeLessThan(4 * error);
  expect(error).toBeLessThan(0.04 * mean);
  expect(Math.abs((variance * pressure ** 2) / (n + 1) - 1)).toBeLessThan(0.15);
}

describe("Monte Carlo barostat", () => {
  const make = (scaling: GroupScaling) =>
    new MonteCarloBarostat({
      ...{ scaling, pressure: 1.25, thermalEnergy: 1, every: 1, volumeStep: 4, adaptTrials: 100 },
      random: createRandomStream(1),
    });

  it("gives an ideal gas the volumes that it must have", async () => {
    for (const n of [1, 6]) expectIdeal(await idealVolumes(make, n, 20_000), n, 1.25);
  });

  it("weighs the energy", async () => {
    const volumes = await idealVolumes(make, 6, 20_000, { potential: new LogarithmicVolume(3) });
    expectIdeal(volumes, 3, 1.25);
  });

  it("adapts its step while it is told to, and no longer", async () => {
    const potential = new EmptyPotential();
    const scaling = new GroupScaling(atomGroups(100), new Float64Array(100).fill(1));
    const barostat = new MonteCarloBarostat({
      ...{ scaling, pressure: 1, thermalEnergy: 1, every: 1, volumeStep: 1e-3, adaptTrials: 300 },
      random: createRandomStream(1),
    });
    const geometry = { positions: new Float64Array(300), cell: cube(Math.cbrt(101)) };
    const evaluation = await potential.evaluate(geometry, WANT);
    let state: DynamicsState = { geometry, velocities: new Float64Array(300), evaluation };
    const step = () => (barostat.snapshot() as { volumeStep: number }).volumeStep;
    const act = async (times: number) => {
      for (let k = 0; k < times; k++) state = await barostat.act(state, (moved) => potential.evaluate(moved, WANT));
    };
    await act(300);
    const adapted = step();
    expect(adapted).toBeGreaterThan(3);
    await act(300);
    expect(step()).toBe(adapted);
    expect(barostat.figures.volumeAcceptance!.value).toBeGreaterThan(0.25);
  });
});

describe("stochastic cell rescaling", () => {
  const make =
    (momentumIsZero: boolean, timeStep = 0.05) =>
    (scaling: GroupScaling) =>
      new StochasticCellRescaling({
        ...{ scaling, pressure: 1.25, thermalEnergy: 1, compressibility: 0.8, timeConstant: 1, timeStep, every: 1 },
        ...{ momentumIsZero, random: createRandomStream(1) },
      });

  it("gives an ideal gas the volumes that it must have", async () => {
    expectIdeal(await idealVolumes(make(false), 12, 20_000), 12, 1.25);
  });

  it("weighs the energy, by its virial", async () => {
    const potential = new LogarithmicVolume(6);
    expectIdeal(await idealVolumes(make(false), 18, 20_000, { potential }), 12, 1.25);
  });

  it("keeps the distribution at intervals that are not short beside the relaxation time", async () => {
    // Without acceptance the variance would be a fifth too large.
    const volumes = await idealVolumes(make(false, 0.35), 40, 30_000);
    expectIdeal(volumes, 40, 1.25);
    expect(Math.abs((statistics(volumes).variance * 1.25 ** 2) / 41 - 1)).toBeLessThan(0.05);
  });

  it("refuses to change the cell by leaps", async () => {
    const fast = (scaling: GroupScaling) =>
      new StochasticCellRescaling({
        ...{ scaling, pressure: 1, thermalEnergy: 1, compressibility: 1, timeConstant: 0.01, timeStep: 1, every: 1 },
        ...{ momentumIsZero: false, random: createRandomStream(1) },
      });
    await expect(idealVolumes(fast, 12, 5)).rejects.toMatchObject({ code: "QMMM_DYNAMICS_UNSTABLE" });
  });

  it("gives them also where the momentum of the whole is held at zero", async () => {
    expectIdeal(await idealVolumes(make(true), 12, 20_000, { momentumIsZero: true }), 12, 1.25);
  });
});

describe("Lennard-Jones gas at constant pressure", () => {
  it("accounts for the energy of both baths", async () => {
    const { summary } = await gasAtPressure("scr", 0.8, 2_000, 1);
    const coarse = (await gasAtPressure("scr", 0.8, 2_000, 8)).summary;
    const scale = 1.5 * 27 * 2;
    expect(summary.conservedEnergyFluctuation!.value).toBeLessThan(0.01 * scale);
    expect(coarse.conservedEnergyFluctuation!.value).toBeLessThan(0.05 * scale);
    expect(Math.abs(summary.heat!.value)).toBeGreaterThan(summary.conservedEnergyFluctuation!.value);
  });

  it("follows constant enthalpy and more without a bath for the temperature", async () => {
    const { summary } = await gasAtPressure("scr", 0.8, 1_000, 1, false);
    expect(summary.conservedEnergyFluctuation!.value).toBeLessThan(0.01 * 1.5 * 27 * 2);
  });
});

describe("scaling of molecules", () => {
  const { system, sides } = waters(8, 12.3);
  const { topology, geometry } = system;
  const scaling = new GroupScaling(moleculeGroups(topology, geometry), topology.masses);
  const from = { positions: geometry.positions, cell: geometry.cell! };

  it("keeps shapes, also of molecules that reach through the cell", () => {
    const list = constraintsFromGeometry(sides, geometry);
    expect(list.images.some((n) => n !== 0)).toBe(true);
    const larger = scaling.scaled(from, 1.07);
    expect(largestDeviation(larger.positions, list, larger.cell)).toBeLessThan(1e-13);
    expect(cellVolume(larger.cell) / cellVolume(from.cell)).toBeCloseTo(1.07 ** 3, 12);
    const back = scaling.scaled(larger, 1 / 1.07);
    for (let k = 0; k < 72; k++) expect(back.positions[k]).toBeCloseTo(from.positions[k]!, 12);
  });

  it("has the derivative of the energy as its virial", async () => {
    const potential = new LennardJonesFluid(
      5,
      Int32Array.from({ length: 24 }, (_, k) => Math.floor(k / 3)),
    );
    const { forces, virial } = await potential.evaluate(geometry, WANT);
    const at = async (s: number) => (await potential.evaluate(scaling.scaled(from, s), WANT)).energy;
    const h = 1e-4;
    const slope = (await at(1 + h)) - (await at(1 - h));
    expect(scaling.virialTrace(geometry, forces!, virial!) / (-slope / (2 * h))).toBeCloseTo(1, 6);
  });

  it("scales the velocities of centres and leaves the rest", () => {
    const drawn = maxwellBoltzmannVelocities(topology.masses, 1e-3, new Uint8Array(24).fill(1), createRandomStream(2));
    const twice = scaling.twiceKineticEnergy(drawn);
    const slower = scaling.scaledVelocities(drawn, 0.9);
    expect(scaling.twiceKineticEnergy(slower) / twice).toBeCloseTo(0.81, 12);
    for (let c = 0; c < 3; c++) expect(slower[3 + c]! - slower[c]!).toBeCloseTo(drawn[3 + c]! - drawn[c]!, 15);
  });

  it("refuses a molecule that is bonded to its own image", () => {
    const ring = createSystem({
      elements: [6, 6, 6],
      positions: [0, 0, 0, 2.5, 0, 0, 5, 0, 0],
      bonds: [0, 1, 1, 2, 2, 0],
      cell: cube(7.5),
    });
    expect(() => moleculeGroups(ring.topology, ring.geometry)).toThrow(
      expect.objectContaining({ code: "QMMM_DYNAMICS_MOLECULE_WITHOUT_END" }),
    );
  });
});

describe("pressure", () => {
  it("of an ideal gas of rigid dimers is NkT/V, the pull of the rods included", async () => {
    const [n, kT, side] = [40, 1e-3, 30];
    const random = createRandomStream(23);
    const positions = new Float64Array(6 * n).map((_, k) => (k % 6 < 3 ? side * random.uniform() : 0));
    for (let k = 0; k < 6 * n; k += 6)
      for (let c = 0; c < 3; c++) positions[k + 3 + c] = positions[k + c]! + (c === 0 ? 2 : 0);
    const { masses: weights } = createTopology({
      elements: new Array(2 * n).fill(0).map((_, k) => (k % 2 === 0 ? 7 : 8)),
    });
    const geometry = { positions, cell: cube(side) };
    const list = constraintsFromGeometry(
      Array.from({ length: n }, (_, k): [number, number] => [2 * k, 2 * k + 1]),
      geometry,
    );
    const all = new Uint8Array(2 * n).fill(1);
    const free = inverseMasses(weights, all);
    const constraints = new BondConstraints(list, { inverseMasses: free });
    const velocities = maxwellBoltzmannVelocities(weights, kT, all, random);
    constraints.holdVelocities(velocities, geometry);
    const timeStep = 60;
    const integrator = new LangevinBaoab({
      ...{ timeStep, inverseMasses: free, thermalEnergy: kT, friction: 0.005, random, constraints },
    });
    const { summary } = await runDynamics(
      new EmptyPotential(),
      { geometry, velocities, masses: weights },
      { integrator, timeStep, steps: 1500, constraints, reportPressure: true, degreesOfFreedom: 5 * n },
    );
    const ideal = ((n * kT) / side ** 3) * 2.94210157e8;
    expect(Math.abs(summary.meanPressure!.value / ideal - 1)).toBeLessThan(0.03);
    expect(Math.abs(summary.meanTemperature!.value / (kT / 3.166811563e-6) - 1)).toBeLessThan(0.02);
  });
});
