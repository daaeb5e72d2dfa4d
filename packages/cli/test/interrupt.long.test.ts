import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRandomStream } from "@qmmm/core";
import { beforeAll, expect, test } from "vitest";
import { build, start } from "./helpers/child.js";
import { computed } from "./helpers/computed.js";
import { BENT_WATER, makeFolder } from "./helpers/project.js";

beforeAll(build, 300_000);

const INPUT = `system: { file: water.xyz }
levels:
  only: { method: hf, basis: 6-31G }
task:
  - { type: energy }
  - { type: optimise, convergence: tight }
  - { type: dynamics, ensemble: nvt, temperature: 300 K, steps: 400, frameEvery: 3 }
output: { trajectory: [extxyz, dcd] }
run: { checkpointEvery: 2 steps }
`;

test("a run that is killed again and again, at any moment, computes the same bits", async () => {
  const folder = makeFolder({ "input.yaml": INPUT, "water.xyz": BENT_WATER });
  expect((await start(folder, "run", "input.yaml", "-q", "-o", "whole").ended).status).toBe(0);

  const random = createRandomStream("kill");
  let kills = 0;
  for (let run = start(folder, "run", "input.yaml", "-q", "-o", "cut"); ; run = start(folder, "resume", "cut", "-q")) {
    const end = await Promise.race([run.ended, wait(600 + 2000 * random.uniform())]);
    if (end !== undefined) {
      expect(end.status, end.output).toBe(0);
      break;
    }
    run.process.kill("SIGKILL");
    await run.ended;
    kills++;
    // Killed before anything was written: there is nothing to resume yet.
    if (!existsSync(join(folder, "cut", "run.json"))) {
      const again = start(folder, "run", "input.yaml", "-q", "-o", "cut");
      await wait(3000);
      again.process.kill("SIGKILL");
      await again.ended;
    }
  }
  expect(kills).toBeGreaterThan(3);
  expect(computed(join(folder, "cut"))).toEqual(computed(join(folder, "whole")));
});
