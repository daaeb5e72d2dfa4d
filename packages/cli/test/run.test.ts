import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ResultSchema } from "@qmmm/cli";
import { readDcd, readNetCdfTrajectory, readXyz } from "@qmmm/io";
import { describe, expect, test } from "vitest";
import { BENT_WATER, install, makeFolder } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const SPRINGS = `title: springs
system: { file: water.xyz }
levels:
  only: { method: springs }
plugins: [qmmm-test-springs]
`;
const STAGES = `task:
  - type: energy
  - { type: optimise, convergence: tight }
  - { type: dynamics, ensemble: nvt, temperature: 300 K, steps: 40, frameEvery: 5 }
output: { trajectory: [extxyz, dcd, nc] }
run: { seed: 7 }
`;

function springs(task: string, rest = ""): string {
  const folder = makeFolder({ "input.yaml": `${SPRINGS}${task}${rest}`, "water.xyz": BENT_WATER });
  install(folder, "qmmm-test-springs");
  return folder;
}

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

function table(path: string): Table {
  const [head, ...rows] = readFileSync(path, "utf8").trim().split("\n");
  return {
    head: head!.split(","),
    rows: rows.map((row) => row.split(",").map((text) => (text === "" ? Number.NaN : Number(text)))),
  };
}

describe("qmmm run", () => {
  test("runs the stages of an input file, each into its own folder, and records everything in result.json", async () => {
    const folder = springs(STAGES);
    const call = await qmmm(folder, "run", "input.yaml");
    expect(call.status, call.error).toBe(0);
    expect(call.out).toContain("Stage 3 of 3: dynamics");
    expect(call.out).toContain("Results in input.out");

    const out = join(folder, "input.out");
    const result = ResultSchema.parse(JSON.parse(readFileSync(join(out, "result.json"), "utf8")));
    expect(result.success).toBe(true);
    expect(result.title).toBe("springs");
    expect(result.stages.map(({ name, task, converged }) => [name, task, converged])).toEqual([
      ["1-energy", "energy", true],
      ["2-optimise", "optimise", true],
      ["3-dynamics", "dynamics", true],
    ]);
    expect(result.stages[2]?.steps).toBe(40);
    expect(result.stages[2]?.summary.time).toEqual({ value: 20, unit: "fs" });
    expect(result.stages[1]!.energy).toBeLessThan(result.stages[0]!.energy);
    expect(result.molecule.symbols).toEqual(["O", "H", "H"]);
    expect(result.molecule.velocities).toHaveLength(9);
    expect(result.properties.return_energy).toBe(result.stages[2]!.energy);
    expect(result.properties.return_gradient).toHaveLength(9);
    expect(result.properties.observed.charges).toHaveLength(1);
    expect(result.provenance.seed).toBe(7);
    expect(result.provenance.plugins).toContainEqual({ name: "qmmm-test-springs", version: "1.2.3" });
    expect(result.provenance.files[0]).toMatchObject({ name: "water.xyz", bytes: BENT_WATER.length });
    expect(result.provenance.input.given).toMatchObject({ levels: { only: { method: "springs" } } });
    expect(result.provenance.input.resolved).toMatchObject({ levels: { only: { method: "springs", delay: 0 } } });
    for (const { files } of result.stages)
      for (const name of Object.values(files)) expect(existsSync(join(out, name))).toBe(true);
    expect(existsSync(join(out, ".running"))).toBe(false);
  });

  test("writes every step's energy terms with a unit in every column; the terms sum to the energy", async () => {
    const folder = springs(STAGES);
    await qmmm(folder, "run", "input.yaml", "-q");
    const { head, rows } = table(join(folder, "input.out", "3-dynamics", "energies.csv"));
    expect(rows.map(([step]) => step)).toEqual(Array.from({ length: 41 }, (_, k) => k));
    for (const name of head.slice(1)) expect(name).toMatch(/_(Eh|fs|K|a0|Eh\/a0)$/);
    const terms = head.flatMap((name, k) => (name.startsWith("qm:") ? [k] : []));
    expect(terms).toHaveLength(2);
    for (const row of rows)
      expect(terms.reduce((sum, k) => sum + row[k]!, 0)).toBeCloseTo(row[head.indexOf("energy_Eh")]!, 14);

    // The starting point of an optimisation has no changes and displacements yet; the columns are there all the same.
    const optimisation = table(join(folder, "input.out", "2-optimise", "energies.csv"));
    const change = optimisation.head.indexOf("energyChange_Eh");
    expect(change).toBeGreaterThan(0);
    expect(optimisation.rows[0]![change]).toBeNaN();
    expect(optimisation.rows[1]![change]).toBeLessThan(0);

    const log = readFileSync(join(folder, "input.out", "log.txt"), "utf8");
    for (const term of [
      "qm:springs",
      "qm:remembered",
      "temperature",
      "Stage 2 of 3: optimise",
      "plugins",
      "open boundaries",
    ]) {
      expect(log).toContain(term);
    }
    expect(log.split("\n").filter((line) => /^ +\d+ /.test(line)).length).toBeGreaterThanOrEqual(
      41 + 1 + optimisation.rows.length,
    );
  });

  test("writes trajectories whose frames agree, and the final structure", async () => {
    const folder = springs(STAGES);
    await qmmm(folder, "run", "input.yaml", "-q");
    const out = join(folder, "input.out");
    const text = readXyz(readFileSync(join(out, "3-dynamics", "trajectory.extxyz")), "t");
    const binary = readDcd(new Uint8Array(readFileSync(join(out, "3-dynamics", "trajectory.dcd"))), "t");
    const netcdf = readNetCdfTrajectory(new Uint8Array(readFileSync(join(out, "3-dynamics", "trajectory.nc"))), "t");
    expect(text).toHaveLength(9);
    expect(binary.frameCount).toBe(9);
    expect(netcdf.frameCount).toBe(9);
    expect((netcdf.time(8)! - netcdf.time(0)!) * 0.02418884326).toBeCloseTo(20, 4);
    expect(binary.interval).toBe(5);
    expect(binary.timeStep * 0.02418884326).toBeCloseTo(0.5, 5);
    text.forEach((frame, k) => {
      for (const { positions } of [binary.frame(k), netcdf.frame(k)]) {
        for (const [i, x] of frame.system.geometry.positions.entries()) expect(positions[i]).toBeCloseTo(x, 5);
      }
    });
    const result = ResultSchema.parse(JSON.parse(readFileSync(join(out, "result.json"), "utf8")));
    const [final] = readXyz(readFileSync(join(out, "final.extxyz")), "f");
    expect(final!.energy).toBeCloseTo(result.properties.return_energy, 10);
    const gradient = result.properties.return_gradient!;
    for (const [i, force] of final!.forces!.entries()) expect(force).toBeCloseTo(-gradient[i]!, 7);
  });

  test("a single task writes into the output folder itself", async () => {
    const folder = springs("task: { type: energy }\n");
    expect((await qmmm(folder, "run", "input.yaml")).status).toBe(0);
    expect(table(join(folder, "input.out", "energies.csv")).rows).toHaveLength(1);
  });

  test("the same input gives the same bits, another seed others", async () => {
    const folder = springs(STAGES);
    const final = async (name: string, seed: number): Promise<string> => {
      writeFileSync(join(folder, "input.yaml"), `${SPRINGS}${STAGES.replace("seed: 7", `seed: ${seed}`)}`);
      await qmmm(folder, "run", "input.yaml", "-q", "-o", name);
      return readFileSync(join(folder, name, "3-dynamics", "energies.csv"), "utf8");
    };
    const first = await final("a", 7);
    expect(await final("b", 7)).toBe(first);
    expect(await final("c", 8)).not.toBe(first);
  });

  test("JSON is an input format too", async () => {
    const input = {
      system: { file: "water.xyz" },
      levels: { only: { method: "hf", basis: "STO-3G" } },
      task: { type: "energy" },
    };
    const folder = makeFolder({ "input.json": JSON.stringify(input, undefined, 2), "water.xyz": BENT_WATER });
    const call = await qmmm(folder, "run", "input.json");
    expect(call.status, call.error).toBe(0);
    const result = ResultSchema.parse(JSON.parse(readFileSync(join(folder, "input.out", "result.json"), "utf8")));
    expect(result.properties.return_energy).toBeCloseTo(-74.96, 1);
  });

  test("an optimisation that reaches its limit is recorded, named and told by the exit status", async () => {
    const folder = springs("task: { type: optimise, convergence: tight, maxSteps: 1 }\n");
    const call = await qmmm(folder, "run", "input.yaml");
    expect(call.status).toBe(3);
    expect(call.error).toContain("QMMM_NOT_CONVERGED");
    expect(call.error).toContain("more steps");
    const result = ResultSchema.parse(JSON.parse(readFileSync(join(folder, "input.out", "result.json"), "utf8")));
    expect(result.success).toBe(false);
  });

  test("quiet prints nothing", async () => {
    const folder = springs("task: { type: energy }\n");
    expect(await qmmm(folder, "run", "input.yaml", "--quiet")).toEqual({ status: 0, out: "", error: "" });
  });

  test("keeps results of an earlier run unless told to replace them", async () => {
    const folder = springs("task: { type: energy }\n");
    await qmmm(folder, "run", "input.yaml", "-q");
    const before = readFileSync(join(folder, "input.out", "result.json"), "utf8");
    const refused = await qmmm(folder, "run", "input.yaml", "-q");
    expect(refused.status).toBe(2);
    expect(refused.error).toContain("QMMM_OUTPUT_EXISTS");
    expect(refused.error).toContain("--force");
    expect(readFileSync(join(folder, "input.out", "result.json"), "utf8")).toBe(before);

    writeFileSync(join(folder, "input.out", "notes.md"), "mine");
    expect((await qmmm(folder, "run", "input.yaml", "-q", "--force")).status).toBe(0);
    expect(readFileSync(join(folder, "input.out", "notes.md"), "utf8")).toBe("mine");
  });

  test("takes a folder in which a run was killed before it wrote anything", async () => {
    const folder = springs("task: { type: energy }\n");
    mkdirSync(join(folder, "input.out"));
    writeFileSync(join(folder, "input.out", ".running"), '{"host":"x","pid":1,"started":""}');
    expect((await qmmm(folder, "run", "input.yaml", "-q")).status).toBe(0);
  });

  test("writes where the input file says", async () => {
    const folder = springs("task: { type: energy }\n", "output: { directory: results/one, trajectory: none }\n");
    await qmmm(folder, "run", "input.yaml", "-q");
    expect(existsSync(join(folder, "results", "one", "result.json"))).toBe(true);
    expect(existsSync(join(folder, "results", "one", "trajectory.extxyz"))).toBe(false);
  });

  test("refuses to write where another process writes", async () => {
    const folder = springs("task: { type: energy }\n");
    mkdirSync(join(folder, "input.out"));
    // Process 1 is there and is not us.
    const started = readFileSync("/proc/1/stat", "utf8").split(") ")[1]!.split(" ")[19];
    const { hostname } = await import("node:os");
    writeFileSync(join(folder, "input.out", "run.json"), "{}");
    writeFileSync(join(folder, "input.out", ".running"), JSON.stringify({ host: hostname(), pid: 1, started }));
    const call = await qmmm(folder, "run", "input.yaml", "--force");
    expect(call.status).toBe(5);
    expect(call.error).toContain("QMMM_OUTPUT_BUSY");
  });
});

