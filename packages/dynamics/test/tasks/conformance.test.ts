import { createRandomStream, type System } from "@qmmm/core";
import { taskSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { anharmonicChain } from "../support/analytic-potential.js";
import { chain, makeTask } from "../support/context.js";
import { cube, methanes, springs, waters } from "../support/rigid-systems.js";
import { WarmPotential } from "../support/warm-potential.js";

const surface = anharmonicChain(0.2, 2.4, -0.02);
const rugged = springs(0.01);
const restraints = [
  { type: "position", atoms: "index0 0", forceConstant: "10 kcal/mol/Å^2" },
  { type: "distance", atoms: ["index0 0", "index0 3"], forceConstant: "5 kcal/mol/Å^2" },
];

interface Case {
  readonly type: string;
  readonly options: Record<string, unknown>;
  readonly interrupt?: number[];
  /** `chain(5)` when absent. */
  readonly system?: System;
}

const bath = { temperature: "300 K", steps: 25 };
const npt = { ensemble: "npt", pressure: "1 bar", ...bath };
const water = { system: waters(2, 20).system, interrupt: [0, 7, 24] };
const periodicChain = { ...chain(5), geometry: { ...chain(5).geometry, cell: cube(30) } };

const cases: Readonly<Record<string, Case>> = {
  "L-BFGS": { type: "optimise", options: { convergence: "tight" }, interrupt: [0, 1, 3, 7] },
  "L-BFGS with short memory, frozen atoms and restraints": {
    type: "optimise",
    options: { memory: 2, frozen: "index0 2", restraints },
    interrupt: [0, 4],
  },
  FIRE: { type: "optimise", options: { algorithm: "fire", convergence: "tight", maxSteps: 60 }, interrupt: [1, 30] },
  "frequencies of some atoms": {
    type: "frequencies",
    options: { atoms: "index0 0 1 3", restraints },
    interrupt: [0, 1, 7, 17],
  },
  "velocity Verlet": {
    type: "dynamics",
    options: { ensemble: "nve", temperature: "300 K", steps: 25 },
    interrupt: [0, 1, 12, 24],
  },
  "Langevin dynamics": {
    type: "dynamics",
    options: { ensemble: "nvt", temperature: "300 K", friction: "5 1/ps", steps: 25, frozen: "index0 4", restraints },
    interrupt: [0, 1, 12, 24],
  },
  "Bussi thermostat": {
    type: "dynamics",
    options: { ensemble: "nvt", thermostat: { type: "bussi", timeConstant: "5 fs" }, ...bath },
    interrupt: [0, 12],
  },
  "Nosé–Hoover chain with heavier hydrogens": {
    type: "dynamics",
    options: { ensemble: "nvt", thermostat: { type: "nose-hoover", period: "20 fs" }, hydrogenMass: "2 u", ...bath },
    system: methanes(1).system,
    interrupt: [0, 12],
  },
  "cell rescaling with rigid water": {
    type: "dynamics",
    options: { ...npt, barostat: { type: "cell-rescaling", timeConstant: "1 fs", every: 3 }, constraints: "water" },
    ...water,
  },
  "Monte Carlo barostat with SHAKE, lengths given": {
    type: "dynamics",
    options: {
      ...npt,
      thermostat: { type: "bussi" },
      barostat: { type: "monte-carlo", every: 1, adaptTrials: 20 },
      constraints: { bonds: "all" },
      constraintLengths: { "O-H": "1 angstrom" },
    },
    ...water,
  },
  "Monte Carlo barostat on atoms": {
    type: "dynamics",
    options: { ...npt, barostat: { type: "monte-carlo", every: 2, scaling: "atoms" }, restraints },
    system: periodicChain,
    interrupt: [1, 12],
  },
};

for (const [name, { type, options, interrupt, system = chain(5) }] of Object.entries(cases)) {
  taskSuite({
    describe,
    test,
    expect,
    name,
    create: async () => ({
      task: makeTask(type, options),
      system,
      potential: new WarmPotential(system.topology.elements[0] === 8 ? rugged : surface),
      random: createRandomStream(11),
    }),
    ...(interrupt === undefined ? {} : { interrupt }),
  });
}

taskSuite({
  describe,
  test,
  expect,
  name: "energy",
  create: async () => ({
    task: makeTask("energy", {}),
    system: chain(5),
    potential: new WarmPotential(surface),
    random: createRandomStream(11),
  }),
  exclusions: { stop: "a single point has no steps to stop", resume: "a single point has no steps to go on with" },
});
