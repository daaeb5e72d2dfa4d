import { createRandomStream, createSystem } from "@qmmm/core";
import {
  BondConstraints,
  type Constraints,
  constraintsFromGeometry,
  type DynamicsState,
  inverseMasses,
  kineticEnergy,
  maxwellBoltzmannVelocities,
  RigidWaters,
  repartitionedMasses,
  runDynamics,
  VelocityVerlet,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { AnalyticPotential, type Surface } from "../support/analytic-potential.js";
import { largestDeviation, methanes, springs, waters } from "../support/rigid-systems.js";

const random = createRandomStream(31);

function prepared(kind: "settle" | "rattle", count: number, cell?: number) {
  const { system, sides } = waters(count, cell);
  const { masses, atomCount } = system.topology;
  const list = constraintsFromGeometry(sides, system.geometry);
  const inverse = inverseMasses(masses, new Uint8Array(atomCount).fill(1));
  const constraints: Constraints =
    kind === "settle" ? new RigidWaters(list, masses) : new BondConstraints(list, { inverseMasses: inverse });
  return { system, masses, inverse, list, constraints };
}

function moving(masses: Float64Array, kT: number, seed: number): Float64Array {
  return maxwellBoltzmannVelocities(masses, kT, new Uint8Array(masses.length).fill(1), createRandomStream(seed));
}

describe("SETTLE and RATTLE for rigid water", () => {
  const settle = prepared("settle", 8, 18);
  const rattle = prepared("rattle", 8, 18);
  const { geometry } = settle.system;

  it("bring positions to the same place, where the distances are right", () => {
    const step = random.split("step");
    const moved = geometry.positions.map((x) => x + 0.1 * step.normal());
    const [one, two] = [moved.slice(), moved.slice()];
    settle.constraints.holdPositions(one, geometry);
    rattle.constraints.holdPositions(two, geometry);
    expect(largestDeviation(one, settle.list, geometry.cell)).toBeLessThan(1e-13);
    expect(largestDeviation(two, settle.list, geometry.cell)).toBeLessThan(1e-11);
    for (let k = 0; k < moved.length; k++) expect(Math.abs(one[k]! - two[k]!)).toBeLessThan(1e-10);
    // The total momentum of the corrections is zero.
    for (let c = 0; c < 3; c++) {
      const sum = one.reduce(
        (s, x, k) => s + (k % 3 === c ? settle.masses[Math.floor(k / 3)]! * (x - moved[k]!) : 0),
        0,
      );
      expect(Math.abs(sum)).toBeLessThan(1e-9);
    }
  });

  it("leave the same velocities, along which no distance changes", () => {
    const drawn = moving(settle.masses, 1e-3, 3);
    const [one, two] = [drawn.slice(), drawn.slice()];
    settle.constraints.holdVelocities(one, geometry);
    rattle.constraints.holdVelocities(two, geometry);
    for (let k = 0; k < drawn.length; k++) expect(Math.abs(one[k]! - two[k]!)).toBeLessThan(1e-10 * 1e-2);
    const later = geometry.positions.map((x, k) => x + 1e-3 * one[k]!);
    // What is left is of second order in the time.
    expect(largestDeviation(later, settle.list, geometry.cell)).toBeLessThan(1e-10);
    const twice = one.slice();
    settle.constraints.holdVelocities(twice, geometry);
    for (let k = 0; k < drawn.length; k++) expect(twice[k]).toBeCloseTo(one[k]!, 15);
  });

  it("give the same virial", () => {
    const velocities = moving(settle.masses, 1e-3, 4);
    settle.constraints.holdVelocities(velocities, geometry);
    const forces = velocities.map(() => 0.01 * random.normal());
    const [one, two] = [new Float64Array(9), new Float64Array(9)];
    settle.constraints.addVirial(one, geometry, velocities, forces);
    rattle.constraints.addVirial(two, geometry, velocities, forces);
    for (let k = 0; k < 9; k++) expect(Math.abs(one[k]! - two[k]!)).toBeLessThan(1e-10);
    for (const [a, b] of [
      [1, 3],
      [2, 6],
      [5, 7],
    ] as const)
      expect(one[a]).toBeCloseTo(one[b]!, 13);
  });

  it("follow the same trajectory", async () => {
    const surface: Surface = springs(0.02);
    const runs = [];
    for (const { constraints, inverse, masses } of [settle, rattle]) {
      const velocities = moving(masses, 1e-3, 5);
      constraints.holdVelocities(velocities, geometry);
      const integrator = new VelocityVerlet({ timeStep: 40, inverseMasses: inverse, constraints });
      runs.push(
        await runDynamics(
          new AnalyticPotential(surface),
          { geometry, velocities, masses },
          { integrator, timeStep: 40, steps: 100 },
        ),
      );
    }
    const [one, two] = runs;
    for (let k = 0; k < one!.geometry.positions.length; k++) {
      expect(Math.abs(one!.geometry.positions[k]! - two!.geometry.positions[k]!)).toBeLessThan(1e-9);
    }
    expect(largestDeviation(one!.geometry.positions, settle.list, geometry.cell)).toBeLessThan(1e-12);
  });
});

describe("RATTLE", () => {
  const { system, bonds } = methanes(2);
  const { masses, atomCount } = system.topology;
  const { geometry } = system;
  const list = constraintsFromGeometry(bonds, geometry);
  const inverse = inverseMasses(masses, new Uint8Array(atomCount).fill(1));
  const constraints = new BondConstraints(list, { inverseMasses: inverse });
  const surface: Surface = springs(0.03);
  const start = moving(masses, 2e-3, 8);
  constraints.holdVelocities(start, geometry);
  const run = (timeStep: number, steps: number, state: Pick<DynamicsState, "geometry" | "velocities">) =>
    runDynamics(
      new AnalyticPotential(surface),
      { ...state, masses },
      { integrator: new VelocityVerlet({ timeStep, inverseMasses: inverse, constraints }), timeStep, steps },
    );

  it("keeps bonds to 1e-10 and velocities tangent at every step", async () => {
    const { geometry: end, velocities } = await run(20, 400, { geometry, velocities: start });
    expect(largestDeviation(end.positions, list, undefined)).toBeLessThan(1e-10);
    const again = velocities!.slice();
    constraints.holdVelocities(again, end);
    for (let k = 0; k < again.length; k++) expect(Math.abs(again[k]! - velocities![k]!)).toBeLessThan(1e-13);
  });

  it("conserves energy with an error that falls with the square of the time step", async () => {
    const errors: number[] = [];
    for (const [timeStep, steps] of [
      [40, 300],
      [20, 600],
      [10, 1200],
    ] as const) {
      const { summary } = await run(timeStep, steps, { geometry, velocities: start });
      errors.push(summary.conservedEnergyFluctuation!.value);
    }
    for (const k of [0, 1]) expect(Math.abs(errors[k]! / errors[k + 1]! / 4 - 1)).toBeLessThan(0.25);
  });

  it("goes back where it came from", async () => {
    const there = await run(20, 200, { geometry, velocities: start });
    const back = await run(20, 200, { geometry: there.geometry, velocities: there.velocities!.map((v) => -v) });
    for (let k = 0; k < start.length; k++) {
      expect(Math.abs(back.geometry.positions[k]! - geometry.positions[k]!)).toBeLessThan(1e-8);
    }
  });

  it("conserves momentum and angular momentum without forces", async () => {
    const integrator = new VelocityVerlet({ timeStep: 30, inverseMasses: inverse, constraints });
    const free = await runDynamics(
      new AnalyticPotential(() => 0),
      { geometry, velocities: start, masses },
      { integrator, timeStep: 30, steps: 200, maxDisplacement: 10 },
    );
    const momenta = (r: Float64Array, v: Float64Array) => {
      const out = new Float64Array(6);
      for (let atom = 0; atom < atomCount; atom++) {
        for (let c = 0; c < 3; c++) {
          const [k, a, b] = [3 * atom, (c + 1) % 3, (c + 2) % 3];
          out[c]! += masses[atom]! * v[k + c]!;
          out[3 + c]! += masses[atom]! * (r[k + a]! * v[k + b]! - r[k + b]! * v[k + a]!);
        }
      }
      return out;
    };
    const [before, after] = [momenta(geometry.positions, start), momenta(free.geometry.positions, free.velocities!)];
    for (let k = 0; k < 6; k++) expect(Math.abs(after[k]! - before[k]!)).toBeLessThan(1e-8);
    const [first, last] = [kineticEnergy(start, masses), kineticEnergy(free.velocities!, masses)];
    expect(Math.abs(last / first - 1)).toBeLessThan(0.05);
  });

  it("refuses a step that is too long, naming the atoms", () => {
    const wild = geometry.positions.slice();
    wild[3] = wild[3]! - 6;
    wild[4] = wild[4]! + 9;
    expect(() => constraints.holdPositions(wild, geometry)).toThrow(
      expect.objectContaining({
        code: "QMMM_DYNAMICS_CONSTRAINTS",
        message: expect.stringMatching(/atom 0 .* atom 1/),
      }),
    );
  });

  it("knows the tension of a spinning dimer", () => {
    // Two atoms of mass m on a rod of length d at relative speed v: the rod pulls with μv²/d, virial −μv².
    const dimer = { positions: Float64Array.of(0, 0, 0, 2, 0, 0) };
    const rod = new BondConstraints(constraintsFromGeometry([[0, 1]], dimer), {
      inverseMasses: Float64Array.of(0.25, 0.5),
    });
    const virial = new Float64Array(9);
    rod.addVirial(virial, dimer, Float64Array.of(0, 0, 0, 0, 0.3, 0), new Float64Array(6));
    expect(virial[0]).toBeCloseTo((-1 / 0.75) * 0.09, 14);
    expect(Math.max(...virial.subarray(1).map(Math.abs))).toBeLessThan(1e-15);
    // A pull apart along the rod is balanced by the rod.
    const pulled = new Float64Array(9);
    rod.addVirial(pulled, dimer, new Float64Array(6), Float64Array.of(-1, 0, 0, 1, 0, 0));
    expect(pulled[0]).toBeCloseTo(-2, 14);
  });
});

describe("hydrogen mass repartitioning", () => {
  it("keeps the mass of every molecule, and waters as they are", () => {
    const { system } = methanes(3);
    const { topology } = system;
    const heavier = repartitionedMasses(topology, 3 * 1822.888);
    for (let molecule = 0; molecule < 3; molecule++) {
      const sum = (masses: Float64Array) => masses.subarray(5 * molecule, 5 * molecule + 5).reduce((a, b) => a + b, 0);
      expect(sum(heavier)).toBeCloseTo(sum(topology.masses), 9);
    }
    expect(heavier[1]).toBe(3 * 1822.888);
    expect(() => repartitionedMasses(topology, 4 * 1822.888)).toThrow(
      expect.objectContaining({ code: "QMMM_DYNAMICS_HYDROGEN_MASS" }),
    );
    const water = waters(2).system.topology;
    expect(repartitionedMasses(water, 3 * 1822.888)).toEqual(water.masses);
    const hydrogen = createSystem({ elements: [1, 1], positions: [0, 0, 0, 1.4, 0, 0], bonds: [0, 1] }).topology;
    expect(repartitionedMasses(hydrogen, 5000)).toEqual(hydrogen.masses);
  });
});
