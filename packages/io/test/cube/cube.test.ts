import type { Volume } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { formatCube, readCube } from "../../src/index.js";

/** A field whose rows are no multiple of six. */
const VOLUME: Volume = {
  title: "a field",
  elements: Uint8Array.of(8, 1),
  nuclei: Float64Array.of(0, 0.1, -0.2, 1.5, -2.25, 0.5),
  origin: Float64Array.of(-4, -3.5, -3),
  axes: Float64Array.of(0.5, 0, 0, 0.125, 0.75, 0, 0, 0, 0.25),
  counts: [2, 3, 7],
  values: Float64Array.from({ length: 42 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 1.23456 * 10 ** ((i % 40) - 20)),
};

test("what is written is read back", () => {
  const [read, ...more] = readCube(formatCube(VOLUME), "field.cube");
  expect(more).toEqual([]);
  expect(read).toMatchObject({ title: "a field", counts: [2, 3, 7] });
  for (const key of ["elements", "nuclei", "origin", "axes"] as const) expect(read![key]).toEqual(VOLUME[key]);
  VOLUME.values.forEach((value, i) => {
    expect(Math.abs(read!.values[i]! / value - 1)).toBeLessThan(1e-12);
  });
});

test("the text is Gaussian's", () => {
  const lines = formatCube(VOLUME).split("\n");
  expect(lines[2]).toBe("    2   -4.000000   -3.500000   -3.000000");
  expect(lines[4]).toBe("    3    0.125000    0.750000    0.000000");
  expect(lines[6]).toBe("    8    8.000000    0.000000    0.100000   -0.200000");
  expect(lines[8]).toBe("  1.23456E-20 -1.23456E-19  1.23456E-18 -1.23456E-17  1.23456E-16 -1.23456E-15");
  expect(lines[9]).toBe("  1.23456E-14");
  expect(lines).toHaveLength(8 + 2 * 6 + 1);
});

/** As Gaussian writes orbitals: a negative number of atoms, then the orbitals' indices, values interleaved; and lengths in Å. */
const ORBITALS = ` title
 comment
   -1    0.000000    0.000000    0.000000
   -1    0.529177    0.000000    0.000000
   -1    0.000000    0.529177    0.000000
   -2    0.000000    0.000000    0.529177
    1    1.000000    0.000000    0.000000    0.529177
    2    5
    6
 1.0D+00 2.0E+00
 3.0E+00 4.0E+00
`;

test("several orbitals in one file, and lengths in Å", () => {
  const [fifth, sixth] = readCube(ORBITALS, "mo.cube");
  expect(fifth).toMatchObject({ title: "title 5", counts: [1, 1, 2] });
  expect([...fifth!.values, ...sixth!.values]).toEqual([1, 3, 2, 4]);
  expect(fifth!.axes[8]).toBeCloseTo(1, 6);
  expect(fifth!.nuclei[2]).toBeCloseTo(1, 6);
});

describe("errors name the line", () => {
  const text = formatCube(VOLUME);
  test.each([
    ["a word among the values", text.replace("1.23456E-18", "many"), "line 9"],
    ["missing values", text.split("\n").slice(0, 12).join("\n"), "ends after"],
    ["half an axis", text.replace("    3    0.125000    0.750000", "    3    0.125000"), "line 5"],
    ["no points", text.replace("    3    0.125000", "    0    0.125000"), "whole"],
  ])("%s", (_, broken, message) => {
    expect(() => readCube(broken, "field.cube")).toThrow(message);
  });
});
