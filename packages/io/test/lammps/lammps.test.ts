import { existsSync, readFileSync } from "node:fs";
import { BOHR_IN_ANGSTROM, HARTREE_IN_EV, HARTREE_IN_KCAL_PER_MOL } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { readEam, readStillingerWeber, readTersoff, readVashishta } from "../../src/index.js";
import { expectFormatError, hasSharedData, sharedData } from "../support.js";

const EV = 1 / HARTREE_IN_EV;
const ANGSTROM = 1 / BOHR_IN_ANGSTROM;

const SW = `# DATE: 2007 UNITS: metal
# element 1, element 2, element 3, …
Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 # the rest follows
  7.049556277 0.6022245584 4.0 0.0 0.01

C C Si 1 2 3 4 5 -1D-1 7 8 9 10 11
`;
const TERSOFF = "Si Si Si 3 1.5 1.3258 4.8381 2.0417 -0.1 22.956 0.33675 1.3 95.373 3.0 0.2 3.2394 3264.7\n";
const VASHISHTA = "O Si Si 163.859 9 -0.8 1.6 999 44.2357 4.43 0.5 10.0 20.146 1.0 2.60 0.25 -0.77714596\n";

describe("Stillinger–Weber files", () => {
  test("entries over several lines, comments, units", () => {
    const { units, entries } = readStillingerWeber(SW, "Si.sw");
    expect(units.name).toBe("metal");
    expect(entries).toHaveLength(2);
    expect(entries[0]).toEqual({
      elements: ["Si", "Si", "Si"],
      epsilon: 2.1683 * EV,
      sigma: 2.0951 * ANGSTROM,
      a: 1.8,
      lambda: 21,
      gamma: 1.2,
      cosTheta0: -0.333333333333,
      A: 7.049556277,
      B: 0.6022245584,
      p: 4,
      q: 0,
      tol: 0.01,
    });
    expect(entries[1]).toMatchObject({ elements: ["C", "C", "Si"], cosTheta0: -0.1, tol: 11 });
  });

  test("kilocalories where the file says so", () => {
    const { units, entries } = readStillingerWeber(SW.replace("metal", "real"), "Si.sw");
    expect(entries[0]!.epsilon).toBeCloseTo(2.1683 / HARTREE_IN_KCAL_PER_MOL, 15);
    expect(units.coulomb).toBeCloseTo(1, 5);
  });

  test("errors name the line", () => {
    const read = (text: string) => () => readStillingerWeber(text, "Si.sw");
    expectFormatError(read(SW.replace("metal", "lj")), 1, /units "lj"/);
    expectFormatError(read(SW.replace("0.01", "0.01 5")), 4, /begins on line 3 has 15 fields, not 14/);
    expectFormatError(read(SW.replace("8 9 10 11", "8 9")), 6, /ends after 12 of 14 fields/);
    expectFormatError(read(SW.replace("2.0951", "nan")), 3, /sigma should be a number, but is "nan"/);
    expectFormatError(read(SW.replace("2.0951", "-2")), 3, /sigma must not be negative/);
    expectFormatError(read(SW.replace("Si Si Si", "Si Si 14")), 3, /"14"/);
    expectFormatError(read(SW.replace("C C Si", "Si Si Si")), 6, /two entries for Si Si Si; the other is on line 3/);
    expectFormatError(read("# nothing\n"), 1, /no entry/);
    expectFormatError(read(""), 1, /no entry/);
  });
});

describe("Tersoff files", () => {
  test("numbers in atomic units", () => {
    const [entry] = readTersoff(TERSOFF, "Si.tersoff").entries;
    expect(entry).toEqual({
      elements: ["Si", "Si", "Si"],
      m: 3,
      gamma: 1.5,
      lambda3: 1.3258 / ANGSTROM,
      c: 4.8381,
      d: 2.0417,
      cosTheta0: -0.1,
      n: 22.956,
      beta: 0.33675,
      lambda2: 1.3 / ANGSTROM,
      B: 95.373 * EV,
      R: 3 * ANGSTROM,
      D: 0.2 * ANGSTROM,
      lambda1: 3.2394 / ANGSTROM,
      A: 3264.7 * EV,
    });
  });

  test("impossible numbers are refused", () => {
    const read = (text: string) => () => readTersoff(text, "Si.tersoff");
    expectFormatError(read(TERSOFF.replace("Si 3 ", "Si 2 ")), 1, /m must be 1 or 3/);
    expectFormatError(read(TERSOFF.replace("3.0 0.2", "3.0 3.2")), 1, /D must not exceed R/);
    expectFormatError(read(TERSOFF.replace("2.0417", "0")), 1, /d must be above zero/);
  });
});

