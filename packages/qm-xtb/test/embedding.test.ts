import { readFileSync } from "node:fs";
import { atomicNumber, fromAtomic, NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import type { XtbModel } from "../src/index.js";
import { withEngine } from "./xtb-engine.js";

interface Geometry {
  readonly molecule: string;
  readonly symbols: readonly string[];
  readonly charge: number;
  readonly nuclei: readonly number[];
}

interface Case {
  readonly geometry: number;
  readonly kind: string;
  readonly sites: readonly number[];
  readonly charges: readonly number[];
  readonly energy: number;
  readonly forces: readonly number[];
}

// Written by validation/xtb_embedding.py.
const {
  cases,
  geometries,
  method,
  program,
}: { cases: Case[]; geometries: Geometry[]; method: string; program: string } = JSON.parse(
  readFileSync(new URL("./fixtures/embedding.json", import.meta.url), "utf8"),
);

const HYDROGEN_BOND = "water at a hydrogen bond";
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean absolute errors of interaction energies (kcal/mol) and of forces on the charges (kcal/mol/Å). */
async function errors(model: XtbModel, embedding: string, kind: string) {
  const energies: number[] = [];
  const forces: number[] = [];
  for (const one of cases.filter((each) => each.kind === kind)) {
    const { charge, nuclei, symbols } = geometries[one.geometry]!;
    const molecule = { elements: Uint8Array.from(symbols, (symbol) => atomicNumber(symbol)!), charge, multiplicity: 1 };
    const at = Float64Array.from(nuclei);
    const field = { sites: Float64Array.from(one.sites), charges: Float64Array.from(one.charges) };
    await withEngine(
      model,
      molecule,
      async (engine) => {
        const bare = await engine.solve(at, NO_FIELD, {});
        const { energy, fieldForces } = await engine.solve(at, field, { fieldForces: true });
        energies.push(Math.abs(fromAtomic(energy - bare.energy - one.energy, "energy", "kcal/mol")));
        one.forces.forEach((force, k) => {
          forces.push(Math.abs(fromAtomic(force - fieldForces![k]!, "force", "kcal/mol/Å")));
        });
      },
      { embedding },
    );
  }
  return { energy: mean(energies), force: mean(forces) };
}

describe(`molecules beside the charges of a water, against ${method} by ${program}`, () => {
  test("multipoles of GFN2 halve the errors of its charges alone at hydrogen bonds", async () => {
    const [multipole, monopole] = [
      await errors("gfn2", "multipole", HYDROGEN_BOND),
      await errors("gfn2", "monopole", HYDROGEN_BOND),
    ];
    expect(multipole.energy).toBeLessThan(1.2);
    expect(multipole.energy).toBeLessThan(0.5 * monopole.energy);
    expect(multipole.force).toBeLessThan(0.6 * monopole.force);
  });

  test("and 1 Å away", async () => {
    const [multipole, monopole] = [
      await errors("gfn2", "multipole", "water 1 Å away"),
      await errors("gfn2", "monopole", "water 1 Å away"),
    ];
    expect(multipole.energy).toBeLessThan(0.4);
    expect(multipole.energy).toBeLessThan(0.5 * monopole.energy);
  });
});
