import { createRandomStream } from "@qmmm/core";
import { taskSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { anharmonicChain } from "../support/analytic-potential.js";
import { chain, makeTask } from "../support/context.js";
import { WarmPotential } from "../support/warm-potential.js";

const surface = anharmonicChain(0.2, 2.4, -0.02);
const restraints = [
  { type: "position", atoms: "index0 0", forceConstant: "10 kcal/mol/Å^2" },
  { type: "distance", atoms: ["index0 0", "index0 3"], forceConstant: "5 kcal/mol/Å^2" },
];

const cases: Readonly<Record<string, { type: string; options: Record<string, unknown>; interrupt?: number[] }>> = {
  "L-BFGS": { type: "optimise", options: { convergence: "tight" }, interrupt: [0, 1, 3, 7] },
  "L-BFGS with short memory, frozen atoms and restraints": {
    type: "optimise",
    options: { memory: 2, frozen: "index0 2", restraints },
    interrupt: [0, 4],
  },
  FIRE: { type: "optimise", options: { algorithm: "fire", convergence: "tight", maxSteps: 60 }, interrupt: [1, 30] },
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
};

for (const [name, { type, options, interrupt }] of Object.entries(cases)) {
  taskSuite({
    describe,
    test,
    expect,
    name,
    create: async () => ({
      task: makeTask(type, options),
      system: chain(5),
      potential: new WarmPotential(surface),
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
