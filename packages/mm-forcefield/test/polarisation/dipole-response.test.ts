import { isQmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { dipoleResponse, InducedDipoles } from "../../src/index.js";
import { mixedSites, positions, sitesOf } from "./support.js";

const field = Float64Array.from({ length: positions.length }, (_, k) => 0.01 * Math.cos(1.3 * k));
const count = positions.length / 3;

describe.each([
  ["one set of dipoles", sitesOf("thole-exponential")],
  ["two sets", mixedSites("amoeba")],
])("response with %s", (_, sites) => {
  const response = () => dipoleResponse(new InducedDipoles(sites, { tolerance: 1e-12 }), { positions });
  const respond = (at: Float64Array) => {
    const charges = new Float64Array(count).fill(1);
    const dipoles = new Float64Array(3 * count);
    return { energy: response().respond(charges, new Float64Array(count), dipoles, at), charges, dipoles };
  };

  test("is nothing without a molecule, and the sites' energy in its field beyond their own", () => {
    expect(Math.abs(respond(new Float64Array(3 * count)).energy)).toBeLessThan(1e-16);
    const solver = new InducedDipoles(sites);
    const expected = solver.induce({ positions }, { field }).energy - solver.induce({ positions }).energy;
    expect(respond(field).energy).toBeCloseTo(expected, 14);
  });

  test("acts back with minus its derivative", () => {
    const { charges, dipoles } = respond(field);
    expect(charges.every((q) => q === 0)).toBe(true);
    for (const k of [0, 4, 11, 23]) {
      const at = (h: number) => respond(field.map((x, n) => (n === k ? x + h : x))).energy;
      // The energy is of second order in the field, so a central difference is exact
      expect(-(at(1e-3) - at(-1e-3)) / 2e-3).toBeCloseTo(dipoles[k], 10);
    }
  });

  test("refuses an engine that gives the potential only", () => {
    expect(response().dipolar).toBe(true);
    try {
      response().respond(new Float64Array(count), new Float64Array(count));
      expect.unreachable();
    } catch (error) {
      expect(isQmmmError(error, "QMMM_POLARISATION_FIELD_MISSING")).toBe(true);
    }
  });
});
