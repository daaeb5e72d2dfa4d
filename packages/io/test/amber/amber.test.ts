import { BOHR_IN_ANGSTROM, DALTON } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { inpcrdFormat, Prmtop, prmtopTopology, readInpcrd, readPrmtop } from "../../src/index.js";
import { errorOf, example, expectFormatError, hasSharedData, sharedData } from "../support.js";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const PRMTOP = decode(example("alanine-dipeptide/alanine-dipeptide.prmtop"));
const INPCRD = decode(example("alanine-dipeptide/alanine-dipeptide.inpcrd"));
const lineOf = (text: string, part: string) => text.split("\n").findIndex((line) => line.includes(part)) + 1;

describe("Prmtop", () => {
  it("reads sections of every format", () => {
    const prmtop = new Prmtop(PRMTOP, "a.prmtop");
    expect(prmtop.pointer("NATOM")).toBe(22);
    expect(prmtop.reals("CHARGE", 22)[4]! / 18.2223).toBeCloseTo(0.5972, 6);
    expect(prmtop.words("ATOM_NAME", 22).slice(0, 3)).toEqual(["HH31", "CH3", "HH32"]);
    expect(prmtop.integers("RESIDUE_POINTER")).toEqual(Int32Array.of(1, 7, 17));
  });

  it("gives the topology", () => {
    const { topology } = readPrmtop(PRMTOP, "a.prmtop");
    expect(topology.bonds).toHaveLength(2 * 21);
    expect(topology.residues.map((residue) => residue.name)).toEqual(["ACE", "ALA", "NME"]);
    expect([...topology.elements.subarray(0, 7)]).toEqual([1, 6, 1, 1, 6, 8, 7]);
    expect(topology.masses[5]! / DALTON).toBeCloseTo(15.999, 2);
  });

  it.skipIf(!hasSharedData)("takes elements from masses that were moved to hydrogens", () => {
    const { topology } = readPrmtop(sharedData("openmmtools-systems/dhfr/JAC.prmtop"), "JAC.prmtop");
    const count = (z: number) => topology.elements.reduce((sum, element) => sum + (element === z ? 1 : 0), 0);
    expect([1, 6, 7, 8, 16].map(count)).toEqual([15267, 805, 216, 7263, 7]);
  });

  it("takes elements from the masses where there are no atomic numbers", () => {
    const from = PRMTOP.indexOf("%FLAG ATOMIC_NUMBER");
    const without = PRMTOP.slice(0, from) + PRMTOP.slice(PRMTOP.indexOf("%FLAG MASS"));
    expect([...readPrmtop(without, "a").topology.elements]).toEqual([...readPrmtop(PRMTOP, "a").topology.elements]);
  });

  it.each([
    ["no prmtop at all", "hello\n", 1, /no %FLAG/],
    [
      "a file cut off in a section",
      PRMTOP.slice(0, PRMTOP.indexOf("-1.03484442E+01")),
      0,
      /CHARGE has 5 entries, but 22/,
    ],
    ["a file without a section", PRMTOP.replace("%FLAG MASS", "%FLAG MOSS"), 0, /section MASS is missing/],
    ["a broken number", PRMTOP.replace("1.03484442E+01", "1.03484442E+x1"), 0, /entry of section CHARGE/],
    ["a broken format", PRMTOP.replace("%FORMAT(5E16.8)", "%FORMAT(5E"), 0, /CHARGE: there is no readable %FORMAT/],
    [
      "reals where integers belong",
      PRMTOP.replace("%FLAG MASS\n%FORMAT(5E16.8)", "%FLAG MASS\n%FORMAT(10I8)"),
      0,
      /another %FORMAT than expected: 10I8/,
    ],
    ["short POINTERS", PRMTOP.replace(/(%FLAG POINTERS\n.*\n.*\n)(.*\n){3}/, "$1"), 0, /10 pointers/],
    [
      "a bond to nowhere",
      PRMTOP.replace(/(%FLAG BONDS_WITHOUT_HYDROGEN\n.*\n) {6}../, "$1    9999"),
      0,
      /bond 1 names an atom/,
    ],
    [
      "a residue without atoms",
      PRMTOP.replace("       1       7      17", "       1      17      17"),
      0,
      /residue 2 begins/,
    ],
  ])("refuses %s", (_, text, line, message) => {
    const error = errorOf(() => {
      const prmtop = new Prmtop(text, "bad.prmtop");
      prmtop.reals("CHARGE", prmtop.pointer("NATOM"));
      prmtopTopology(prmtop);
    });
    expect(error.code).toBe("QMMM_FILE_FORMAT");
    expect(error.message).toMatch(message);
    expect(error.details.place?.file).toBe("bad.prmtop");
    expect(error.details.place?.line).toBeGreaterThan(0);
    if (line > 0) expect(error.details.place?.line).toBe(line);
  });

  it("names the very line of a broken number", () => {
    const broken = PRMTOP.replace("1.03484442E+01", "1.03484442E+x1");
    const error = errorOf(() => new Prmtop(broken, "b").reals("CHARGE"));
    expect(error.details.place?.line).toBe(lineOf(broken, "E+x1"));
  });

  it.skipIf(!hasSharedData)("leaves out the third side of rigid water", () => {
    const { topology } = readPrmtop(sharedData("openmm-systems/water-box-216.prmtop"), "w");
    expect(topology.atomCount).toBe(648);
    expect(topology.bonds).toHaveLength(2 * 432);
  });

  it.skipIf(!hasSharedData)("marks extra points", () => {
    const { topology } = readPrmtop(sharedData("parmed-systems/tip4p.parm7"), "tip4p.parm7");
    expect(topology.elements.includes(0)).toBe(true);
  });
});

