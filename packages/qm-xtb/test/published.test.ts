import { existsSync, readFileSync } from "node:fs";
import { atomicNumber, type ExternalField, toAtomic } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { withEngine } from "./xtb-engine.js";

const ASH = new URL("../../../../shared/data/ash-qmmm/tests/xyzfiles/phenoldonor-r1.8-withH2O.xyz", import.meta.url);

// ASH's test of phenol in the charges of one water, by xtb with the hardness that ASH gives to charges.
describe.skipIf(!existsSync(ASH))("ASH's phenol in the charges of one water", () => {
  test("GFN2-xTB, monopole embedding", async () => {
    const rows = readFileSync(ASH, "utf8").trim().split("\n").slice(2, 18);
    const fields = rows.map((row) => row.trim().split(/\s+/));
    const positions = Float64Array.from(
      fields.flatMap(([, ...xyz]) => xyz.map((x) => toAtomic(Number(x), "length", "Å"))),
    );
    const elements = Uint8Array.from(fields.slice(0, 13), ([symbol]) => atomicNumber(symbol!)!);
    const field: ExternalField = { sites: positions.slice(39), charges: Float64Array.of(-0.834, 0.417, 0.417) };
    const { energy } = await withEngine(
      "gfn2",
      { elements, charge: 0, multiplicity: 1 },
      (engine) => engine.solve(positions.slice(0, 39), field, {}),
      { embedding: "monopole", siteHardness: "1000 Eh" },
    );
    expect(Math.abs(energy - -20.0354357)).toBeLessThan(2e-7);
  });
});
