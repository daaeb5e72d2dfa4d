import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { XtbModel } from "../src/index.js";
import { deviation, solve } from "./xtb-engine.js";

/** What tblite says of a molecule, and of some the terms by xtb. */
interface Reference {
  readonly unpaired: number;
  readonly energy: number;
  readonly charges: readonly number[];
  readonly gradient?: readonly number[];
  readonly dipole?: readonly number[];
  readonly terms?: Readonly<Record<string, number>>;
}

interface Case extends Readonly<Record<XtbModel, Reference>> {
  readonly name: string;
  readonly elements: readonly number[];
  readonly positions: readonly number[];
  readonly charge: number;
}

// Written by validation/xtb_references.py.
const { cases, programs }: { cases: Case[]; programs: Record<string, string> } = JSON.parse(
  readFileSync(new URL("./fixtures/references.json", import.meta.url), "utf8"),
);

/** Terms of the ledger that make up each term of xtb. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  electrostatic: ["electrostatics", "third-order"],
  "isotropic ES": ["electrostatics", "third-order"],
  "anisotropic ES": ["anisotropic electrostatics"],
  "anisotropic XC": ["anisotropic exchange-correlation"],
  dispersion: ["dispersion"],
  "dispersion energy": ["dispersion"],
  "repulsion energy": ["repulsion"],
  "halogen bond corr.": ["halogen bond"],
};

for (const model of ["gfn1", "gfn2"] as const) {
  const solved = (one: Case, extra: object) => {
    const molecule = {
      elements: Uint8Array.from(one.elements),
      charge: one.charge,
      multiplicity: one[model].unpaired + 1,
    };
    return solve(model, molecule, Float64Array.from(one.positions), { charges: "mulliken", ...extra });
  };

  describe(`${model} against tblite ${programs.tblite} and xtb ${programs.xtb}`, () => {
    test.each(cases.filter((one) => one[model].gradient !== undefined))("$name", async (one) => {
      const { charges, dipole, energy, gradient, terms } = one[model];
      const solution = await solved(one, { forces: true, dipole: true });
      expect(Math.abs(solution.energy - energy)).toBeLessThan(1e-8);
      expect(deviation(solution.charges, charges)).toBeLessThan(1e-7);
      expect(
        deviation(
          solution.forces?.map((f) => -f),
          gradient ?? [],
        ),
      ).toBeLessThan(1e-7);
      expect(deviation(solution.dipole, dipole ?? [])).toBeLessThan(1e-6);
      for (const [name, value] of Object.entries(terms ?? {})) {
        const ours = TERMS[name]?.reduce((sum, term) => sum + (solution.terms[term] ?? Number.NaN), 0);
        // xtb computes with its own values of the constants, and the 4s and 4p shells of GFN1 in other Gaussians than Stewart's.
        expect(Math.abs((ours ?? Number.NaN) - value), name).toBeLessThan(
          model === "gfn1" && one.elements.includes(35) ? 1e-5 : 2e-8,
        );
      }
    });

    test("every element from H to Rn, as XOH", async () => {
      const far: string[] = [];
      for (const one of cases.filter(({ name }) => /^[A-Z][a-z]?OH$/.test(name))) {
        const { charges, energy } = one[model];
        const solution = await solved(one, {});
        const error = Math.abs(solution.energy - energy);
        if (!(error < 1e-7 && deviation(solution.charges, charges) < 1e-6)) far.push(`${one.name}: ${error}`);
      }
      expect(far).toEqual([]);
    }, 60_000);
  });
}
