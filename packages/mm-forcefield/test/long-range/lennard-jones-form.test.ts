import { describe, expect, it } from "vitest";
import { listedPairs } from "../../src/kernels/listed-pairs.js";
import { dispersionConstant } from "../../src/long-range/dispersion-correction.js";
import {
  LENNARD_JONES_FORMS,
  type LennardJonesFormName,
  lennardJonesForm,
  missingIntegral,
} from "../../src/long-range/lennard-jones-form.js";
import { ewaldScreening, screenedTable } from "../../src/long-range/screening.js";
import { listOf } from "../pair-lists.js";
import { pairParameters } from "./support.js";

const [C12, C6, CUTOFF, SWITCH] = [3e5, 60, 12, 9];
const TABLE = screenedTable(ewaldScreening(0.2), CUTOFF);

/** Energy and force along the line of a pair at a distance. */
function pair(name: LennardJonesFormName, r: number): { energy: number; force: number } {
  const positions = Float64Array.of(r, 0, 0, 0, 0, 0);
  const cell = { vectors: Float64Array.of(50, 0, 0, 0, 50, 0, 0, 0, 50) };
  const bare = pairParameters({ positions, charges: new Float64Array(2), cell, excluded: [] });
  const parameters = { ...bare, c12: Float64Array.of(C12), c6: Float64Array.of(C6) };
  const [energies, forces] = [new Float64Array(2), new Float64Array(6)];
  const form = lennardJonesForm(name, CUTOFF, SWITCH);
  const none = new Float64Array(0);
  const list = listOf(parameters, positions, none, CUTOFF);
  listedPairs(energies, forces, none, positions, none, parameters, form, TABLE, list);
  return { energy: energies[0]!, force: forces[0]! };
}

describe("forms of Lennard-Jones energies at the cutoff", () => {
  it.each(LENNARD_JONES_FORMS)("%s: force is the derivative, missing part the integral", (name) => {
    for (const r of [6.1, 8.9, 9.3, 10.7, 11.9]) {
      const h = 1e-4;
      const slope = (pair(name, r + h).energy - pair(name, r - h).energy) / (2 * h);
      expect(Math.abs(pair(name, r).force + slope)).toBeLessThan(1e-9);
    }
    // What the form lacks of C12/r¹² − C6/r⁶ up to the cutoff by Simpson's rule, and the tail.
    const plain = (r: number) => C12 / r ** 12 - C6 / r ** 6;
    const form = lennardJonesForm(name, CUTOFF, SWITCH);
    const missing = C12 * missingIntegral(form, 12, CUTOFF) - C6 * missingIntegral(form, 6, CUTOFF);
    const steps = 3000;
    const low = 3;
    const end = CUTOFF - 1e-9;
    let sum = 0;
    for (let k = 0; k <= steps; k++) {
      const r = low + ((end - low) * k) / steps;
      const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
      sum += ((weight * (end - low)) / steps / 3) * (plain(r) - pair(name, r).energy) * r * r;
    }
    // Below 3 a0 the forms differ from the plain energy by at most a straight line.
    const near = (r: number) => (plain(r) - pair(name, r).energy) * r * r;
    const h = (low - 1) / 200;
    for (let k = 0; k <= 200; k++) {
      sum += ((k === 0 || k === 200 ? 1 : k % 2 === 1 ? 4 : 2) * h * near(1 + h * k)) / 3;
    }
    const tail = C12 / (9 * CUTOFF ** 9) - C6 / (3 * CUTOFF ** 3);
    expect(Math.abs(missing - tail - sum)).toBeLessThan(2e-3 * Math.abs(tail) + 1e-3 * Math.abs(sum));
  });

  it("end as they say", () => {
    const nearCutoff = (name: LennardJonesFormName) => pair(name, CUTOFF - 1e-7);
    for (const name of ["shifted-force", "potential-switch", "force-switch"] as const) {
      expect(Math.abs(nearCutoff(name).energy)).toBeLessThan(1e-13);
      expect(Math.abs(nearCutoff(name).force)).toBeLessThan(1e-10);
    }
    expect(Math.abs(nearCutoff("shift").energy)).toBeLessThan(1e-10);
    expect(nearCutoff("cut").energy).toBeCloseTo(C12 / CUTOFF ** 12 - C6 / CUTOFF ** 6, 10);
    expect(pair("cut", CUTOFF + 1e-9).energy).toBe(0);
    // Up to where a switch begins, the energy is plain; with a force switch it is shifted, and its force is plain.
    expect(pair("potential-switch", 8).energy).toBe(pair("cut", 8).energy);
    expect(pair("force-switch", 8).force).toBe(pair("cut", 8).force);
  });

  it("correct for a fluid's tail as the textbook has it", () => {
    const table = { typeOf: new Int32Array(100), typeCount: 1, c12: Float64Array.of(C12), c6: Float64Array.of(C6) };
    const form = lennardJonesForm("cut", CUTOFF, CUTOFF);
    const none = { exclusionStart: new Int32Array(101), exclusions: new Int32Array(0) };
    const tail = 2 * Math.PI * 100 ** 2 * (C12 / (9 * CUTOFF ** 9) - C6 / (3 * CUTOFF ** 3));
    // One type only: every way of counting has the same mean.
    for (const count of ["all", "openmm"] as const) {
      expect(dispersionConstant(table, form, CUTOFF, count, none) / tail).toBeCloseTo(1, 13);
    }
    const sixth = (-2 * Math.PI * 100 ** 2 * C6) / (3 * CUTOFF ** 3);
    expect(dispersionConstant(table, form, CUTOFF, "gromacs", none) / sixth).toBeCloseTo(1, 13);
  });
});
