import { BOLTZMANN, createHooks, createRandomStream } from "@qmmm/core";
import {
  BussiThermostat,
  chiSquare,
  inverseMasses,
  kineticEnergy,
  maxwellBoltzmannVelocities,
  NoseHooverChain,
  removeCentreOfMassMotion,
  runDynamics,
  type Thermostat,
  Thermostatted,
  VelocityVerlet,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { LennardJonesFluid, lattice } from "../support/pair-fluid.js";
import { cube } from "../support/rigid-systems.js";
import { ensembleSlope, statistics } from "../support/statistics.js";

const COUNT = 27;
const FREEDOM = 3 * COUNT - 3;
const masses = new Float64Array(COUNT).fill(1);
const cell = cube(3.5);

interface Course {
  readonly kinetic: readonly number[];
  readonly potential: readonly number[];
  readonly conserved: readonly number[];
  readonly fluctuation: number;
}

type Kind = "bussi" | "nose-hoover";

function bath(kind: Kind, thermalEnergy: number, seed: number): Thermostat {
  const options = { masses, degreesOfFreedom: FREEDOM, thermalEnergy };
  return kind === "bussi"
    ? new BussiThermostat({ ...options, timeConstant: 0.3, random: createRandomStream(seed) })
    : new NoseHooverChain({ ...options, period: 1 });
}

/** A Lennard-Jones fluid in its bath; energies after a tenth of the run. */
async function course(kind: Kind, thermalEnergy: number, timeStep: number, steps: number, seed = 3): Promise<Course> {
  const hooks = createHooks();
  const kinetic: number[] = [];
  const potential: number[] = [];
  const conserved: number[] = [];
  hooks.tap("afterStep", "test", ({ step, quantities }) => {
    conserved.push(quantities.conservedEnergy!.value);
    if (step < steps / 10) return;
    kinetic.push(quantities.kineticEnergy!.value);
    potential.push(quantities.potentialEnergy!.value);
  });
  const drawn = maxwellBoltzmannVelocities(masses, thermalEnergy, new Uint8Array(COUNT).fill(1), createRandomStream(1));
  const start = {
    geometry: { positions: lattice(3, 3.5), cell },
    velocities: removeCentreOfMassMotion(drawn, masses),
    masses,
  };
  const verlet = new VelocityVerlet({ timeStep, inverseMasses: inverseMasses(masses, new Uint8Array(COUNT).fill(1)) });
  const integrator = new Thermostatted(verlet, bath(kind, thermalEnergy, seed), timeStep);
  const options = { integrator, timeStep, steps, degreesOfFreedom: FREEDOM, hooks, maxDisplacement: 10 };
  const { summary } = await runDynamics(new LennardJonesFluid(1.7), start, options);
  return { kinetic, potential, conserved, fluctuation: summary.conservedEnergyFluctuation!.value };
}

for (const kind of ["bussi", "nose-hoover"] as const) {
  describe(`the thermostat ${kind}`, () => {
    it("gives the canonical distribution of the kinetic energy", async () => {
      const { kinetic } = await course(kind, 1.5, 0.008, 8_000);
      const { mean, error, variance } = statistics(kinetic);
      // Gamma distribution of shape f/2: mean ½f·kT, variance ½f·(kT)².
      expect(Math.abs(mean / (0.5 * FREEDOM * 1.5) - 1)).toBeLessThan(0.015);
      expect(Math.abs(mean - 0.5 * FREEDOM * 1.5)).toBeLessThan(5 * error + 0.005 * mean);
      expect(Math.abs(variance / (0.5 * FREEDOM * 1.5 ** 2) - 1)).toBeLessThan(0.2);
    });

    it("gives energies at two temperatures whose distributions have the right ratio", async () => {
      const [cold, hot] = [await course(kind, 1.4, 0.008, 8_000, 5), await course(kind, 1.6, 0.008, 8_000, 6)];
      const { slope, error } = ensembleSlope(cold.potential, hot.potential);
      const exact = 1 / 1.4 - 1 / 1.6;
      expect(Math.abs(slope - exact)).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.5 * exact);
    });

    it("has a conserved quantity whose error falls with the square of the time step", async () => {
      const [long, short] = [await course(kind, 1.5, 0.006, 500), await course(kind, 1.5, 0.003, 1000)];
      const ratio = long.fluctuation / short.fluctuation;
      if (kind === "nose-hoover") expect(Math.abs(ratio / 4 - 1)).toBeLessThan(0.3);
      // Other random numbers, other course: only the order of magnitude can be compared.
      else expect(ratio).toBeGreaterThan(2);
      expect(long.fluctuation).toBeLessThan(0.01 * 0.5 * FREEDOM * 1.5);
    });
  });
}

