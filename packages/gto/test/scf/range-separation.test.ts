import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EMPTY, engineOf, forceError, type MoleculeCase } from "./engine.js";

interface RangeSeparatedCase extends MoleculeCase {
  readonly full: number;
  readonly longRange: number;
  readonly omega: number;
  readonly energy: number;
  readonly gradient: readonly number[];
}

const { rangeSeparated }: { rangeSeparated: RangeSeparatedCase[] } = JSON.parse(
  readFileSync(new URL("./fixtures/scf-references.json", import.meta.url), "utf8"),
);

describe.each(rangeSeparated)("exchange that is stronger at long range, $elements of charge $charge", (one) => {
  const { full, longRange, omega } = one;
  const nuclei = Float64Array.from(one.nuclei);

  test("energy and forces of PySCF (validation/scf_references.py)", async () => {
    await using engine = await engineOf(one, { exchange: { full, longRange, omega } });
    const { energy, forces } = await engine.solve(nuclei, EMPTY, { forces: true });
    expect(Math.abs(energy - one.energy)).toBeLessThan(1e-9);
    one.gradient.forEach((g, c) => {
      expect(Math.abs((forces?.[c] ?? Number.NaN) + g)).toBeLessThan(1e-7);
    });
  });

  test("forces are the slopes of the energy", async () => {
    await using engine = await engineOf(one, { exchange: { full, longRange, omega } });
    expect(await forceError(engine, nuclei, [2, 4])).toBeLessThan(1e-8);
  });
});
