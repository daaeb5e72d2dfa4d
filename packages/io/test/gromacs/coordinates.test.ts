import { BOHR_IN_ANGSTROM, TIME_IN_FEMTOSECOND } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { groFormat, readG96, readGro } from "../../src/index.js";
import { expectFormatError, hasSharedData, sharedData } from "../support.js";

const NANOMETRE = 10 / BOHR_IN_ANGSTROM;
const VELOCITY = NANOMETRE / (1000 / TIME_IN_FEMTOSECOND);

/** A .gro file of two waters, the second of four sites, with so many decimals. */
function gro(decimals: number, box = "   1.86206   1.86206   1.86206", velocities = true): string {
  const x = (value: number): string => value.toFixed(decimals).padStart(decimals + 5);
  const v = (value: number): string => value.toFixed(decimals + 1).padStart(decimals + 5);
  const atom = (residue: number, name: string, number: number, position: number[]): string =>
    `${String(residue).padStart(5)}${"SOL".padEnd(5)}${name.padStart(5)}${String(number).padStart(5)}` +
    position.map(x).join("") +
    (velocities ? position.map((value) => v(value / 10)).join("") : "");
  const rows = [
    atom(1, "OW", 1, [0.126, 1.624, 1.679]),
    atom(1, "HW1", 2, [0.19, 1.661, 1.747]),
    atom(1, "HW2", 3, [0.177, 1.568, 1.613]),
    atom(99999, "OW", 99999, [1.275, 0.053, 0.622]),
    atom(99999, "HW1", 0, [1.337, 0.002, 0.68]),
    atom(99999, "HW2", 1, [1.326, 0.12, 0.568]),
    atom(99999, "MW", 2, [1.287, 0.0545, 0.6225]),
  ];
  return `Waters, t=   0.00000\n${rows.length}\n${rows.join("\n")}\n${box}\n`;
}

const G96 = `TITLE
Water
END
TIMESTEP
              0       0.000000
END
POSITION
# a comment is no atom in GROMACS's own files, which have none
END
`;

const WATER96 = `TITLE
Water
in two lines
END
POSITION
    1 SOL   OW         1    0.126000001    1.624000002    1.679000003
    1 SOL   HW1        2    0.190000000    1.661000000    1.747000000
    1 SOL   HW2        3    0.177000000   -1.568000000    1.613000000
END
VELOCITY
    1 SOL   OW         1    0.100000000    0.200000000   -0.300000000
    1 SOL   HW1        2    0.400000000    0.500000000    0.600000000
    1 SOL   HW2        3    0.700000000    0.800000000    0.900000000
END
BOX
    3.000000000    2.500000000    2.000000000    0.000000000    0.000000000    1.000000000    0.000000000   -0.500000000    0.250000000
END
`;

