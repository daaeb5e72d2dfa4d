import { describe, expect, it } from "vitest";
import { dampedScreening } from "../../src/long-range/damped-coulomb.js";
import { reactionFieldTable } from "../../src/long-range/reaction-field.js";
import { type ScaledErf, scaledErf } from "../../src/long-range/scaled-erf.js";
import { ewaldScreening, screenedTable } from "../../src/long-range/screening.js";
import { type RadialTable, radialTable, TableReader } from "../../src/nonbonded/radial-table.js";

const CUTOFF = 17;
const BETA = 0.18;

/** Largest errors relative to 1/r and 1/(2r³), over six orders of magnitude of distance. */
function errors(table: RadialTable, value: (r: number) => number, slope: (r: number) => number) {
  const reader = new TableReader(table);
  let [ofValue, ofSlope] = [0, 0];
  for (let n = 0; n < 20000; n++) {
    const r = CUTOFF * 10 ** ((-5.9 * (n + 0.5)) / 20000);
    reader.at(r * r);
    ofValue = Math.max(ofValue, Math.abs(reader.value - value(r)) * r);
    ofSlope = Math.max(ofSlope, Math.abs(2 * r * reader.bySquare - slope(r)) * r * r);
  }
  return { ofValue, ofSlope };
}

describe("a table of a function of distance", () => {
  it("has erfc(βr)/r and its derivative at all distances", () => {
    const scaled: ScaledErf = { value: 0, slope: 0 };
    const at = (r: number): ScaledErf => {
      scaledErf(scaled, (BETA * r) ** 2);
      return scaled;
    };
    const { ofValue, ofSlope } = errors(
      screenedTable(ewaldScreening(BETA), CUTOFF),
      (r) => 1 / r - BETA * at(r).value,
      (r) => BETA ** 3 * at(r).slope * r - 1 / r ** 2,
    );
    expect(ofValue).toBeLessThan(2e-14);
    expect(ofSlope).toBeLessThan(2e-11);
  });

  it("has reaction fields and shifted forces", () => {
    const [k, c] = [1 / (2 * CUTOFF ** 3), 1.5 / CUTOFF];
    const field = errors(
      reactionFieldTable(Number.POSITIVE_INFINITY, CUTOFF),
      (r) => 1 / r + k * r * r - c,
      (r) => 2 * k * r - 1 / r ** 2,
    );
    const shifted = errors(
      screenedTable(dampedScreening("dsf", 0, CUTOFF), CUTOFF),
      (r) => 1 / r - 1 / CUTOFF + (r - CUTOFF) / CUTOFF ** 2,
      (r) => 1 / CUTOFF ** 2 - 1 / r ** 2,
    );
    for (const { ofValue, ofSlope } of [field, shifted]) {
      expect(ofValue).toBeLessThan(2e-14);
      expect(ofSlope).toBeLessThan(2e-11);
    }
  });

  it("has the derivative of its own value", () => {
    const reader = new TableReader(screenedTable(ewaldScreening(BETA), CUTOFF));
    for (const r of [1.3, 2.9, 7.77, 16.1]) {
      const at = (squared: number) => {
        reader.at(squared);
        return reader.value;
      };
      const h = 1e-3 * r * r;
      const slope = (8 * (at(r * r + h) - at(r * r - h)) - (at(r * r + 2 * h) - at(r * r - 2 * h))) / (12 * h);
      reader.at(r * r);
      expect(reader.bySquare / slope).toBeCloseTo(1, 9);
    }
  });

  it("is zero from the cutoff on, and has no value where atoms coincide", () => {
    const reader = new TableReader(radialTable((r) => ({ value: 1 / r, slope: -1 / (r * r) }), 5));
    for (const r of [5, 6, 7.1, 100]) {
      reader.at(r * r);
      expect([reader.value, reader.bySquare + 0]).toEqual([0, 0]);
    }
    reader.at(0);
    expect(reader.value).toBe(Number.POSITIVE_INFINITY);
  });
});
