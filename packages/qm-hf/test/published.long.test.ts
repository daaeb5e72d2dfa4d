import { existsSync, readFileSync } from "node:fs";
import { atomicNumber } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { withEngine } from "./hf-engine.js";

const INPUT = new URL("../../../../shared/data/quick-extcharges/grad_rpsb_meoh_rhf_sto3g.in", import.meta.url);

describe.skipIf(!existsSync(INPUT))("QUICK's retinal in methanol: 54 atoms and 246 charges", () => {
  test("RHF/STO-3G", async () => {
    const BOHR = 0.529177249;
    const [, atoms, charges] = readFileSync(INPUT, "utf8")
      .split(/\n\s*\n/)
      .map((block) =>
        block
          .trim()
          .split("\n")
          .map((line) => line.trim().split(/\s+/)),
      );
    const molecule = {
      elements: Uint8Array.from(atoms!, ([symbol]) => atomicNumber(symbol!)!),
      charge: 1,
      multiplicity: 1,
    };
    const nuclei = Float64Array.from(atoms!.flatMap(([, ...xyz]) => xyz.map((x) => Number(x) / BOHR)));
    const sites = Float64Array.from(charges!.flatMap((row) => row.slice(0, 3).map((x) => Number(x) / BOHR)));
    const field = { sites, charges: Float64Array.from(charges!, (row) => Number(row[3])) };
    expect([molecule.elements.length, field.charges.length]).toEqual([54, 246]);
    await withEngine(molecule, { basis: "STO-3G" }, async (engine) => {
      const start = performance.now();
      const { energy, forces, fieldForces, observed } = await engine.solve(nuclei, field, {
        forces: true,
        fieldForces: true,
      });
      console.log(
        `${energy.toFixed(9)} Eh in ${observed!.scfIterations} iterations, ${((performance.now() - start) / 1000).toFixed(1)} s`,
      );
      expect(Math.abs(energy - -857.775968518)).toBeLessThan(2e-6);
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (let k = axis; k < forces!.length; k += 3) sum += forces![k]!;
        for (let k = axis; k < fieldForces!.length; k += 3) sum += fieldForces![k]!;
        expect(Math.abs(sum)).toBeLessThan(1e-8);
      }
    });
  });
});