describe("gro", () => {
  it.each([3, 5, 9])("%i decimals, with velocities", (decimals) => {
    const { topology, geometry, velocities, title } = readGro(gro(decimals), "waters.gro");
    expect(title).toBe("Waters, t=   0.00000");
    expect(Array.from(topology.elements)).toEqual([8, 1, 1, 8, 1, 1, 0]);
    expect(Array.from(topology.bonds)).toEqual([0, 1, 0, 2, 3, 4, 3, 5]);
    expect(topology.residues.map(({ id }) => id)).toEqual([1, 99999]);
    expect(geometry.positions[2]! / NANOMETRE).toBeCloseTo(1.679, 12);
    expect(velocities![2]! / VELOCITY).toBeCloseTo(0.1679, 12);
    expect(Array.from(geometry.cell!.vectors, (y) => y / NANOMETRE)[4]).toBeCloseTo(1.86206, 12);
  });

  it("without velocities and box", () => {
    const { geometry, velocities } = readGro(gro(3, "   0.0 0.0 0.0", false), "waters.gro");
    expect(velocities).toBeUndefined();
    expect(geometry.cell).toBeUndefined();
  });

  it("a triclinic box: diagonal first", () => {
    const { vectors } = readGro(gro(3, "3.0 2.9 2.8 0 0 0.5 0 -0.6 0.7"), "waters.gro").geometry.cell!;
    const expected = [3, 0, 0, 0.5, 2.9, 0, -0.6, 0.7, 2.8];
    expected.forEach((x, k) => {
      expect(vectors[k]! / NANOMETRE).toBeCloseTo(x, 12);
    });
  });

  it("takes what the atoms are from a topology", () => {
    const bytes = new TextEncoder().encode(gro(3));
    const alone = readGro(bytes, "waters.gro");
    const topology = { ...alone, topology: { ...alone.topology, names: alone.topology.names.map(() => "A") } };
    const system = groFormat.read(bytes, { file: "waters.gro", topology });
    expect(system.topology.names[0]).toBe("A");
    expect(system.geometry.positions).toEqual(alone.geometry.positions);
  });

  const lines = gro(3).split("\n");
  it.each([
    ["an empty file", "", 1, /ends before/],
    ["no number of atoms", gro(3).replace("\n7\n", "\nseven\n"), 2, /number of atoms/],
    ["fewer atoms than announced", gro(3).replace("\n7\n", "\n70\n"), 10, /ends before 70 atoms/],
    ["more atoms than announced", gro(3).replace("\n7\n", "\n6\n"), 9, /box/i],
    ["a coordinate that is none", gro(3).replace("1.624", "1.6x4"), 3, /coordinate/],
    ["a row cut off", [...lines.slice(0, 5), lines[5]!.slice(0, 33), ...lines.slice(6)].join("\n"), 6, /coordinate/],
    ["a velocity cut off", [...lines.slice(0, 5), lines[5]!.slice(0, 55), ...lines.slice(6)].join("\n"), 6, /velocity/],
    ["a left-handed box", gro(3, "-3 3 3"), 10, /left-handed/],
    ["a box of four numbers", gro(3, "3 3 3 1"), 10, /3 or 9 numbers/],
    ["an unknown element", gro(3).replace("   OW", "   QQ"), 3, /element of atom "QQ"/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readGro(text, "bad.gro"), line, message);
  });

  it.skipIf(!hasSharedData)("reads public files", () => {
    const path = "gromacs-testdata/gromacs/gmxpreprocess/tests/spc216.gro";
    const { topology, geometry } = readGro(sharedData(path), path);
    expect([topology.atomCount, topology.residues.length, topology.bonds.length]).toEqual([648, 216, 864]);
    expect(geometry.cell!.vectors[0]! / NANOMETRE).toBeCloseTo(1.86206, 6);
    expect(readGro(sharedData("parmed-systems/1aki.ff99sbildn.gro"), "1aki.gro").topology.atomCount).toBe(1960);
  });
});

describe("g96", () => {
  it("keeps all decimals, velocities, a triclinic box", () => {
    const { topology, geometry, velocities, title } = readG96(WATER96, "water.g96");
    expect(title).toBe("Water in two lines");
    expect(Array.from(topology.elements)).toEqual([8, 1, 1]);
    expect(topology.residues).toEqual([{ name: "SOL", id: 1, chain: "" }]);
    expect(geometry.positions[0]! / NANOMETRE).toBeCloseTo(0.126000001, 14);
    expect(velocities![8]! / VELOCITY).toBeCloseTo(0.9, 12);
    const expected = [3, 0, 0, 1, 2.5, 0, -0.5, 0.25, 2];
    expected.forEach((x, k) => {
      expect(geometry.cell!.vectors[k]! / NANOMETRE).toBeCloseTo(x, 12);
    });
  });

  it("is open without a box", () => {
    expect(readG96(WATER96.replace(/BOX[\s\S]*/, ""), "water.g96").geometry.cell).toBeUndefined();
  });

  it.each([
    ["no atoms", G96.replace(/#.*\n/, ""), 8, /no block POSITION/],
    ["a block without its end", WATER96.replace(/END\nVELOCITY[\s\S]*/, ""), 5, /POSITION has no END/],
    ["text between blocks", WATER96.replace("VELOCITY", "velocities follow"), 10, /name of a block/],
    ["two coordinates", WATER96.replace("    1.679000003", ""), 6, /three coordinates/],
    ["too few velocities", WATER96.replace(/.*0.900000000\n/, ""), 11, /2 velocities/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readG96(text, "bad.g96"), line, message);
  });
});