describe("a failure in the middle of a run", () => {
  test("leaves log and checkpoint but no results, and tells the code of the failure", async () => {
    const folder = springs(
      "task: { type: dynamics, ensemble: nve, temperature: 100 K, steps: 50 }\n",
      "run: { checkpointEvery: 5 steps }\n",
    );
    const input = readFileSync(join(folder, "input.yaml"), "utf8");
    writeFileSync(join(folder, "input.yaml"), input.replace("method: springs", "method: springs, failAfter: 20"));
    const call = await qmmm(folder, "run", "input.yaml", "-q");
    expect(call.status).toBe(3);
    expect(call.error).toContain("QMMM_SCF_NOT_CONVERGED: The springs do not converge. Given: 0.5. Use another guess.");
    const out = join(folder, "input.out");
    expect(existsSync(join(out, "result.json"))).toBe(false);
    expect(existsSync(join(out, "final.extxyz"))).toBe(false);
    expect(statSync(join(out, "checkpoint.qmmm")).size).toBeGreaterThan(0);
    expect(readFileSync(join(out, "log.txt"), "utf8")).toContain("QMMM_SCF_NOT_CONVERGED");
  });
});

describe("qmmm resume", () => {
  test("tells what keeps it from going on", async () => {
    const folder = springs(
      "task: { type: dynamics, ensemble: nve, temperature: 100 K, steps: 50 }\n",
      "run: { checkpointEvery: 5 steps }\n",
    );
    const path = join(folder, "input.yaml");
    const input = readFileSync(path, "utf8");
    writeFileSync(path, input.replace("method: springs", "method: springs, failAfter: 20"));
    await qmmm(folder, "run", "input.yaml", "-q");
    const out = join(folder, "input.out");

    const nowhere = await qmmm(folder, "resume", ".");
    expect([nowhere.status, nowhere.error]).toEqual([5, expect.stringContaining("QMMM_RESUME_NOT_A_RUN")]);

    writeFileSync(path, input);
    const changed = await qmmm(folder, "resume", "input.out");
    expect([changed.status, changed.error]).toEqual([2, expect.stringContaining("QMMM_RESUME_INPUT_CHANGED")]);
    expect(changed.error).toContain("input.yaml");

    writeFileSync(path, input.replace("method: springs", "method: springs, failAfter: 20"));
    writeFileSync(join(folder, "water.xyz"), BENT_WATER.replace("0.95", "0.96"));
    const structure = await qmmm(folder, "resume", "input.out");
    expect(structure.error).toContain("QMMM_RESUME_INPUT_CHANGED: Changed since the run began: water.xyz");
    writeFileSync(join(folder, "water.xyz"), BENT_WATER);

    const energies = readFileSync(join(out, "energies.csv"));
    writeFileSync(join(out, "energies.csv"), energies.subarray(0, 100));
    const short = await qmmm(folder, "resume", "input.out");
    expect([short.status, short.error]).toEqual([5, expect.stringContaining("QMMM_CHECKPOINT_OUTPUT_MISSING")]);
    writeFileSync(join(out, "energies.csv"), energies);

    // The latest checkpoint is damaged: the one before it serves.
    const checkpoint = readFileSync(join(out, "checkpoint.qmmm"));
    writeFileSync(join(out, "checkpoint.qmmm"), checkpoint.subarray(0, checkpoint.length - 9));
    const older = await qmmm(folder, "resume", "input.out");
    expect(older.error).toContain("checkpoint.previous.qmmm");
    expect(older.status).toBe(3);

    writeFileSync(join(out, "checkpoint.qmmm"), "damaged");
    rmSync(join(out, "checkpoint.previous.qmmm"), { force: true });
    const none = await qmmm(folder, "resume", "input.out");
    expect([none.status, none.error]).toEqual([5, expect.stringContaining("QMMM_CHECKPOINT_CORRUPT")]);
  });

  test("says so when there is nothing left to do", async () => {
    const folder = springs("task: { type: energy }\n");
    await qmmm(folder, "run", "input.yaml", "-q");
    const call = await qmmm(folder, "resume", "input.out");
    expect(call.status).toBe(0);
    expect(call.out).toContain("complete");
  });
});
