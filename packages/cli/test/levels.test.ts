import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ResultSchema } from "@qmmm/cli";
import { expect, test } from "vitest";
import { makeFolder } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "examples");
const read = (name: string) => readFileSync(join(EXAMPLES, name), "utf8");

/** The input as far as its task, which becomes energies and forces at the start. */
const atStart = (input: string) =>
  `${input.slice(0, input.indexOf("task:"))}task: { type: energy, properties: { charges: mulliken } }\n`;
const levelOf = (input: string) => input.split("\n").find((line) => line.startsWith("  high:"))!;

test("from tight binding to a density functional by one line: the rest of the energy stays to the last bit", async () => {
  const cheap = atStart(read("levels/gfn2.yaml"));
  const better = cheap.replace(levelOf(cheap), levelOf(read("levels/pbe-d4.yaml")));
  const run = async (input: string) => {
    const folder = makeFolder({
      "water/water-droplet.pdb": read("water/water-droplet.pdb"),
      "levels/input.yaml": input,
    });
    const { error, status } = await qmmm(join(folder, "levels"), "run", "input.yaml");
    expect(status, error).toBe(0);
    const result = readFileSync(join(folder, "levels", "input.out", "result.json"), "utf8");
    return ResultSchema.parse(JSON.parse(result)).properties;
  };
  const [tightBinding, functional] = [await run(cheap), await run(better)];
  const classical = (terms: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(terms).filter(([name]) => !name.startsWith("qm:")));
  expect(Object.keys(classical(functional.energy_terms)).length).toBeGreaterThan(2);
  expect(classical(functional.energy_terms)).toEqual(classical(tightBinding.energy_terms));
  // A water of each method, in the same field.
  expect(tightBinding.energy_terms["qm:band structure"]).toBeLessThan(-4);
  expect(functional.return_energy - tightBinding.return_energy).toBeLessThan(-70);
  const oxygen = [tightBinding, functional].map(({ observed }) => (observed.charges as number[])[0]!);
  for (const charge of oxygen) expect(charge).toBeLessThan(-0.2);
});
