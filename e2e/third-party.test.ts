import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeProject, outsideFolder, packAll, pnpm, removeFolders, root } from "./packed.js";

let tarballs: ReadonlyMap<string, string>;

beforeAll(() => {
  tarballs = packAll();
});

afterAll(removeFolders);

/** The author's folder: the plugin beside nothing but core's tarball and a test runner. */
function pluginFolder(): string {
  const folder = outsideFolder("plugin");
  cpSync(join(root, "examples", "plugin-harmonic-qm"), folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  const vitest = (
    JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { devDependencies: Record<string, string> }
  ).devDependencies.vitest;
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({
      ...manifest,
      devDependencies: { "@qmmm/core": `file:${tarballs.get("@qmmm/core")}`, vitest, zod: "^4.6.0" },
    }),
  );
  pnpm(folder, "install", "--prefer-offline", "--ignore-workspace", "--no-frozen-lockfile");
  return folder;
}

describe("a third party's QM plugin, outside the workspace", () => {
  test("has at most sixty lines of code", () => {
    const code = readFileSync(join(root, "examples/plugin-harmonic-qm/index.js"), "utf8");
    expect(code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(60);
  });

  test("passes the conformance suite with the tarball of core alone", () => {
    const folder = pluginFolder();
    expect(readdirSync(join(folder, "node_modules", "@qmmm"))).toEqual(["core"]);
    const report = execFileSync(join(folder, "node_modules", ".bin", "vitest"), ["run", "--reporter=json"], {
      cwd: folder,
      encoding: "utf8",
    });
    const result = JSON.parse(report) as { numPassedTests: number; numFailedTests: number };
    expect(result.numFailedTests).toBe(0);
    expect(result.numPassedTests).toBeGreaterThan(10);
  });

  test("is used from an input file without touching our code", () => {
    const plugin = outsideFolder("plugin-published");
    cpSync(join(root, "examples", "plugin-harmonic-qm"), plugin, { recursive: true });
    const input = [
      "system: { file: water.xyz }",
      "levels:",
      "  springs: { method: harmonic, forceConstant: 120 kcal/mol/Å^2 }",
      "task: [{ type: optimise }]",
      "plugins: [qmmm-qm-harmonic]",
      "",
    ].join("\n");
    const water = "3\nwater\nO 0 0 0\nH 1.1 0 0\nH -0.3 1.0 0\n";
    const folder = makeProject(
      "user",
      {
        "@qmmm/cli": `file:${tarballs.get("@qmmm/cli")}`,
        "@qmmm/core": `file:${tarballs.get("@qmmm/core")}`,
        "qmmm-qm-harmonic": `file:${plugin}`,
        zod: "^4.6.0",
      },
      tarballs,
      { "input.yaml": input, "water.xyz": water },
    );
    execFileSync(join(folder, "node_modules", ".bin", "qmmm"), ["run", "input.yaml"], {
      cwd: folder,
      encoding: "utf8",
    });
    const result = JSON.parse(readFileSync(join(folder, "input.out", "result.json"), "utf8")) as {
      stages: { converged: boolean; energy: number }[];
    };
    expect(result.stages).toHaveLength(1);
    expect(result.stages[0]?.converged).toBe(true);
    // Three springs can all be at rest in a triangle of atoms.
    expect(result.stages[0]?.energy).toBeLessThan(1e-6);
  });
});

describe("a project that installs only the tarballs of core and qm-hf", () => {
  test("computes a molecule", () => {
    const program = `
      import { createSimulation, createSystem } from "@qmmm/core";
      import hartreeFock from "@qmmm/qm-hf";
      const system = createSystem({
        elements: Uint8Array.of(8, 1, 1),
        positions: Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925),
      });
      const simulation = await createSimulation({ plugins: [hartreeFock], system, levels: { hf: { method: "hf", basis: "6-31G" } } });
      const { energy, forces } = await simulation.potential.evaluate(system.geometry, { forces: true });
      console.log(JSON.stringify({ energy, force: forces[5] }));
      await simulation[Symbol.asyncDispose]();
    `;
    const folder = makeProject(
      "molecule",
      {
        "@qmmm/core": `file:${tarballs.get("@qmmm/core")}`,
        "@qmmm/qm-hf": `file:${tarballs.get("@qmmm/qm-hf")}`,
        zod: "^4.6.0",
      },
      tarballs,
      { "water.js": program },
    );
    expect(existsSync(join(folder, "node_modules", "@qmmm", "mm-forcefield"))).toBe(false);
    const { energy } = JSON.parse(execFileSync("node", ["water.js"], { cwd: folder, encoding: "utf8" })) as {
      energy: number;
    };
    // RHF/6-31G at this geometry: PySCF's own test suite, −75.98394849812 Eh.
    expect(energy).toBeCloseTo(-75.98394849812, 7);
  });
});