describe("readInpcrd", () => {
  it("reads coordinates in Å", () => {
    const { geometry, title } = readInpcrd(INPCRD, "a.inpcrd");
    expect(title).toMatch(/^ACE-ALA-NME/);
    expect(geometry.positions).toHaveLength(66);
    expect(geometry.positions[0]! * BOHR_IN_ANGSTROM).toBeCloseTo(-3.2700773, 12);
    expect(geometry.cell).toBeUndefined();
  });

  const two = "two atoms\n    2\n   1.0000000   2.0000000   3.0000000   4.0000000   5.0000000   6.0000000\n";
  const velocities = "   0.1000000   0.2000000   0.3000000   0.4000000   0.5000000   0.6000000\n";
  const box = "  30.0000000  31.0000000  32.0000000  90.0000000  90.0000000  90.0000000\n";

  it("tells velocities from a box, even for two atoms", () => {
    expect(readInpcrd(two + box, "b").velocities).toBeUndefined();
    expect(readInpcrd(two + box, "b").geometry.cell!.vectors[4]! * BOHR_IN_ANGSTROM).toBeCloseTo(31, 12);
    const both = readInpcrd(two + velocities + box, "b");
    // 0.1 Å × 20.455 per ps, in a0 per ħ/Eh
    const expected = ((0.1 * 20.455) / BOHR_IN_ANGSTROM) * 2.4188843265864e-5;
    expect(Math.abs(both.velocities![0]! / expected - 1)).toBeLessThan(1e-5);
    const edges = [0, 4, 8].map((k) => both.geometry.cell!.vectors[k]! * BOHR_IN_ANGSTROM);
    [30, 31, 32].forEach((edge, k) => {
      expect(edges[k]).toBeCloseTo(edge, 12);
    });
    expect(readInpcrd(two + velocities, "b").geometry.cell).toBeUndefined();
  });

  it.each([
    ["a cut-off file", INPCRD.slice(0, 400), 9, /middle of the coordinates|should be a number/],
    ["a cut-off line", `${two.slice(0, -20)}\n`, 3, /coordinate 5 should be|coordinate 6 should be/],
    ["stars", two.replace("   4.0000000", "************"), 3, /coordinate 4/],
    ["a wrong count", two.replace("    2", "  two"), 2, /number of atoms/],
    ["a stray line", `${INPCRD}   1.0\n   2.0\n`, 15, /neither velocities nor a box/],
    ["an impossible box", two + velocities + box.replace("  30.00", " -30.00"), 5, /cell/],
  ])("refuses %s", (_, text, line, message) => {
    const error = errorOf(() => readInpcrd(text, "x"));
    expect(error.code).toBe("QMMM_FILE_FORMAT");
    expect(error.message).toMatch(message);
    expect(error.details.place?.line).toBeLessThanOrEqual(line);
  });

  it("knows a NetCDF file by its first bytes", () => {
    expectFormatError(
      () => readInpcrd(Uint8Array.of(0x43, 0x44, 0x46, 1, 0, 0), "x.rst7"),
      undefined,
      /inside its header/,
    );
  });

  it("needs the topology it belongs to", () => {
    const bytes = new TextEncoder().encode(two);
    expectFormatError(() => inpcrdFormat.read(bytes, { file: "x.rst7" }), undefined, /needs a topology/);
    const topology = readPrmtop(PRMTOP, "a.prmtop");
    expectFormatError(
      () => inpcrdFormat.read(bytes, { file: "x.rst7", topology }),
      2,
      /2 atoms, but the topology has 22/,
    );
    const system = inpcrdFormat.read(new TextEncoder().encode(INPCRD), { file: "a.inpcrd", topology });
    expect(system.topology.bonds).toEqual(topology.topology.bonds);
    expect(system.geometry.positions).toHaveLength(66);
  });
});
