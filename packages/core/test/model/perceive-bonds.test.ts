import { BOHR_IN_ANGSTROM, cellFromLengthsAngles, moleculesOf, perceiveBonds } from "@qmmm/core";
import { describe, expect, test } from "vitest";

const bohr = (positions: readonly number[]): Float64Array => Float64Array.from(positions, (x) => x / BOHR_IN_ANGSTROM);
const pairs = (bonds: Int32Array): string[] =>
  Array.from({ length: bonds.length / 2 }, (_, k) => `${bonds[2 * k]}-${bonds[2 * k + 1]}`);

describe("perceiveBonds", () => {
  test("ethane", () => {
    const z = 0.7653;
    const ring = (height: number, turn: number): number[] =>
      [0, 120, 240].flatMap((angle) => {
        const phi = ((angle + turn) * Math.PI) / 180;
        return [1.0169 * Math.cos(phi), 1.0169 * Math.sin(phi), height];
      });
    const positions = bohr([0, 0, z, 0, 0, -z, ...ring(1.1574, 0), ...ring(-1.1574, 60)]);
    expect(pairs(perceiveBonds([6, 6, 1, 1, 1, 1, 1, 1], positions))).toEqual([
      "0-1",
      "0-2",
      "0-3",
      "0-4",
      "1-5",
      "1-6",
      "1-7",
    ]);
  });

  test("a hydrogen bond is not a bond; a hydrogen has one partner", () => {
    const positions = bohr([0, 0, 0, 0.96, 0, 0, 2.6, 0, 0]);
    expect(pairs(perceiveBonds([8, 1, 8], positions))).toEqual(["0-1"]);
    // A strong one, within the tolerance of both.
    expect(pairs(perceiveBonds([8, 1, 8], bohr([0, 0, 0, 1.15, 0, 0, 2.45, 0, 0])))).toEqual(["0-1"]);
  });

  test("a disulfide, a triple bond and a metal", () => {
    expect(pairs(perceiveBonds([16, 16], bohr([0, 0, 0, 2.05, 0, 0])))).toEqual(["0-1"]);
    expect(pairs(perceiveBonds([7, 7], bohr([0, 0, 0, 1.098, 0, 0])))).toEqual(["0-1"]);
    expect(pairs(perceiveBonds([30, 16], bohr([0, 0, 0, 2.34, 0, 0])))).toEqual(["0-1"]);
  });

  test("an ion beside water is not bonded to it, unless asked for", () => {
    const positions = bohr([0, 0, 0, 2.35, 0, 0]);
    expect(pairs(perceiveBonds([8, 11], positions))).toEqual([]);
    expect(pairs(perceiveBonds([8, 11], positions, undefined, { ionicMetals: true }))).toEqual(["0-1"]);
  });

  test("across the cell's face", () => {
    const cell = cellFromLengthsAngles(10 / BOHR_IN_ANGSTROM, 20, 20, Math.PI / 2, Math.PI / 2, 1.9);
    const positions = bohr([0.3, 1, 1, 9.6, 1, 1]);
    expect(pairs(perceiveBonds([8, 1], positions, cell))).toEqual(["0-1"]);
    expect(pairs(perceiveBonds([8, 1], positions))).toEqual([]);
  });

  test("noble gases, sites without a nucleus and atoms on top of each other have none", () => {
    expect(perceiveBonds([18, 18, 0, 6], bohr([0, 0, 0, 1, 0, 0, 2, 0, 0, 2.9, 0, 0]))).toHaveLength(0);
    expect(perceiveBonds([6, 6], bohr([0, 0, 0, 0.1, 0, 0]))).toHaveLength(0);
    expect(perceiveBonds([], new Float64Array(0))).toHaveLength(0);
  });

  test("a box of 8,000 waters, quickly", () => {
    const elements: number[] = [];
    const positions: number[] = [];
    for (let n = 0; n < 8000; n++) {
      const [x, y, z] = [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400)].map((k) => 3.1 * k) as [
        number,
        number,
        number,
      ];
      elements.push(8, 1, 1);
      positions.push(x, y, z, x + 0.757, y + 0.586, z, x - 0.757, y + 0.586, z);
    }
    const start = performance.now();
    const bonds = perceiveBonds(elements, bohr(positions));
    expect(performance.now() - start).toBeLessThan(3000);
    expect(bonds).toHaveLength(2 * 16000);
    expect(new Set(moleculesOf({ atomCount: elements.length, bonds })).size).toBe(8000);
  });
});
