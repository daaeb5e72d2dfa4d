import { BOHR_IN_ANGSTROM, BOLTZMANN, createRandomStream, everyTerm, type Potential, type System } from "@qmmm/core";
import { componentUnderTest } from "@qmmm/core/testing";
import mmForcefield from "@qmmm/mm-forcefield";
import { beforeAll, describe, expect, it } from "vitest";
import { makeContext, makeTask } from "./support/context.js";
import { waters } from "./support/rigid-systems.js";

/** 125 waters at 0.997 g/cm³. */
const SIDE = 15.523 / BOHR_IN_ANGSTROM;

async function tip3p(system: System): Promise<Potential> {
  const { made, scope } = await componentUnderTest({
    plugins: [mmForcefield],
    kind: "forceField",
    id: "tip3p",
    options: { flexible: false, cutoff: "7 angstrom", skin: "0.7 angstrom" },
  });
  const model = await made.assign(system);
  return model.potential(everyTerm(system.topology.atomCount), scope);
}

async function stage(system: System, options: Record<string, unknown>) {
  await using potential = await tip3p(system);
  const context = { ...makeContext(system, potential), random: createRandomStream(JSON.stringify(options)) };
  const result = await makeTask("dynamics", { constraints: "water", frameEvery: 1000, ...options }).run(context);
  return { result, system: { ...system, geometry: result.geometry, velocities: result.velocities } };
}

const bath = { ensemble: "nvt", temperature: "300 K" };

describe("125 rigid TIP3P waters in a cell, forces shifted to zero at 7 Å", () => {
  let liquid: System;

  beforeAll(async () => {
    const grid = waters(125, SIDE, SIDE / 5).system;
    const soft = { friction: "50 1/ps", maxDisplacement: "3 angstrom" };
    const settled = await stage(grid, { ...bath, ...soft, timeStep: "0.2 fs", steps: 2000 });
    liquid = (await stage(settled.system, { ...bath, friction: "5 1/ps", timeStep: "1 fs", duration: "4 ps" })).system;
  }, 600_000);

  it("conserve energy at 2 fs, with an error that falls with the square of the time step", async () => {
    const long = (await stage(liquid, { ensemble: "nve", timeStep: "2 fs", duration: "20 ps" })).result.summary;
    const perDegree = long.degreesOfFreedom!.value * BOLTZMANN * long.meanTemperature!.value;
    const drift = (1000 * long.conservedEnergyDrift!.value) / perDegree;
    const fluctuations: number[] = [];
    for (const timeStep of ["2 fs", "1 fs"]) {
      const { summary } = (await stage(liquid, { ensemble: "nve", timeStep, duration: "2 ps" })).result;
      fluctuations.push(summary.conservedEnergyFluctuation!.value);
    }
    const ratio = fluctuations[0]! / fluctuations[1]!;
    console.log(
      `drift ${drift.toExponential(2)} kT/ns per degree of freedom, ratio of fluctuations ${ratio.toFixed(3)}`,
    );
    expect(Math.abs(drift)).toBeLessThan(0.05);
    expect(Math.abs(ratio / 4 - 1)).toBeLessThan(0.25);
  });

  for (const thermostat of [
    { type: "langevin", friction: "2 1/ps" },
    { type: "bussi", timeConstant: "0.2 ps" },
    { type: "nose-hoover", period: "0.4 ps" },
  ]) {
    it(`keep their temperature and pressure at 2 fs (${thermostat.type})`, async () => {
      const options = { ...bath, thermostat, timeStep: "2 fs", duration: "10 ps" };
      const { meanTemperature, degreesOfFreedom } = (await stage(liquid, options)).result.summary;
      console.log(`${thermostat.type}: ${meanTemperature!.value.toFixed(2)} K`);
      expect(degreesOfFreedom!.value).toBe(thermostat.type === "langevin" ? 750 : 747);
      expect(Math.abs(meanTemperature!.value - 300)).toBeLessThan(6);
    });
  }

  it("have the same density with either barostat", async () => {
    const npt = { ...bath, ensemble: "npt", pressure: "1 bar", thermostat: { type: "bussi" }, timeStep: "2 fs" };
    const densities: number[] = [];
    for (const barostat of [
      { type: "cell-rescaling", timeConstant: "0.5 ps", every: 5 },
      { type: "monte-carlo", every: 10, adaptTrials: 200 },
    ]) {
      const relaxed = await stage(liquid, { ...npt, barostat, duration: "10 ps" });
      const { summary } = (await stage(relaxed.system, { ...npt, barostat, duration: "30 ps" })).result;
      console.log(
        `${barostat.type}: ${summary.meanDensity!.value.toFixed(4)} g/cm³, ${summary.meanPressure!.value.toFixed(0)} bar`,
      );
      densities.push(summary.meanDensity!.value);
      // 125 waters: the pressure fluctuates by about 1000 bar.
      expect(Math.abs(summary.meanPressure!.value)).toBeLessThan(200);
    }
    expect(Math.abs(densities[0]! / densities[1]! - 1)).toBeLessThan(0.02);
  });
});
