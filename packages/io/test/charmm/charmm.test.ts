import { BOHR_IN_ANGSTROM, DALTON, type System } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  charmmCoordinatesFormat,
  charmmKey,
  psfFormat,
  psfTopology,
  readCharmmParameters,
  readCrd,
  readPsf,
} from "../../src/index.js";
import { expectFormatError, hasSharedData, sharedData } from "../support.js";

const WATER = `PSF

       2 !NTITLE
 REMARKS one water and an ion
 REMARKS second line

       4 !NATOM
       1 WAT  7    TIP3 OH2  OT    -0.834000       15.9994           0
       2 WAT  7    TIP3 H1   HT     0.417000        1.0080           0
       3 WAT  7    TIP3 H2   HT     0.417000        1.0080           0
       4 ION  1A   SOD  SOD  SOD    1.000000       22.9898           0

       3 !NBOND: bonds
       1       2       1       3       2       3

       1 !NTHETA: angles
       2       1       3

       0 !NPHI: dihedrals

       0 !NIMPHI: impropers

       1 !NNB

       4
       1       1       1       1
`;

describe("readPsf", () => {
  it("reads atoms, terms and explicit exclusions", () => {
    const psf = readPsf(WATER, "w.psf");
    expect(psf.title).toBe("one water and an ion");
    expect(psf.atoms[3]).toEqual({
      segment: "ION",
      residueId: "1A",
      residue: "SOD",
      name: "SOD",
      type: "SOD",
      charge: 1,
      mass: 22.9898,
    });
    expect([...psf.bonds]).toEqual([0, 1, 0, 2, 1, 2]);
    expect([...psf.angles]).toEqual([1, 0, 2]);
    expect([...psf.exclusions]).toEqual([0, 3]);
    expect([psf.drude, psf.lonePairs]).toEqual([false, []]);
  });

  it("gives the topology: elements by mass, no third side of rigid water", () => {
    const topology = psfTopology(readPsf(WATER, "w.psf"));
    expect([...topology.elements]).toEqual([8, 1, 1, 11]);
    expect([...topology.bonds]).toEqual([0, 1, 0, 2]);
    expect(topology.residues).toEqual([
      { name: "TIP3", id: 7, chain: "WAT" },
      { name: "SOD", id: 1, chain: "ION" },
    ]);
    expect(topology.masses[3]! / DALTON).toBeCloseTo(22.9898, 10);
  });

  it("finds fields by column where a name is blank", () => {
    const blank = WATER.replace("       4 ION ", "       4     ");
    expect(readPsf(blank, "w.psf").atoms[3]).toMatchObject({ segment: "", residue: "SOD", charge: 1, mass: 22.9898 });
  });

  it.each([
    ["another format", "hello", 1, /not a PSF/],
    ["a file cut off in the atoms", WATER.slice(0, WATER.indexOf("       3 WAT")), 9, /section !NBOND is missing/],
    ["a lost atom", WATER.replace(/ {7}2 WAT.*\n/, ""), 9, /Atom 2 has the number 3/],
    ["a bond to nowhere", WATER.replace("1       3       2       3", "1       3       2       9"), 14, /atom 9/],
    [
      "a bond of an atom to itself",
      WATER.replace("1       3       2       3", "1       3       2       2"),
      14,
      /twice/,
    ],
    ["too few bonds", WATER.replace("3 !NBOND", "4 !NBOND"), 15, /6 entries, but 8/],
    ["a broken charge", WATER.replace("1.000000  ", "1.0x0000  "), 11, /charge should be a number/],
    ["announced but missing cross terms", WATER.replace("PSF", "PSF CMAP"), 26, /NCRTERM is missing/],
    [
      "exclusions that end before they begin",
      WATER.replace("1       1       1       1\n", "1       0       1       1\n"),
      26,
      /end at 0/,
    ],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readPsf(text, "w.psf"), line, message);
  });

  it("does not slow down on long rows of digits", () => {
    const begin = performance.now();
    expectFormatError(() => readPsf(`PSF\n${"12345678 ".repeat(20_000)}\n`, "w.psf"), 2, /NATOM is missing/);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it.skipIf(!hasSharedData)("reads the dialects of other programs", () => {
    for (const [file, atoms, bonds, cross] of [
      ["openmm-systems/5dhfr_cube.psf", 23558, 16569, 0],
      ["openmm-systems/ala3_solv.psf", 2776, 2735, 1],
      ["fastmbar-butane/butane/data/butane.psf", 14, 13, 0],
      ["pdynamo-data/pBabel/data/charmm/ava.psfx", 39, 38, 1],
      ["cp2k-qmmm/SE/sample_psf/zwitt.psf", 14, 13, 0],
    ] as const) {
      const psf = readPsf(sharedData(file), file);
      expect([psf.atoms.length, psf.bonds.length / 2, psf.crossTerms.length / 8], file).toEqual([atoms, bonds, cross]);
      expect(psfTopology(psf).atomCount).toBe(atoms);
    }
  });
});

const STREAM = `* a stream
*
set nat ?NATC
if "@NAT" ne "?NATC" if @nat ne 0 set app append

read rtf card @app
* topology
*
31  1
MASS  1   HT    1.00800 H  ! hydrogen
MASS  -1  OT   15.99940 O
RESI TIP3 0.000
BOND OH2 H1 OH2 H2
ANGLE H1 OH2 H2
END

read para card flex @app
* parameters
*
BONDS
HT  OT  450.0  0.9572 ! comment
ht  ht    0.0  -
1.5139
ANGLES
HT  OT  HT  55.0  104.52
NONBONDED nbxmod -3 atom -
e14fac 0.4 geom
HT  0.0  -0.046  0.2245
OT  0.0  -0.1521 1.7682
NBFIX
OT HT -0.08 1.99
END
return
`;

describe("readCharmmParameters", () => {
  const read = (source: string, ...before: string[]) =>
    readCharmmParameters([...before, source].map((text, k) => ({ file: `${k}.str`, source: text })));

  it("reads a stream of a topology and parameters", () => {
    const found = read(STREAM);
    expect(found.typeNames).toEqual(new Map([[1, "HT"]]));
    expect(found.bonds.get(charmmKey(["OT", "HT"]))).toEqual([450, 0.9572]);
    expect(found.bonds.get("HT HT")).toEqual([0, 1.5139]);
    expect(found.angles).toEqual(new Map([["HT OT HT", [55, 104.52]]]));
    expect(found.nonbonded.get("OT")).toEqual([0.1521, 1.7682, 0.1521, 1.7682]);
    expect(found.nbfix.get("HT OT")).toEqual([0.08, 1.99, 0.08, 1.99]);
    expect([found.nbxmod, found.e14fac, found.geometric]).toEqual([-3, 0.4, true]);
  });

  it("lets later files replace entries and add periodicities", () => {
    const first = "DIHEDRALS\nA B C D 1.0 2 180.0\nA B C D 0.5 1 0.0\nEND\n";
    const { dihedrals } = read("DIHEDRALS\nD C B A 2.0 2 90.0\nA B C D 0.1 3 0.0\nEND\n", first);
    expect(dihedrals.get("A B C D")).toEqual([
      [0.5, 1, 0],
      [2, 2, 90],
      [0.1, 3, 0],
    ]);
  });

  it.each([
    ["a short entry", "BONDS\nA B 100.0\n", 2, /2 types and 2 numbers/],
    ["a broken number", "BONDS\nA B 100.0 1.x\n", 2, /should be a number/],
    ["an entry in no section", "A B 100.0 1.0\n", 1, /no section/],
    ["a grid cut off", "CMAP\nA B C D B C D E 4\n1.0 2.0 3.0\nEND\n", 2, /3 of 16 energies/],
    ["a grid that is too long", "CMAP\nA B C D B C D E 3\n1 2 3 4 5 6 7 8\n9 10\n", 4, /more energies/],
    ["a grid of impossible size", "CMAP\nA B C D B C D E 100000\n", 2, /not possible/],
    ["a positive depth", "NONBONDED nbxmod 5\nA 0.0 0.1 2.0\n", 2, /depth 0.1 is positive/],
    ["a broken periodicity", "DIHEDRALS\nA B C D 1.0 1.5 0.0\n", 2, /not whole/],
    ["a line that never ends", "NONBONDED nbxmod 5 -", 1, /continued/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => read(text), line, message);
  });
});

const crd = (wide: boolean) => {
  const width = wide ? 20 : 10;
  const row = (n: number, ...xyz: number[]) =>
    `${wide ? `${" ".repeat(38)}${n} ` : `    ${n}    1 W    X   `}${xyz.map((x) => x.toFixed(wide ? 10 : 5).padStart(width)).join("")} W 1 0.0`;
  return `* TITLE\n*\n${wide ? "         2  EXT" : "    2"}\n${row(1, 0.5, -1.5, 2)}\n${row(2, 1, 2, 3)}\n`;
};

describe("readCrd", () => {
  it.each([true, false])("reads coordinates; extended: %s", (wide) => {
    const { geometry, title } = readCrd(crd(wide), "a.crd");
    expect(title).toBe("TITLE");
    expect([...geometry.positions].map((x) => Number((x * BOHR_IN_ANGSTROM).toFixed(9)))).toEqual([
      0.5, -1.5, 2, 1, 2, 3,
    ]);
  });

  it.each([
    ["no title", "2\n", 1, /no title/],
    ["a file cut off", crd(false).split("\n").slice(0, 4).join("\n"), 4, /1 of 2 atoms/],
    ["a broken coordinate", crd(false).replace("-1.50000", "-1.5x000"), 4, /y coordinate should be a number/],
    ["no atoms", "* T\n0\n", 2, /number of atoms is 0/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readCrd(text, "a.crd"), line, message);
  });

  it("goes with a topology", () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const topology = psfFormat.read(bytes(WATER), { file: "w.psf" }) as System;
    expectFormatError(
      () => charmmCoordinatesFormat.read(bytes(crd(false)), { file: "a.crd", topology }),
      2,
      /2 atoms, but the topology has 4/,
    );
  });
});
