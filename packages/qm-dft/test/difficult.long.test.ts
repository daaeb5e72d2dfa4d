import { readFileSync } from "node:fs";
import { isQmmmError } from "@qmmm/core";
import { expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";

interface DifficultCase {
  readonly name: string;
  readonly elements: readonly number[];
  readonly nuclei: readonly number[];
  readonly charge: number;
  readonly multiplicity: number;
  readonly basis: string;
  readonly reference: "rhf" | "uhf";
  readonly sites: readonly number[];
  readonly charges: readonly number[];
  readonly pyscf: { readonly converged: boolean; readonly energy: number };
}

const { functional, grid, cases }: { functional: string; grid: number; cases: DifficultCase[] } = JSON.parse(
  readFileSync(new URL("./fixtures/difficult-cases.json", import.meta.url), "utf8"),
);
const outcomes: string[] = [];
let converged = 0;
let notHigher = 0;

test.each(cases)("$name converges, or says why not", async (one) => {
  const { basis, reference } = one;
  const scf = { energyTolerance: "1e-9 Eh", gradientTolerance: "1e-6 Eh" };
  const molecule = { ...one, elements: Uint8Array.from(one.elements) };
  const field = { sites: Float64Array.from(one.sites), charges: Float64Array.from(one.charges) };
  const theirs = `PySCF ${one.pyscf.converged ? one.pyscf.energy.toFixed(6) : "fails"}`;
  await withEngine(molecule, { functional, basis, reference, grid, scf }, async (engine) => {
    try {
      const { energy, observed } = await engine.solve(Float64Array.from(one.nuclei), field, {});
      converged++;
      if (energy < one.pyscf.energy + 1e-6) notHigher++;
      outcomes.push(
        `${one.name}: ${energy.toFixed(6)} in ${observed?.scfIterations} iterations, ${observed?.scfRetries} retries; ${theirs}`,
      );
    } catch (error) {
      if (!isQmmmError(error) || error.code !== "QMMM_SCF_NOT_CONVERGED") throw error;
      expect(error.message).toMatch(/orbital gradient/);
      outcomes.push(`${one.name}: ${error.message}; ${theirs}`);
    }
    console.log(outcomes.at(-1));
  });
});

test("nearly all of them converge, and no fewer than with PySCF's defaults", () => {
  const theirs = cases.filter(({ pyscf }) => pyscf.converged).length;
  console.log(
    `${converged} of ${cases.length} converge, ${notHigher} at or below PySCF's energy; PySCF's defaults: ${theirs}`,
  );
  expect(converged).toBeGreaterThanOrEqual(theirs);
});
