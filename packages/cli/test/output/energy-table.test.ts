import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GrowingFile } from "../../src/files/growing-file.js";
import { EnergyTable, type EnergyTableState, type Row } from "../../src/output/energy-table.js";
import { makeFolder } from "../helpers/project.js";

const row = (step: number, quantities: Row["quantities"] = {}): Row => ({
  step,
  energy: -1 / 3,
  quantities,
  terms: { "a,b": -0.5, c: 1 / 6 },
});
const change = { change: { value: 1e-300, unit: "Eh" }, cycles: { value: 3, unit: "1" } };

test("columns come from the first two rows; numbers read back to the same bits", () => {
  const path = join(makeFolder(), "t.csv");
  using file = GrowingFile.create(path);
  const table = new EnergyTable(file, {});
  for (const one of [row(0), row(1, change), row(2, change)]) table.add(one);
  table.finish();
  const [head, first, second] = readFileSync(path, "utf8").split("\n");
  expect(head).toBe('step,energy_Eh,change_Eh,cycles,"a,b_Eh",c_Eh');
  expect(first).toBe(`0,${-1 / 3},,,-0.5,${1 / 6}`);
  expect(second!.split(",").map(Number)).toEqual([1, -1 / 3, 1e-300, 3, -0.5, 1 / 6]);
});

test("a table of one row appears at its end", () => {
  const path = join(makeFolder(), "t.csv");
  using file = GrowingFile.create(path);
  const table = new EnergyTable(file, {});
  table.add(row(0));
  expect(readFileSync(path, "utf8")).toBe("");
  table.finish();
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
});

test("goes on from its state with the first row still waiting", () => {
  const path = join(makeFolder(), "t.csv");
  using file = GrowingFile.create(path);
  const before = new EnergyTable(file, {});
  before.add(row(0));
  const after = new EnergyTable(file, JSON.parse(JSON.stringify(before.state())) as EnergyTableState);
  after.add(row(1, change));
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(4);
});
