import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { BENT_WATER, install, makeFolder } from "../helpers/project.js";
import { qmmm } from "../helpers/terminal.js";

const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "examples");

describe("qmmm check", () => {
  test("shows atoms with both indices, links, charges and options, and writes nothing", async () => {
    const folder = join(EXAMPLES, "alanine-dipeptide");
    const before = readdirSync(folder);
    const { status, out, error } = await qmmm(EXAMPLES, "check", "alanine-dipeptide/input.yaml", "--no-evaluate");
    expect(status, error).toBe(0);
    for (const part of [
      "22 atoms (C6H12N2O2), 3 residues, 1 molecules",
      "qm: 4 atoms (CH3), charge 0 e, multiplicity 1",
      /10 +11 +CB +C +ALA 2/,
      /link atom: H between CB of ALA 2 .* and CA of ALA 2/,
      /charges acting on qm: \d+ sites, differing/,
      "high: hf (basis: 6-31G*)",
      "3. dynamics (ensemble: nvt",
    ]) {
      expect(out).toMatch(part);
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  test("evaluates the starting structure and estimates the cost", async () => {
    const input =
      "system: { file: w.xyz }\nlevels: { only: { method: hf, basis: STO-3G } }\ntask: { type: dynamics, ensemble: nve, temperature: 1 K, steps: 77 }\n";
    const folder = makeFolder({ "input.yaml": input, "w.xyz": BENT_WATER });
    const { status, out, error } = await qmmm(folder, "check", "input.yaml", "--forces", "--atoms", "2");
    expect(status, error).toBe(0);
    expect(out).toMatch(/energy -74\.\d+ Eh/);
    expect(out).toMatch(/qm:nuclearRepulsion +\d/);
    expect(out).toMatch(/net force \d\.\d+e-\d\d Eh\/a0/);
    expect(out).toContain("up to 77 steps");
    expect(out).toContain("forces belong to the energy");
    expect(readdirSync(folder).sort()).toEqual(["input.yaml", "w.xyz"]);
  });

  test("finds forces that do not belong to the energy", async () => {
    const input =
      "system: { file: w.xyz }\nplugins: [qmmm-test-springs]\nlevels: { only: { method: springs, wrong: true } }\ntask: { type: energy }\n";
    const folder = makeFolder({ "input.yaml": input, "w.xyz": BENT_WATER });
    install(folder, "qmmm-test-springs");
    const { status, out } = await qmmm(folder, "check", "input.yaml", "--forces");
    expect(status).toBe(3);
    expect(out).toContain("FORCES DO NOT BELONG TO THE ENERGY");
  });
});

describe("the examples", () => {
  const inputs = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".yaml") && !name.includes("node_modules"),
  );

  test.each(inputs)("%s is sound", async (name) => {
    const { status, error } = await qmmm(EXAMPLES, "check", name, "--no-evaluate");
    expect(status, error).toBe(0);
  });

  test("the files of levels differ in one line, the level", () => {
    const files = inputs.filter((name) => name.startsWith("levels/"));
    const lines = files.map((name) => readFileSync(join(EXAMPLES, name), "utf8").split("\n"));
    expect(files.length).toBeGreaterThan(3);
    for (const file of lines) expect(file).toHaveLength(lines[0]!.length);
    const differing = lines[0]!.filter((line, k) => lines.some((file) => file[k] !== line));
    expect(differing).toHaveLength(1);
    expect(differing[0]).toMatch(/^ {2}high: \{ method: /);
  });
});