describe("Vashishta files", () => {
  test("numbers in atomic units", () => {
    const [entry] = readVashishta(VASHISHTA, "SiO.vashishta").entries;
    expect(entry).toEqual({
      elements: ["O", "Si", "Si"],
      H: 163.859 * EV * ANGSTROM ** 9,
      eta: 9,
      Zi: -0.8,
      Zj: 1.6,
      lambda1: 999 * ANGSTROM,
      D: 44.2357 * EV * ANGSTROM ** 4,
      lambda4: 4.43 * ANGSTROM,
      W: 0.5 * EV * ANGSTROM ** 6,
      cutoff: 10 * ANGSTROM,
      B: 20.146 * EV,
      gamma: ANGSTROM,
      r0: 2.6 * ANGSTROM,
      C: 0.25,
      cosTheta0: -0.77714596,
    });
  });

  test("a pair without screening length is refused, an angle without pair is not", () => {
    expectFormatError(() => readVashishta(VASHISHTA.replace("4.43", "0"), "a"), 1, /lambda4 must be above zero/);
    expect(readVashishta(VASHISHTA.replace("Si Si", "Si O").replace("4.43", "0"), "a").entries).toHaveLength(1);
  });
});

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, k) => from + k).join(" ");
const GRID = "5 0.5 6 1.0 5.5";
const ALLOY = `a
b
c
2 Al Cu
${GRID}
13 26.98 4.05 fcc
${numbers(10, 5)}
${numbers(20, 3)}
${numbers(23, 3)}
29 63.5 3.615 fcc
${numbers(30, 5)} ${numbers(40, 6)}
${numbers(50, 6)}
${numbers(60, 6)}
${numbers(70, 6)}
`;
const FS = ALLOY.replace(numbers(23, 3), `${numbers(23, 3)}\n${numbers(120, 6)}`).replace(
  numbers(40, 6),
  `${numbers(40, 6)}\n${numbers(140, 6)}`,
);
const FUNCFL = `Cu\n29 63.55 3.615 FCC\n${GRID}\n${numbers(10, 5)}\n${numbers(1, 6)}\n${numbers(20, 6)}\n`;

describe("tables of embedded atoms", () => {
  test("setfl", () => {
    const { elements, cutoff, densityGrid, radialGrid, embedding, density, pair } = readEam(ALLOY, "x", "setfl");
    expect(elements).toEqual(["Al", "Cu"]);
    expect(cutoff).toBe(5.5 * ANGSTROM);
    expect(densityGrid).toEqual({ count: 5, step: 0.5 });
    expect(radialGrid).toEqual({ count: 6, step: ANGSTROM });
    expect(embedding[1]![2]).toBe(32 * EV);
    expect(density[0]![1]).toBe(density[0]![0]);
    expect(density[1]![0]![5]).toBe(45);
    expect(pair[0]![1]![0]).toBeCloseTo(60 * EV * ANGSTROM, 14);
    expect(pair[1]![0]).toBe(pair[0]![1]);
    expect(pair[1]![1]![5]).toBeCloseTo(75 * EV * ANGSTROM, 14);
  });

  test("densities by pair", () => {
    const { density } = readEam(FS, "x", "fs");
    expect(density.map((row) => row.map((table) => table[0]))).toEqual([
      [20, 120],
      [40, 140],
    ]);
  });

  test("funcfl: pairs from charges, with the constants of their authors", () => {
    const { elements, pair } = readEam(FUNCFL, "x", "funcfl");
    expect(elements).toEqual(["Cu"]);
    expect(pair[0]![0]![2]).toBeCloseTo(27.2 * 0.529 * EV * ANGSTROM * 9, 12);
  });

  test("errors name the line", () => {
    const read =
      (text: string, kind: "setfl" | "funcfl" = "setfl") =>
      () =>
        readEam(text, "x", kind);
    expectFormatError(read(ALLOY.replace("2 Al Cu", "3 Al Cu")), 4, /3 elements are declared and 2 are named/);
    expectFormatError(read(ALLOY.replace("2 Al Cu", "2 Al Al")), 4, /named twice/);
    expectFormatError(read(ALLOY.replace(GRID, "5 0.5 6 1.0")), 5, /five numbers/);
    expectFormatError(read(ALLOY.replace(GRID, "5 0.5 6 1.0 7.5")), 5, /beyond the tables/);
    expectFormatError(read(ALLOY.replace(GRID, "5 0.5 6 -1.0 5.5")), 5, /dr must be above zero/);
    expectFormatError(read(ALLOY.replace(GRID, "4 0.5 6 1.0 5.5")), 5, /Nrho is 4/);
    expectFormatError(read(ALLOY.replace(GRID, "5e9 0.5 6 1.0 5.5")), 5, /Nrho should be a whole number/);
    expectFormatError(
      read(ALLOY.replace(numbers(70, 6), numbers(70, 5))),
      14,
      /ends before the pair function of Cu and Cu/,
    );
    expectFormatError(read(ALLOY.replace(numbers(70, 6), numbers(70, 7))), 14, /more than the tables need/);
    expectFormatError(read(`${ALLOY}8\n`), 15, /more than the tables need/);
    expectFormatError(read(ALLOY.replace(" 61 ", " 6l ")), 13, /"6l"/);
    expectFormatError(read(FUNCFL.replace("29 63.55", "200 63.55"), "funcfl"), 2, /no element with the number 200/);
    expectFormatError(read(`UNITS: real\n${FUNCFL.slice(3)}`, "funcfl"), 1, /metal units only/);
  });
});

