import { readFileSync } from "node:fs";
import { HARTREE_IN_EV } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { ANGSTROM } from "../support.js";
import { systemOf } from "./crystals.js";
import { evaluated } from "./support.js";

/** fixtures/solids/lammps.json, see validation/mm_solids.py: Å, eV. */
interface References {
  readonly program: string;
  readonly cases: readonly {
    readonly name: string;
    readonly forcefield: string;
    readonly file: string;
    readonly symbols: readonly string[];
    readonly positions: readonly (readonly number[])[];
    readonly cell?: readonly (readonly number[])[];
    readonly energy: number;
    readonly forces: readonly (readonly number[])[];
    /** xx, yy, zz, xy, xz, yz. */
    readonly virial?: readonly number[];
  }[];
}

const references: References = JSON.parse(
  readFileSync(new URL("../fixtures/solids/lammps.json", import.meta.url), "utf8"),
);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (x, k) => Math.abs(x - b[k]!)));
}

describe(`displaced crystals and clusters by ${references.program}`, () => {
  test.for(references.cases)("$name", async (reference) => {
    const { symbols, positions, cell } = reference;
    const system = systemOf(symbols, positions, cell);
    const result = await evaluated(reference.forcefield, { file: reference.file }, system);
    expect(Math.abs(result.energy * HARTREE_IN_EV - reference.energy)).toBeLessThan(
      1e-11 * Math.abs(reference.energy) + 1e-10,
    );
    const scale = Math.max(...reference.forces.flat().map(Math.abs), 1);
    const forces = result.forces!.map((f) => f * HARTREE_IN_EV * ANGSTROM);
    expect(largestDifference(forces, reference.forces.flat()) / scale).toBeLessThan(1e-10);
    if (reference.virial === undefined) return;
    const virial = [0, 4, 8, 1, 2, 5].map((k) => result.virial![k]! * HARTREE_IN_EV);
    expect(largestDifference(virial, reference.virial) / Math.max(...virial.map(Math.abs))).toBeLessThan(1e-10);
  });
});
