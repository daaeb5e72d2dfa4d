import { everyTerm } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { diamond, shaken, supercell, withoutCell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { errorOf, forceField } from "../support.js";
import { droplet, moved, together } from "./support.js";

const silicon = withoutCell(shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05));
const system = together([silicon, moved(droplet(2), [9, 2.5, 2.5])]);
const WANT = { forces: true, virial: true };

/** Silicon whose charges only others see, and water of a force field whose charges are an input. */
const options = (factor: number) => ({
  parts: [
    {
      name: "silicon",
      select: "element Si",
      forcefield: { type: "stillinger-weber", file: "Si.sw" },
      across: [{ select: "all", charge: 0.5 * factor, sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" }],
    },
    {
      name: "water",
      forcefield: {
        type: "parameters",
        excludedBonds: 3,
        withoutBondedTerms: "all",
        atoms: [
          {
            select: "element O",
            type: "O",
            charge: -0.8 * factor,
            sigma: "3.15 angstrom",
            epsilon: "0.15 kcal/mol",
          },
          { select: "element H", type: "H", charge: 0.4 * factor, sigma: "0 angstrom", epsilon: "0 kcal/mol" },
        ],
      },
    },
  ],
});

async function opened(factor: number) {
  const { forceField: composite, scope } = await forceField("composite", options(factor), potentialFiles);
  const mm = await composite.assign(system);
  return { mm, potential: await mm.potential(everyTerm(system.topology.atomCount), scope) };
}

describe("charges of a composite set anew", () => {
  test("act within parts and across as those of a new model", async () => {
    const one = await opened(1);
    const other = await opened(1.3);
    await using potential = one.potential;
    await using expected = other.potential;
    const before = await potential.evaluate(system.geometry, WANT);
    const first = potential.snapshot();
    potential.setCharges!(Int32Array.from(other.mm.charges.keys()), other.mm.charges);
    const found = await potential.evaluate(system.geometry, WANT);
    const wanted = await expected.evaluate(system.geometry, WANT);
    expect(Math.abs(found.energy - before.energy)).toBeGreaterThan(1e-3);
    for (const [name, energy] of Object.entries(wanted.terms)) expect(found.terms[name]).toBeCloseTo(energy, 13);
    found.forces!.forEach((force, k) => {
      expect(force).toBeCloseTo(wanted.forces![k]!, 12);
    });
    potential.restore(first);
    expect(await potential.evaluate(system.geometry, WANT)).toEqual(before);
  });

  test("are refused where they are none, and nothing changes", async () => {
    const { potential } = await opened(1);
    await using disposed = potential;
    const before = await disposed.evaluate(system.geometry, WANT);
    const set = async () => potential.setCharges!(Int32Array.of(0, 99), Float64Array.of(1, 1));
    expect((await errorOf(set())).code).toBe("QMMM_MM_CHARGES");
    expect(await disposed.evaluate(system.geometry, WANT)).toEqual(before);
  });
});
