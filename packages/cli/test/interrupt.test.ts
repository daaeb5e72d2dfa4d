import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build, lineCount, MAIN, start, until } from "./helpers/child.js";
import { computed } from "./helpers/computed.js";
import { BENT_WATER, install, makeFolder } from "./helpers/project.js";

/** Springs that take their time, so that a run can be caught in the act. */
const input = (delay: number): string => `system: { file: water.xyz }
levels:
  only: { method: springs, delay: ${delay} }
plugins: [qmmm-test-springs]
task:
  - { type: optimise, convergence: tight, algorithm: fire, maxSteps: 30 }
  - { type: dynamics, ensemble: nvt, temperature: 300 K, steps: 80, frameEvery: 4 }
output: { trajectory: [extxyz, dcd] }
run: { seed: 3, checkpointEvery: 7 steps }
`;

const HARTREE_FOCK = `system: { file: water.xyz }
levels:
  only: { method: hf, basis: STO-3G }
task:
  - { type: optimise, convergence: tight }
  - { type: dynamics, ensemble: nve, temperature: 300 K, steps: 30, frameEvery: 3 }
output: { trajectory: [extxyz, dcd] }
run: { checkpointEvery: 4 steps }
`;

function writeProject(folder: string, text: string): void {
  writeFileSync(join(folder, "input.yaml"), text);
  writeFileSync(join(folder, "water.xyz"), BENT_WATER);
  install(folder, "qmmm-test-springs");
}

function project(text: string): string {
  const folder = makeFolder();
  writeProject(folder, text);
  return folder;
}

async function complete(folder: string, ...args: string[]): Promise<void> {
  const { status, output } = await start(folder, ...args).ended;
  // 3: the optimisation of these tests may reach its limit.
  expect([0, 3], output).toContain(status);
}

const INPUTS = { springs: input(4), "Hartree-Fock": HARTREE_FOCK } as const;

/** What a run without interruption computes, by name of the input. */
const whole = new Map<string, ReadonlyMap<string, string>>();

beforeAll(async () => {
  await build();
  for (const [name, text] of Object.entries({ springs: input(0), "Hartree-Fock": HARTREE_FOCK })) {
    const folder = mkdtempSync(join(tmpdir(), "qmmm-whole-"));
    writeProject(folder, text);
    await complete(folder, "run", "input.yaml", "-q");
    whole.set(name, computed(join(folder, "input.out")));
    rmSync(folder, { recursive: true });
  }
}, 300_000);

describe("kill -9 and resume", () => {
  test.each([
    ["springs", "during optimisation", "1-optimise", 6],
    ["springs", "during dynamics", "2-dynamics", 30],
    ["springs", "at the start, before there is a checkpoint", "1-optimise", 0],
    ["Hartree-Fock", "during optimisation", "1-optimise", 3],
    ["Hartree-Fock", "during dynamics", "2-dynamics", 12],
  ] as const)("%s, %s: the same bits as without interruption", async (name, _when, stage, lines) => {
    const folder = project(INPUTS[name]);
    const run = start(folder, "run", "input.yaml", "-q", "-o", "cut");
    const table = join(folder, "cut", stage, "energies.csv");
    await until(run, () => existsSync(table) && lineCount(table) >= lines);
    run.process.kill("SIGKILL");
    expect((await run.ended).signal).toBe("SIGKILL");
    expect(existsSync(join(folder, "cut", "result.json"))).toBe(false);

    await complete(folder, "resume", "cut", "-q");
    expect(computed(join(folder, "cut"))).toEqual(whole.get(name));
  });
});

describe("a request to stop", () => {
  test.each(["SIGTERM", "SIGINT", "SIGUSR1"] as const)(
    "%s: finishes the step, keeps a checkpoint, exits with 75",
    async (signal) => {
      const folder = project(input(4).replace("7 steps", "1 h"));
      const run = start(folder, "run", "input.yaml", "-o", "cut");
      const table = join(folder, "cut", "2-dynamics", "energies.csv");
      await until(run, () => lineCount(table) >= 12);
      run.process.kill(signal);
      const { status, output } = await run.ended;
      expect(status).toBe(75);
      expect(output).toContain("qmmm resume cut");
      expect(readFileSync(join(folder, "cut", "log.txt"), "utf8")).toContain("Stopped on request");
      expect(lineCount(table)).toBeLessThan(82);

      await complete(folder, "resume", "cut", "-q");
      expect(computed(join(folder, "cut"))).toEqual(whole.get("springs"));
    },
  );

  test("a second Ctrl-C does not wait", async () => {
    const folder = project(input(400));
    const run = start(folder, "run", "input.yaml");
    await until(run, () => existsSync(join(folder, "input.out", "1-optimise", "energies.csv")));
    run.process.kill("SIGINT");
    run.process.kill("SIGINT");
    expect((await run.ended).status).toBe(75);
  });
});

describe("a disk that is full", () => {
  test("ends the run with the reason in words, whole files only, and can be resumed", async () => {
    const folder = project(input(0).replace("steps: 80", "steps: 400"));
    await complete(folder, "run", "input.yaml", "-q", "-o", "whole");
    // A limit on the size of files stands for the disk: writing beyond it fails in the same way.
    const shell = spawn("bash", ["-c", `ulimit -f 32; exec "${process.execPath}" "${MAIN}" run input.yaml -q -o cut`], {
      cwd: folder,
    });
    let output = "";
    shell.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const status = await new Promise((resolve) => shell.on("close", resolve));
    expect(status, output).toBe(5);
    expect(output).toContain("QMMM_OUTPUT_UNWRITABLE");
    expect(output).toContain("larger than is allowed");
    expect(output).toContain("Free some space");
    const left = readdirSync(join(folder, "cut"), { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => /result|final|\.part$/.test(name))).toEqual([]);
    await complete(folder, "resume", "cut", "-q");
    expect(computed(join(folder, "cut"))).toEqual(computed(join(folder, "whole")));
  });
});

describe("start-up", () => {
  /** CPU time of a program from start to end, ms; unlike wall time it does not depend on what else the machine does. */
  async function cpuTime(...args: string[]): Promise<number> {
    const report =
      "process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('CPU '+(user+system))})";
    const times: number[] = [];
    for (let k = 0; k < 3; k++) {
      const child = spawn(process.execPath, ["--import", `data:text/javascript,${report}`, ...args]);
      let output = "";
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      await new Promise((resolve) => child.on("close", resolve));
      times.push(Number(/CPU (\d+)/.exec(output)![1]) / 1000);
    }
    return Math.min(...times);
  }

  test("--help loads nothing heavy", async () => {
    const { status, output } = await start(makeFolder(), "--help").ended;
    expect(status).toBe(0);
    expect(output).toContain("qmmm init");
    expect((await cpuTime(MAIN, "--help")) - (await cpuTime("-e", "0"))).toBeLessThan(100);
  });
});
