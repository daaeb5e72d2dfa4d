import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Result, ResultSchema } from "@qmmm/cli";
import { describe, expect, test } from "vitest";
import { waterDroplet } from "../src/templates/structures.js";
import { makeFolder } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const properties = "{ charges: mulliken, dipole: true, quadrupole: true, spin: true, orbitals: true }";
const molecule = `system: { file: oh.xyz }
regions: { qm: { select: all, multiplicity: 2 } }
levels: { only: { method: hf, basis: STO-3G } }
`;
const embedded = `system: { file: droplet.pdb }
regions: { qm: { select: resid 1 } }
levels: { only: { method: hf, basis: STO-3G } }
forcefield: { type: tip3p }
coupling: { type: additive }
`;

async function run(setup: string): Promise<{ folder: string; result: Result }> {
  const folder = makeFolder({
    "input.yaml": `${setup}task: { type: energy, properties: ${properties} }\n`,
    "oh.xyz": "2\nOH\nO 0 0 0\nH 0 0 0.97\n",
    "droplet.pdb": waterDroplet(1),
  });
  expect(await qmmm(folder, "run", "input.yaml")).toMatchObject({ status: 0 });
  const output = join(folder, "input.out");
  return { folder: output, result: ResultSchema.parse(JSON.parse(readFileSync(join(output, "result.json"), "utf8"))) };
}

describe("properties of the quantum region", () => {
  test.each([
    ["a radical in empty space", molecule, 2, 1],
    ["a molecule in classical water", embedded, 3, 0],
  ])("%s: charges, moments, spin, orbitals", async (_, setup, atoms, unpaired) => {
    const { folder, result } = await run(setup);
    const observed = result.stages[0]!.observed as Record<string, number[]>;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(observed.charges).toHaveLength(atoms);
    expect(sum(observed.charges!)).toBeCloseTo(0, 8);
    expect(sum(observed.spinPopulations!)).toBeCloseTo(unpaired, 8);
    expect(Math.hypot(...observed.dipole!)).toBeGreaterThan(0.4);
    expect(observed.quadrupole).toHaveLength(6);
    expect(observed.orbitalEnergies![0]).toBeLessThan(-20);
    expect(readFileSync(join(folder, "orbitals.molden"), "utf8")).toMatch(/^\[Molden Format\]/);
    expect(result.stages[0]!.files["orbitals.molden"]).toBe("orbitals.molden");
  });

  test("are refused where there is no quantum region", async () => {
    const folder = makeFolder({
      "input.yaml": `system: { file: droplet.pdb }\nforcefield: { type: tip3p }\ntask: { type: energy, properties: { dipole: true } }\n`,
      "droplet.pdb": waterDroplet(1),
    });
    const call = await qmmm(folder, "run", "input.yaml");
    expect(call.status).toBe(2);
    expect(call.error).toContain("QMMM_QUANTITY_UNSUPPORTED");
    expect(existsSync(join(folder, "input.out", "result.json"))).toBe(false);
  });
});
