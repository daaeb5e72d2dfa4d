import { createRandomStream, NO_FIELD, type Potential, type Snapshot } from "@qmmm/core";
import { createCollector, type TaskCase, type TaskCheck, taskSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { SpringQm } from "./spring-qm.js";
import { WATER_DIMER } from "./systems.js";
import { type Flaw, WalkerTask } from "./walker-task.js";

/** Springs as a potential, with their memory. */
async function springs(): Promise<Potential> {
  const { elements } = WATER_DIMER.topology;
  const engine = await new SpringQm().open({ elements, charge: 0, multiplicity: 1 });
  return {
    supports: new Set(["forces"] as const),
    evaluate: ({ positions }, { forces = false }, signal) => engine.solve(positions, NO_FIELD, { forces }, signal),
    snapshot: () => engine.snapshot(),
    restore: (state: Snapshot) => engine.restore(state),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

const create = (flaw?: Flaw) => async (): Promise<TaskCase> => ({
  task: new WalkerTask(flaw),
  system: { ...WATER_DIMER, geometry: { positions: WATER_DIMER.geometry.positions.slice() } },
  potential: await springs(),
  random: createRandomStream(7),
});

taskSuite({ describe, test, expect, name: "walk", create: create(), interrupt: [0, 2, 4] });

describe("the suite finds what is wrong", () => {
  const expected: Readonly<Record<Flaw, readonly TaskCheck[]>> = {
    losesRandom: ["resume"],
    losesPotential: ["resume"],
    movesInput: ["inputs"],
    checkpointEarly: ["hooks"],
    ignoresStop: ["stop"],
    skipsStart: ["steps", "resume"],
    noFinish: ["hooks", "stop"],
    ignoresAbort: ["abort"],
  };

  test.each(Object.keys(expected) as Flaw[])("%s", async (flaw) => {
    const collector = createCollector();
    taskSuite({ ...collector, name: flaw, create: create(flaw), interrupt: [1, 3] });
    const failed = (await collector.run()).filter(({ outcome }) => outcome === "failed");
    const checks = new Set(failed.map(({ name }) => name.split(" > ").at(-1)!.split(":")[0]!));
    expect([...checks].sort()).toEqual([...expected[flaw]].sort());
  });
});
