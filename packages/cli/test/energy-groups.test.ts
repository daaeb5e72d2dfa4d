import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Result, ResultSchema } from "@qmmm/cli";
import { HARTREE_IN_KCAL_PER_MOL } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { waterDroplet } from "../src/templates/structures.js";
import { makeFolder } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const classical = "system: { file: droplet.pdb }\nforcefield: { type: tip3p }\n";
const embedded = `${classical}regions: { qm: { select: resid 1 } }
levels: { only: { method: hf, basis: STO-3G } }
coupling: { type: additive }
`;

async function run(setup: string, properties: string): Promise<{ folder: string; status: number; error: string }> {
  const folder = makeFolder({
    "input.yaml": `${setup}task: { type: energy, properties: ${properties} }\n`,
    "droplet.pdb": waterDroplet(1),
  });
  const { status, error } = await qmmm(folder, "run", "input.yaml");
  return { folder: join(folder, "input.out"), status, error };
}

function resultOf(folder: string): Result {
  return ResultSchema.parse(JSON.parse(readFileSync(join(folder, "result.json"), "utf8")));
}

describe("energies by term and pair of groups, stress by atom", () => {
  test("of a force field: a table in the log and the record, a file that ASE reads", async () => {
    const { folder, status } = await run(classical, '{ groups: { first: "resid 1" }, stress: per-atom }');
    expect(status).toBe(0);
    const { stages, properties, molecule } = resultOf(folder);
    const [table] = stages[0]!.tables;
    expect(table!.columns).toEqual(["first–first", "first–rest", "rest–rest", "all"]);
    for (const { name, values } of table!.rows) {
      expect(values[0]! + values[1]! + values[2]!).toBeCloseTo(values[3]!, 8);
      if (name === "sum") expect(values[3]).toBeCloseTo(properties.return_energy * HARTREE_IN_KCAL_PER_MOL, 8);
    }
    expect(table!.rows.find(({ name }) => name === "bonds")!.values[1]).toBe(0);
    expect(table!.rows.find(({ name }) => name === "coulomb")!.values[1]).not.toBe(0);
    const log = readFileSync(join(folder, "log.txt"), "utf8");
    expect(log).toContain("Energies by term and pair of groups, kcal/mol\n");
    expect(log).toMatch(/first–first +first–rest +rest–rest +all\n/);
    const lines = readFileSync(join(folder, stages[0]!.files["numbers per atom"]!), "utf8").split("\n");
    expect(lines[1]).toContain("stress_volume:R:9");
    expect(lines[1]).toContain("stress_volume_unit=eV");
    expect(lines.slice(2, -1)).toHaveLength(molecule.symbols.length);
  });

  test("of a molecule in classical water: what the quantum level has is not divided", async () => {
    const { folder, status } = await run(embedded, '{ groups: { molecule: "resid 1" } }');
    expect(status).toBe(0);
    const [table] = resultOf(folder).stages[0]!.tables;
    expect(table!.columns).toContain("not divided");
    const column = table!.columns.indexOf("not divided");
    const sum = table!.rows.find(({ name }) => name === "sum")!.values;
    expect(sum[column]!).toBeLessThan(-10_000);
    const across = table!.rows.find(({ name }) => name.endsWith("lennardJones"))!;
    expect(across.values[column]).toBeCloseTo(0, 9);
    expect(across.values[1]).not.toBe(0);
  });

  test.each([
    ["overlapping groups", classical, '{ groups: { a: "resid 1", b: "element O" } }', "QMMM_GROUPS_OVERLAP"],
    ["a selection without atoms", classical, '{ groups: { a: "resname ALA" } }', "QMMM_SELECTION_EMPTY"],
    [
      "groups where there is no force field",
      "system: { file: droplet.pdb }\nregions: { qm: { select: all } }\nlevels: { only: { method: hf, basis: STO-3G } }\n",
      '{ groups: { a: "resid 1" } }',
      "QMMM_QUANTITY_UNSUPPORTED",
    ],
  ])("refuses %s", async (_, setup, properties, code) => {
    const { status, error } = await run(setup, properties);
    expect(status).toBe(2);
    expect(error).toContain(code);
  });
});
