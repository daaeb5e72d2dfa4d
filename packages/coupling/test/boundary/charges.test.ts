import { describe, expect, test } from "vitest";
import { planCharges } from "../../src/boundary/charge-plan.js";
import { bind, linkAtoms } from "../support/bind.js";
import { largestDifference } from "../support/compare.js";
import { springForceField } from "../support/spring-force-field.js";
import { butanol } from "../support/systems.js";

const one = butanol();
const mm = springForceField(one.system, { charges: one.charges });
const { positions } = one.system.geometry;
const M1 = 5;
const M2 = [6, 7, 8];
const q = one.charges[M1];
const at = (atom: number) => [...positions.subarray(3 * atom, 3 * atom + 3)];

function connected(charges: "none" | "z1" | "z2" | "z3" | "rc" | "rcd" | "cs", adjust: "mm" | "none" = "none") {
  return linkAtoms({ charges, adjust }).connect(one.system, one.region, mm, true);
}

describe("charge and dipole that a scheme loses", () => {
  test.each(["none", "rcd", "cs"] as const)("%s keeps both", (charges) => {
    const { charge, dipole } = connected(charges).residual(one.system.geometry);
    expect(Math.abs(charge)).toBeLessThan(1e-14);
    expect(largestDifference(dipole, [0, 0, 0])).toBeLessThan(1e-13);
  });

  test.each([
    ["z1", [5]],
    ["z2", [5, 6, 7, 8]],
    ["z3", [5, 6, 7, 8, 9, 10, 11]],
  ] as const)("%s loses the charges of M1 to M3 where they are", (charges, deleted) => {
    const { charge, dipole } = connected(charges).residual(one.system.geometry);
    const sum = deleted.reduce((total, atom) => total + one.charges[atom], 0);
    const moment = [0, 1, 2].map((x) => -deleted.reduce((total, atom) => total + one.charges[atom] * at(atom)[x], 0));
    expect(charge).toBeCloseTo(-sum, 14);
    expect(largestDifference(dipole, moment)).toBeLessThan(1e-13);
  });

  test("rc keeps the charge and is off by half the moved charge times the bonds", () => {
    const { charge, dipole } = connected("rc").residual(one.system.geometry);
    expect(Math.abs(charge)).toBeLessThan(1e-14);
    const error = [0, 1, 2].map((x) => M2.reduce((sum, atom) => sum + (0.5 * q * (at(atom)[x] - at(M1)[x])) / 3, 0));
    expect(largestDifference(dipole, error)).toBeLessThan(1e-13);
  });
});

describe("charge shift", () => {
  test("the pair on a bond carries q0/2s", () => {
    const charges = Float64Array.of(0.1, -0.4157, 0.2, 0.3);
    const cut = { q1: 0, m1: 1, m2: [2, 3], m3: [] };
    const plan = planCharges("cs", charges, Uint8Array.of(1, 0, 0, 0), [cut], 0.06, String);
    // The magnitude that users of charge shift know from other programs for a charge of −0.4157 e on two bonds.
    expect(plan.onBonds.map(({ charge }) => charge.toFixed(3))).toEqual(["-1.732", "1.732", "-1.732", "1.732"]);
    expect(plan.onBonds.map(({ t }) => t)).toEqual([0.94, 1.06, 0.94, 1.06]);
    expect([...plan.onAtoms]).toEqual([0, 0, 0.2 - 0.4157 / 2, 0.3 - 0.4157 / 2]);
  });

  test("a host without other neighbours loses its charge instead of dividing by zero", () => {
    const cut = { q1: 0, m1: 1, m2: [], m3: [] };
    for (const scheme of ["rc", "rcd", "cs"] as const) {
      const plan = planCharges(scheme, Float64Array.of(0.1, -0.2), Uint8Array.of(1, 0), [cut], 0.06, String);
      expect(plan.onBonds).toEqual([]);
      expect([...plan.onAtoms]).toEqual([0, 0]);
      expect(plan.lost).toBe(-0.2);
      expect(plan.description.join()).toContain("has no neighbour");
    }
  });
});

describe("total charge", () => {
  const inside = [0, 1, 2, 3, 4].reduce((sum, atom) => sum + one.charges[atom], 0);

  test.each(["none", "z1", "z2", "z3", "rc", "rcd", "cs"] as const)(
    "adjusted %s: everything adds up to a whole number",
    (charges) => {
      const { charge } = connected(charges, "mm").residual(one.system.geometry);
      const outside = one.charges.slice(5).reduce((sum, x) => sum + x, 0);
      expect(inside).toBeCloseTo(-0.07, 12);
      expect(outside + charge).toBeCloseTo(inside + outside, 12);
    },
  );

  test("the charge goes to charged atoms of the cut residue, in equal shares", () => {
    const map = connected("z1", "mm");
    const { charges } = map.apply(one.system.geometry);
    const share = (inside + q) / 9;
    expect(
      largestDifference(
        charges.subarray(0, 9),
        one.charges.slice(6, 15).map((x) => x + share),
      ),
    ).toBeLessThan(1e-15);
    expect([...charges.subarray(9)]).toEqual(one.charges.slice(15));
    expect(map.description.join("\n")).toContain("0.040000 e spread over 9 atoms of the cut residues");
  });

  test("a region whose charge differs by whole electrons is taken at its word, and the log says so", () => {
    const region = { ...one.region, charge: 1 };
    const map = linkAtoms({ charges: "rcd" }).connect(one.system, region, mm, true);
    expect(map.residual(one.system.geometry).charge).toBeCloseTo(inside, 12);
    expect(map.description.join("\n")).toContain("the force field gives the region -0.0700 e, the level 1 e");
  });

  test("without a cut bond nothing is spread", () => {
    const region = { ...one.region, atoms: Int32Array.of(15, 16, 17), charge: 1 };
    const map = linkAtoms({ adjust: "mm" }).connect(one.system, region, mm, true);
    expect(map.residual(one.system.geometry).charge).toBe(0);
  });
});

test("smearing applies to all charges or to those of the cut residue", () => {
  const widths = (smear: "all" | "boundary") =>
    linkAtoms({ smearing: "1 bohr", smear, charges: "z1" })
      .connect(one.system, one.region, mm, true)
      .apply(one.system.geometry).widths;
  expect([...widths("all")]).toEqual(new Array(15).fill(1));
  expect([...widths("boundary")]).toEqual([...new Array(9).fill(1), ...new Array(6).fill(0)]);
});

test("what was decided is noted", async () => {
  const { notes } = await bind({ case: one, mm, boundary: { charges: "rcd" } });
  expect(notes).toEqual([
    "link atom: H between C of BOH 1 (index0 2) and C of BOH 1 (index0 5), at 0.7152 of the bond",
    "boundary charges: RCD, 0.1100 e of C of BOH 1 (index0 5) moved towards H of BOH 1 (index0 6), H of BOH 1 (index0 7), C of BOH 1 (index0 8)",
    "charge: -0.070000 e spread over 9 atoms of the cut residues",
    expect.stringMatching(
      /^charges acting on qm: 18 sites, differing from the force field's outside it by -0\.070000 e and a dipole of \(.*\) e·a0$/,
    ),
    'bonded terms replaced by high: rule "majority"',
  ]);
});
