import { afterAll, describe, expect, it } from "vitest";
import { writeTable } from "../tables.js";
import { AMBER_CASES } from "./amber-cases.js";
import { CHARMM_CASES } from "./charmm-cases.js";
import { GROMACS_CASES } from "./gromacs-cases.js";
import { OPENMM_CASES } from "./openmm-cases.js";
import { isThere, type ReferenceCase, type Row } from "./row.js";
import { SITE_CASES } from "./site-cases.js";
import { SOLID_CASES } from "./solid-cases.js";

const CASES = [...AMBER_CASES, ...CHARMM_CASES, ...GROMACS_CASES, ...OPENMM_CASES, ...SITE_CASES, ...SOLID_CASES];
const done = new Map<string, readonly Row[]>();

/** As many digits as the tolerance is worth. */
const digits = (value: number, tolerance: number): string =>
  value.toFixed(Math.min(10, Math.max(0, Math.ceil(-Math.log10(tolerance)) + 1)));

function lines({ name, source }: ReferenceCase): string[] {
  const rows = done.get(name);
  if (rows === undefined) return [`| ${name} | | | ${source}: files not at hand | | |`];
  return rows.map(({ term, ours, reference, tolerance, unit }, k) =>
    [
      "",
      k === 0 ? `${name} (${source})` : "",
      `${term}, ${unit}`,
      digits(ours, tolerance),
      digits(reference, tolerance),
      Math.abs(ours - reference).toExponential(1),
      tolerance.toExponential(0),
      "",
    ]
      .join(" | ")
      .trim(),
  );
}

describe("energies and forces of other programs", () => {
  for (const reference of CASES) {
    it.skipIf(!reference.needs.every(isThere))(reference.name, async () => {
      const rows = await reference.rows();
      done.set(reference.name, rows);
      for (const { term, ours, reference: expected, tolerance } of rows) {
        expect.soft(Math.abs(ours - expected), `${term}: ${ours} for ${expected}`).toBeLessThanOrEqual(tolerance);
      }
    });
  }

  afterAll(() =>
    writeTable("reference table", [
      "| Case (whose numbers) | Term, unit | Ours | Reference | Difference | Tolerance |",
      "|---|---|---|---|---|---|",
      ...CASES.flatMap(lines),
    ]),
  );
});
