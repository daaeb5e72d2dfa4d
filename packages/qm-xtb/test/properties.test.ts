import { readFileSync } from "node:fs";
import { NO_FIELD } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import type { XtbModel } from "../src/index.js";
import { deviation, withEngine } from "./xtb-engine.js";

/** What tblite says; quadrupole xx, xy, xz, yy, yz, zz without trace. */
interface Reference {
  readonly energy: number;
  readonly charges: readonly number[];
  readonly gradient: readonly number[];
  readonly quadrupole: readonly number[];
  readonly "bond-orders": readonly number[];
  readonly "orbital-energies": readonly number[];
  readonly "orbital-occupations": readonly number[];
}

interface Case extends Readonly<Record<XtbModel, Reference>> {
  readonly name: string;
  readonly elements: readonly number[];
  readonly positions: readonly number[];
  readonly charge: number;
  readonly unpaired: number;
  readonly temperature: number;
}

// Written by validation/xtb_properties.py.
const { cases, tblite }: { cases: Case[]; tblite: string } = JSON.parse(
  readFileSync(new URL("./fixtures/properties.json", import.meta.url), "utf8"),
);

/** Quadrupole moments (3M − δ tr M)/2 of second moments. */
function traceless([xx, xy, xz, yy, yz, zz]: Float64Array): number[] {
  const trace = xx! + yy! + zz!;
  return [3 * xx! - trace, 3 * xy!, 3 * xz!, 3 * yy! - trace, 3 * yz!, 3 * zz! - trace].map((value) => value / 2);
}

describe.each(["gfn1", "gfn2"] as const)(`%s against tblite ${tblite}`, (model) => {
  test.each(cases)("$name, electrons at $temperature K", async (one) => {
    const molecule = {
      elements: Uint8Array.from(one.elements),
      charge: one.charge,
      multiplicity: one.unpaired + 1,
    };
    const want = { forces: true, charges: "mulliken", quadrupole: true, bondOrders: true, orbitals: true } as const;
    const solution = await withEngine(
      model,
      molecule,
      (engine) => engine.solve(Float64Array.from(one.positions), NO_FIELD, want),
      { temperature: `${one.temperature} K`, scf: { tolerance: 1e-10 } },
    );
    const reference = one[model];
    const gradient = solution.forces!.map((force) => -force);
    expect(Math.abs(solution.energy - reference.energy)).toBeLessThan(1e-8);
    expect(deviation(solution.charges, reference.charges)).toBeLessThan(1e-7);
    expect(deviation(gradient, reference.gradient)).toBeLessThan(1e-7);
    expect(deviation(traceless(solution.quadrupole!), reference.quadrupole)).toBeLessThan(1e-6);
    // Of unpaired electrons tblite gives the bond orders of the lowest orbitals, filled, at any temperature.
    if (
      one.unpaired === 0 ||
      reference["orbital-occupations"].every((value) => Math.abs(value - Math.round(value)) < 1e-6)
    )
      expect(deviation(solution.bondOrders, reference["bond-orders"])).toBeLessThan(1e-7);
    expect(deviation(solution.orbitals?.energies[0], reference["orbital-energies"])).toBeLessThan(1e-7);
    expect(deviation(solution.orbitals?.occupations[0], reference["orbital-occupations"])).toBeLessThan(1e-6);
  });
});
