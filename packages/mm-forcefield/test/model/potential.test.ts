import { everyTerm, type Geometry, type TermMask } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { ALANINE, ANGSTROM, amberSystem, errorOf, model, positionsOf, references, waters } from "../support.js";

const NOTHING = { inside: false, across: false, outside: false };

describe("the ledger", () => {
  it("lacks every term that a mask leaves out", async () => {
    const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
    const { mm, scope } = await model("amber", { prmtop: ALANINE.prmtop }, system);
    const termsOf = async (change: Partial<TermMask>) => {
      const mask = { ...everyTerm(22), region: Uint8Array.from({ length: 22 }, (_, k) => (k < 6 ? 1 : 0)), ...change };
      await using potential = await mm.potential(mask, scope);
      return Object.keys((await potential.evaluate(system.geometry, {})).terms).sort();
    };
    expect(await termsOf({ coulomb: NOTHING })).toEqual(
      ["angles", "bonds", "impropers", "lennardJones", "lennardJones14", "torsions"].sort(),
    );
    expect(await termsOf({ lennardJones: NOTHING, coulomb: NOTHING })).toEqual(
      ["angles", "bonds", "impropers", "torsions"].sort(),
    );
    const nothing = { bonded: { inside: false, outside: false, rule: "all" as const } };
    expect(await termsOf({ ...nothing, lennardJones: NOTHING, coulomb: NOTHING })).toEqual([]);
  });

  it("counts a bonded term by the rule", async () => {
    const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
    const { mm, scope } = await model("amber", { prmtop: ALANINE.prmtop }, system);
    // One atom of the N–CA bond inside: neither rule owns the bond, and none its mirror image.
    const region = Uint8Array.from({ length: 22 }, (_, k) => (k === 8 ? 1 : 0));
    const bonds = async (rule: "all" | "majority", inside: boolean) => {
      const mask = { ...everyTerm(22), region, bonded: { inside, outside: !inside, rule } };
      await using potential = await mm.potential(mask, scope);
      return (await potential.evaluate(system.geometry, {})).terms.bonds;
    };
    expect(await bonds("all", true)).toBeUndefined();
    expect(await bonds("majority", true)).toBeUndefined();
    expect(await bonds("all", false)).toBe(await bonds("majority", false));
  });

  it("states the bond lengths of the force field", async () => {
    const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
    const { mm } = await model("amber", { prmtop: ALANINE.prmtop }, system);
    expect(mm.equilibriumBond(8, 10)! / ANGSTROM).toBeCloseTo(1.526, 9); // CX–CT of ff14SB
    expect(mm.equilibriumBond(0, 21)).toBeUndefined();
    expect(mm.charges.reduce((sum, q) => sum + q, 0)).toBeCloseTo(0, 6);
  });
});

describe("what can't be computed", () => {
  const positions = positionsOf(references.droplet).slice(0, 9 * 4);
  const box = (edge: number): Geometry => ({
    positions,
    cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
  });

  it.each([
    ["a cell without cutoff", {}, box(30), "QMMM_MM_CUTOFF_MISSING"],
    ["a cutoff too long for the cell", { cutoff: "9 angstrom" }, box(30), "QMMM_MM_CUTOFF_CELL"],
    ["a cell without volume", { cutoff: "4 angstrom" }, box(0), "QMMM_CELL_INVALID"],
    ["too few coordinates", {}, { positions: positions.slice(3) }, "QMMM_GEOMETRY_LENGTH"],
    ["a coordinate that is no number", {}, { positions: positions.with(4, Number.NaN) }, "QMMM_GEOMETRY_NOT_FINITE"],
  ] as const)("%s", async (_, options, geometry, code) => {
    const { mm, scope } = await model("tip3p", options, waters(positions));
    await using potential = await mm.potential(everyTerm(12), scope);
    const error = await errorOf(potential.evaluate(geometry, { forces: true }));
    expect(error.code).toBe(code);
    if (code !== "QMMM_GEOMETRY_LENGTH") expect(error.details.action).toBeTruthy();
  });

  it("atoms on top of each other are named, bonded or not", async () => {
    const { mm, scope } = await model("tip3p", {}, waters(positions));
    await using potential = await mm.potential(everyTerm(12), scope);
    for (const [from, to] of [
      [0, 3],
      [0, 1],
    ] as const) {
      const together = positions.slice();
      together.copyWithin(3 * to, 3 * from, 3 * from + 3);
      const error = await errorOf(potential.evaluate({ positions: together }, { forces: true }));
      expect(error.code).toBe("QMMM_MM_ATOMS_OVERLAP");
      expect(error.message).toContain(`atoms ${from} and ${to} (from 0)`);
    }
  });
});
