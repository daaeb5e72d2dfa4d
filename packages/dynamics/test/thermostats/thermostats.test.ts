import { BOLTZMANN, createRandomStream } from "@qmmm/core";
import { BussiThermostat, chiSquare, kineticEnergy, maxwellBoltzmannVelocities, NoseHooverChain } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { statistics } from "../support/statistics.js";
import { COUNT, course, FREEDOM, masses } from "../support/thermostatted-fluid.js";

for (const kind of ["bussi", "nose-hoover"] as const) {
  describe(`the thermostat ${kind}`, () => {
    it("gives the canonical distribution of the kinetic energy", async () => {
      const { kinetic } = await course(kind, 1.5, 0.008, 6_000);
      const { mean, error, variance } = statistics(kinetic);
      // Gamma distribution of shape f/2: mean ½f·kT, variance ½f·(kT)².
      expect(Math.abs(mean / (0.5 * FREEDOM * 1.5) - 1)).toBeLessThan(0.025);
      expect(Math.abs(mean - 0.5 * FREEDOM * 1.5)).toBeLessThan(4 * error + 0.003 * mean);
      expect(Math.abs(variance / (0.5 * FREEDOM * 1.5 ** 2) - 1)).toBeLessThan(0.2);
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