/** Numbers of a result that are not finite. */
function problems(value: unknown): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [String(value)];
  if (value instanceof Float64Array) return value.every(Number.isFinite) ? [] : ["a table"];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(problems) : [];
}

describe("600 mutations of each format: a coded error of format, or finite numbers", () => {
  test.for([
    ["sw", SW, readStillingerWeber],
    ["tersoff", TERSOFF, readTersoff],
    ["vashishta", VASHISHTA, readVashishta],
    ["eam.alloy", ALLOY, (text: string, file: string) => readEam(text, file, "setfl")],
    ["eam.fs", FS, (text: string, file: string) => readEam(text, file, "fs")],
    ["eam", FUNCFL, (text: string, file: string) => readEam(text, file, "funcfl")],
  ] as const)("%s", ([name, text, read]) => {
    let seed = 12345;
    const below = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    const junk = ["", "-", "9", ".", "e5", "\n", " ", "#", "\0", "é", "1e400", "0x1", "UNITS: lj", "\r", "Si "];
    const counts = { read: 0, refused: 0 };
    for (let n = 0; n < 600; n++) {
      const at = below(text.length);
      const mutated =
        n % 6 === 0 ? text.slice(0, at) : text.slice(0, at) + junk[below(junk.length)]! + text.slice(at + below(4));
      try {
        expect(problems(read(mutated, name))).toEqual([]);
        counts.read++;
      } catch (error) {
        expect(error).toMatchObject({ code: "QMMM_FILE_FORMAT" });
        counts.refused++;
      }
    }
    expect(counts.read).toBeGreaterThan(20);
    expect(counts.refused).toBeGreaterThan(100);
  });
});

describe.skipIf(!hasSharedData)("published files", () => {
  test.for([
    ["Si.sw", 1, readStillingerWeber],
    ["Si.tersoff", 1, readTersoff],
    ["SiO.tersoff", 8, readTersoff],
    ["SiO.1990.vashishta", 8, readVashishta],
    ["SiO.1997.vashishta", 8, readVashishta],
  ] as const)("%s", ([name, count, read]) => {
    expect(read(sharedData(`lammps-potentials/${name}`), name).entries).toHaveLength(count);
  });
});

const tables = new URL("file:///usr/share/lammps/potentials/");
describe.skipIf(!existsSync(tables))("files that Debian's lammps-data has", () => {
  test.for([
    ["Cu_u3.eam", "funcfl", ["Cu"]],
    ["CuNi.eam.alloy", "setfl", ["Ni", "Cu"]],
    ["AlFe_mm.eam.fs", "fs", ["Al", "Fe"]],
  ] as const)("%s", ([name, kind, elements]) => {
    expect(readEam(readFileSync(new URL(name, tables)), name, kind).elements).toEqual(elements);
  });
});
