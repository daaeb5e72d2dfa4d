import { readFileSync } from "node:fs";
import { atomicNumber, createSystem, type System } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { errorOf, evaluate, forceField } from "../support.js";
import { cristobalite, shaken, smallSilica, supercell, withoutCell } from "./crystals.js";

interface Reference {
  readonly symbols: readonly string[];
  readonly cell: readonly (readonly number[])[];
  readonly positions: readonly (readonly number[])[];
  readonly terms: Readonly<Record<string, number>>;
}

const references: Readonly<Record<string, Reference>> = JSON.parse(
  readFileSync(new URL("../fixtures/tangney-scandolo.json", import.meta.url), "utf8"),
).cases;

function systemOf({ symbols, cell, positions }: Reference): System {
  return createSystem({
    elements: symbols.map((symbol) => atomicNumber(symbol)!),
    positions: positions.flat(),
    cell: { vectors: Float64Array.from(cell.flat()) },
  });
}

describe("polarisable silica by Tangney and Scandolo", () => {
  test.for(["quartz", "displaced quartz"])("%s: energies of an independent sum", async (name) => {
    const reference = references[name]!;
    const { terms } = await evaluate("tangney-scandolo", { accuracy: 1e-11, tolerance: 1e-12 }, systemOf(reference));
    for (const [term, energy] of Object.entries(reference.terms)) {
      expect(Math.abs(terms[term]! - energy), term).toBeLessThan(2e-7);
    }
  });

  test("energies do not depend on how Ewald's sum is split", async () => {
    const system = systemOf(references["displaced quartz"]!);
    const one = await evaluate("tangney-scandolo", { accuracy: 1e-11 }, system);
    const other = await evaluate("tangney-scandolo", { accuracy: 1e-9 }, system);
    for (const term of ["coulomb", "polarisation"]) expect(one.terms[term]).toBeCloseTo(other.terms[term]!, 7);
  });

  test("one cell and eight of them have the same energy per cell", async () => {
    const [small, large] = await Promise.all(
      ([1, 2] as const).map((n) =>
        evaluate("tangney-scandolo", { accuracy: 1e-10 }, supercell(cristobalite(7.1), [n, 1, 1])),
      ),
    );
    expect(large!.energy / 2).toBeCloseTo(small!.energy, 7);
  });

  test("needs a cell, and silicon and oxygen alone", async () => {
    const open = await errorOf(evaluate("tangney-scandolo", {}, withoutCell(smallSilica())));
    expect(open.code).toBe("QMMM_MM_CELL_MISSING");
    const other = createSystem({
      ...systemOf(references.quartz!).topology,
      elements: [8, 14, 13, 8, 8, 8, 8, 8, 8],
      positions: references.quartz!.positions.flat(),
    });
    expect((await errorOf(evaluate("tangney-scandolo", {}, other))).code).toBe("QMMM_MM_PARAMETERS_MISSING");
  });
});

forceFieldSuite({
  describe,
  test,
  expect,
  name: "tangney-scandolo",
  create: () => forceField("tangney-scandolo", { accuracy: 1e-11, tolerance: 1e-12 }),
  systems: [
    {
      name: "displaced quartz",
      system: shaken(systemOf(references["displaced quartz"]!), 0.05),
      region: [0, 3, 4, 7],
    },
  ],
  tolerances: { forces: 1e-7, virial: 1e-7, step: 1e-3, strain: 2e-5 },
});
