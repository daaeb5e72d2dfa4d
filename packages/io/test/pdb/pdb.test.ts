import { BOHR_IN_ANGSTROM, createSystem, lengthsAnglesOf } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { formatPdb, readPdb } from "../../src/index.js";
import { decodeHybrid36, encodeHybrid36 } from "../../src/pdb/hybrid36.js";
import { example, expectFormatError, hasSharedData, sharedData } from "../support.js";

function atom(
  serial: string,
  name: string,
  residue: string,
  number: string,
  xyz: readonly number[],
  { altloc = " ", occupancy = "  1.00", element = "  ", chain = "A", record = "ATOM" } = {},
): string {
  const position = xyz.map((x) => x.toFixed(3).padStart(8)).join("");
  return (
    `${record.padEnd(6)}${serial.padStart(5)} ${name}${altloc}${residue.padStart(3).padEnd(4)}${chain}` +
    `${number.padStart(4).padEnd(5)}   ${position}${occupancy}  0.00          ${element}\n`
  );
}

const ALANINE_CARBON = atom("1", " CA ", "ALA", "1", [0, 0, 0]);

describe("readPdb", () => {
  it("reads the droplet of the examples", () => {
    const system = readPdb(example("water/water-droplet.pdb"), "water-droplet.pdb");
    expect(system.topology.atomCount).toBe(330);
    expect(system.topology.residues).toHaveLength(110);
    expect(system.topology.bonds).toHaveLength(2 * 220);
    expect(system.topology.residues[1]).toEqual({ name: "HOH", id: 2, chain: "A" });
  });

  it("tells elements by column, or by the alignment of the name", () => {
    const text =
      ALANINE_CARBON +
      atom("2", "CA  ", "CA ", "2", [9, 0, 0], { record: "HETATM" }) +
      atom("3", "HG11", "VAL", "3", [18, 0, 0]) +
      atom("4", " CL1", "LIG", "4", [27, 0, 0], { element: "CL" }) +
      atom("5", "FE  ", "HEM", "5", [36, 0, 0]) +
      atom("6", "1HB ", "ALA", "6", [45, 0, 0]) +
      atom("7", " ZN ", "ZN ", "7", [54, 0, 0]);
    expect([...readPdb(text, "e.pdb").topology.elements]).toEqual([6, 20, 1, 17, 26, 1, 30]);
  });

  it("keeps per residue the alternate location of greatest occupancy", () => {
    const text =
      atom("1", " N  ", "SER", "1", [0, 0, 0]) +
      atom("2", " CA ", "SER", "1", [1, 0, 0], { altloc: "A", occupancy: "  0.40" }) +
      atom("3", " CA ", "SER", "1", [2, 0, 0], { altloc: "B", occupancy: "  0.60" }) +
      atom("4", " CB ", "SER", "1", [3, 0, 0], { altloc: "A", occupancy: "  0.40" }) +
      atom("5", " CB ", "SER", "1", [4, 0, 0], { altloc: "B", occupancy: "  0.60" }) +
      atom("6", " CA ", "SER", "2", [9, 0, 0], { altloc: "A", occupancy: "  0.50" }) +
      atom("7", " CA ", "SER", "2", [8, 0, 0], { altloc: "B", occupancy: "  0.50" });
    const { topology, geometry } = readPdb(text, "alt.pdb");
    expect(topology.names).toEqual(["N", "CA", "CB", "CA"]);
    const x = [0, 1, 2, 3].map((k) => Math.round(geometry.positions[3 * k]! * BOHR_IN_ANGSTROM));
    expect(x).toEqual([0, 2, 4, 9]);
  });

  it("separates residues by insertion code, and waters whose numbers overflowed", () => {
    const insertion = ALANINE_CARBON + atom("2", " CA ", "ALA", "1A", [5, 0, 0]);
    // The code stands in column 27: written as part of the number's field, then shifted.
    const shifted = insertion.replace("A  1A ", "A   1A");
    expect(readPdb(shifted, "i.pdb").topology.residues).toHaveLength(2);
    const stars =
      atom("99999", " O  ", "HOH", "9999", [0, 0, 0]) +
      atom("*****", " O  ", "HOH", "****", [5, 0, 0]) +
      atom("*****", " O  ", "HOH", "****", [10, 0, 0]) +
      atom("A0000", " O  ", "HOH", "A002", [15, 0, 0]);
    expect(readPdb(stars, "s.pdb").topology.residues.map((r) => r.id)).toEqual([9999, 10000, 10001, 10002]);
  });

  it("adds the bonds of CONECT to those of distances, once", () => {
    const text =
      atom("10", "ZN  ", "ZN ", "1", [0, 0, 0]) +
      atom("20", " N  ", "LIG", "2", [2.9, 0, 0], { element: " N" }) +
      atom("30", " C  ", "LIG", "2", [4.2, 0, 0], { element: " C" }) +
      "CONECT   20   10   30\nCONECT   30   20   99\nEND\n";
    expect([...readPdb(text, "c.pdb").topology.bonds]).toEqual([1, 2, 0, 1]);
  });

  it("reads a cell, ignores the unit cube of models, and reads the first model only", () => {
    const cell = "CRYST1   20.000   30.000   40.000  90.00 100.00  90.00 P 1           1\n";
    const found = lengthsAnglesOf(readPdb(cell + ALANINE_CARBON, "c.pdb").geometry.cell!);
    expect(found.b * BOHR_IN_ANGSTROM).toBeCloseTo(30, 12);
    expect((found.beta * 180) / Math.PI).toBeCloseTo(100, 10);
    const none = "CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1           1\n";
    const models = `${none}MODEL        1\n${ALANINE_CARBON}ENDMDL\nMODEL        2\n${ALANINE_CARBON}ENDMDL\n`;
    const system = readPdb(models, "m.pdb");
    expect(system.geometry.cell).toBeUndefined();
    expect(system.topology.atomCount).toBe(1);
  });

  it.each([
    ["a record that ends early", ALANINE_CARBON.slice(0, 50), 1, /ends before the coordinates/],
    ["a coordinate that is no number", ALANINE_CARBON.replace("0.000", "0.0O0"), 1, /coordinate x should be a number/],
    ["stars for a coordinate", ALANINE_CARBON.replace("   0.000", "********"), 1, /coordinate x/],
    ["an unknown element", ALANINE_CARBON.replace(" CA  ALA", " Q1  LIG"), 1, /element of atom "Q1" can't be told/],
    ["no atoms", "REMARK nothing\nEND\n", 2, /not a single ATOM/],
    ["an impossible cell", `CRYST1   20.000   30.000   40.000 170.00 100.00  20.00\n${ALANINE_CARBON}`, 1, /cell/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readPdb(text, "x.pdb"), line, message);
  });

  it.skipIf(!hasSharedData)("reads DHFR: 23,558 atoms, more than 9,999 serials", () => {
    const { topology } = readPdb(sharedData("openmm-systems/5dhfr_cube.pdb"), "5dhfr_cube.pdb");
    expect(topology.atomCount).toBeGreaterThan(23_000);
    expect(topology.names.filter((_, k) => topology.elements[k] === 0)).toEqual([]);
  });
});

describe("formatPdb", () => {
  it("writes what readPdb reads back", () => {
    const system = createSystem({
      elements: [8, 1, 1, 20],
      names: ["O", "H1", "H2", "CA"],
      residues: [
        { name: "HOH", id: 12345, chain: "B" },
        { name: "CA", id: 2, chain: "" },
      ],
      residueOf: [0, 0, 0, 1],
      bonds: [0, 1, 0, 2],
      positions: [0, 0, 0, 1.8, 0, 0, 0, 1.8, 0, -20.5, 3, 4],
      cell: { vectors: Float64Array.of(60, 0, 0, 0, 70, 0, 0, 0, 80) },
      title: "water and calcium",
    });
    const back = readPdb(formatPdb(system), "back.pdb");
    expect(back.topology.residues).toEqual(system.topology.residues);
    expect(back.topology.names).toEqual(system.topology.names);
    expect([...back.topology.elements]).toEqual([8, 1, 1, 20]);
    expect([...back.topology.bonds]).toEqual([0, 1, 0, 2]);
    expect(back.title).toBe("water and calcium");
    back.geometry.positions.forEach((x, k) => {
      expect(Math.abs(x - system.geometry.positions[k]!) * BOHR_IN_ANGSTROM).toBeLessThan(5.01e-4);
    });
    expect(back.geometry.cell!.vectors[4]! - 70).toBeLessThan(1e-3);
  });
});

describe("hybrid-36", () => {
  it("encodes as Grosse-Kunstleve's reference does", () => {
    for (const [value, width, text] of [
      [9999, 4, "9999"],
      [10000, 4, "A000"],
      [10000 + 26 * 36 ** 3, 4, "a000"],
      [10000 + 2 * 26 * 36 ** 3 - 1, 4, "zzzz"],
      [99999, 5, "99999"],
      [100000, 5, "A0000"],
    ] as const) {
      expect(encodeHybrid36(value, width)).toBe(text);
      expect(decodeHybrid36(text, width)).toBe(value);
    }
    expect(encodeHybrid36(10 ** 9, 4)).toBe("****");
    expect(decodeHybrid36("****", 4)).toBeUndefined();
  });
});
