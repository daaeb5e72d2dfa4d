import { BOHR_IN_ANGSTROM } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { linkAtoms } from "../support/bind.js";
import { springForceField } from "../support/spring-force-field.js";
import { butanol } from "../support/systems.js";

const one = butanol();
const { geometry } = one.system;
const [Q1, M1] = [2, 5];

function capAt(options: Parameters<typeof linkAtoms>[0], knowsBonds = true) {
  const mm = springForceField(one.system, { charges: one.charges, knowsBonds });
  const map = linkAtoms(options).connect(one.system, one.region, mm, false);
  const { nuclei } = map.apply(geometry);
  expect(map.molecule).toEqual({ elements: Uint8Array.of(8, 1, 6, 1, 1, 1), charge: 0, multiplicity: 1 });
  expect([...nuclei.subarray(0, 15)]).toEqual([...geometry.positions.subarray(0, 15)]);
  const along = (x: number) => geometry.positions[3 * M1 + x] - geometry.positions[3 * Q1 + x];
  const cap = (x: number) => nuclei[15 + x] - geometry.positions[3 * Q1 + x];
  const bond = Math.hypot(along(0), along(1), along(2));
  const distance = Math.hypot(cap(0), cap(1), cap(2));
  const cosine = [0, 1, 2].reduce((sum, x) => sum + along(x) * cap(x), 0) / (bond * distance);
  expect(cosine).toBeCloseTo(1, 14);
  return { ratio: distance / bond, distance: distance * BOHR_IN_ANGSTROM };
}

describe("where the cap sits", () => {
  test("by default at the hydride's length over the force field's equilibrium length", () => {
    expect(capAt({}).ratio).toBeCloseTo(1.09 / BOHR_IN_ANGSTROM / 2.88, 12);
  });
  test("without an equilibrium length, over the sum of covalent radii", () => {
    expect(capAt({}, false).ratio).toBeCloseTo(1.09 / 1.52, 12);
  });
  test("at a stated ratio", () => {
    expect(capAt({ ratio: 0.71 }).ratio).toBeCloseTo(0.71, 13);
  });
  test("by default at the hydride's length, where the distance is fixed", () => {
    expect(capAt({ link: "distance" }).distance).toBeCloseTo(1.09, 12);
  });
  test("at a stated distance", () => {
    expect(capAt({ link: "distance", distance: "1.1 Å" }).distance).toBeCloseTo(1.1, 12);
  });
  test("one link may differ, named by its atoms in either order", () => {
    expect(capAt({ links: [{ atoms: [M1, Q1], distance: "1.2 Å" }] }).distance).toBeCloseTo(1.2, 12);
    expect(capAt({ link: "distance", links: [{ atoms: [Q1, M1], link: "ratio", ratio: 0.6 }] }).ratio).toBeCloseTo(
      0.6,
      13,
    );
  });
  test("naming a bond that is not cut is an error", () => {
    expect(() => capAt({ links: [{ atoms: [0, 2] }] })).toThrow(
      expect.objectContaining({
        code: "QMMM_BOUNDARY_LINK_UNKNOWN",
        details: expect.objectContaining({ allowed: ["2, 5"] }),
      }),
    );
  });
});