describe("stochastic velocity rescaling", () => {
  it("alone draws the kinetic energy from its distribution", () => {
    const random = createRandomStream(9);
    for (const freedom of [1, 2, 7]) {
      const one = new Float64Array(freedom).fill(1);
      const thermostat = new BussiThermostat({
        masses: one,
        degreesOfFreedom: freedom,
        thermalEnergy: 2,
        timeConstant: 1,
        random,
      });
      const velocities = new Float64Array(3 * freedom).fill(0);
      for (let k = 0; k < freedom; k++) velocities[3 * k] = 1;
      const energies: number[] = [];
      for (let step = 0; step < 40_000; step++) {
        thermostat.act(velocities, 1);
        energies.push(kineticEnergy(velocities, one));
      }
      const { mean, error, variance } = statistics(energies);
      expect(Math.abs(mean - freedom)).toBeLessThan(4 * error);
      expect(Math.abs(variance / (2 * freedom) - 1)).toBeLessThan(0.1);
      expect(thermostat.heat).toBeCloseTo(energies.at(-1)! - 0.5 * freedom, 8);
    }
  });

  it("sums squares of normals: mean n, variance 2n", () => {
    const random = createRandomStream(10);
    for (const n of [0, 1, 2, 3, 50]) {
      const { mean, variance } = statistics(Array.from({ length: 20_000 }, () => chiSquare(n, random)));
      expect(Math.abs(mean - n)).toBeLessThan(4 * Math.sqrt((2 * n) / 20_000) + 1e-12);
      expect(Math.abs(variance - 2 * n)).toBeLessThan(0.15 * n + 1e-12);
    }
  });
});

describe("Nosé–Hoover chain", () => {
  const kT = 300 * BOLTZMANN;
  const drawn = maxwellBoltzmannVelocities(masses, 2 * kT, new Uint8Array(COUNT).fill(1), createRandomStream(2));
  const options = { masses, degreesOfFreedom: FREEDOM, thermalEnergy: kT, period: 100, length: 4 };

  it("is reversible while nothing else happens", () => {
    const chain = new NoseHooverChain(options);
    const velocities = drawn.slice();
    for (let step = 0; step < 100; step++) chain.act(velocities, 2);
    expect(kineticEnergy(velocities, masses)).not.toBeCloseTo(kineticEnergy(drawn, masses), 3);
    for (let step = 0; step < 100; step++) chain.act(velocities, -2);
    for (let k = 0; k < velocities.length; k++) expect(velocities[k]).toBeCloseTo(drawn[k]!, 10);
    expect(chain.heat).toBeCloseTo(0, 10);
  });

  it("keeps its energy to the fourth order of the time", () => {
    const error = (time: number): number => {
      const chain = new NoseHooverChain(options);
      const velocities = drawn.slice();
      const total = () => kineticEnergy(velocities, masses) - chain.heat;
      const before = total();
      let worst = 0;
      for (let step = 0; step < 100 / time; step++) {
        chain.act(velocities, time);
        worst = Math.max(worst, Math.abs(total() / before - 1));
      }
      return worst;
    };
    expect(error(0.5)).toBeLessThan(1e-6);
    expect(error(2) / error(1)).toBeGreaterThan(12);
    expect(error(2) / error(1)).toBeLessThan(20);
  });
});
