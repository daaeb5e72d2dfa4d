import { BOHR_IN_ANGSTROM, createSystem, DALTON, HARTREE_IN_EV } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { formatExtendedXyz, formatXyz, readXyz } from "../../src/index.js";
import { expectFormatError } from "../support.js";

const WATER = "3\na water\nO 0.0 0.0 0.1173\nH 0.0 0.7572 -0.4692\nH 0.0 -0.7572 -0.4692\n";

describe("readXyz", () => {
  it("reads elements, positions, title and perceives bonds", () => {
    const { system } = readXyz(WATER, "water.xyz")[0]!;
    expect([...system.topology.elements]).toEqual([8, 1, 1]);
    expect(system.geometry.positions[4]! * BOHR_IN_ANGSTROM).toBeCloseTo(0.7572, 14);
    expect([...system.topology.bonds]).toEqual([0, 1, 0, 2]);
    expect(system.title).toBe("a water");
  });

  it("reads every frame, atomic numbers for symbols, Windows line ends and blank last lines", () => {
    const frames = readXyz(`${WATER}${WATER.replace("O ", "8 ").replaceAll("\n", "\r\n")}\n\n`, "two.xyz");
    expect(frames).toHaveLength(2);
    expect([...frames[1]!.system.topology.elements]).toEqual([8, 1, 1]);
  });

  it.each([
    ["no atom count", "water\n", 1, /number of atoms should be a whole number/],
    ["an atom count of 0", "0\n\n", 1, /number of atoms is 0/],
    ["a cut-off frame", WATER.slice(0, WATER.lastIndexOf("H")), 4, /ends after 2 of 3 atoms/],
    ["a cut-off line", WATER.slice(0, -10), 5, /needs 4 columns/],
    ["a word for a number", WATER.replace("0.7572", "0.75x2"), 4, /pos of atom 2 should be a number/],
    ["NaN", WATER.replace("0.7572", "nan"), 4, /should be a number/],
    ["stars", WATER.replace("0.7572", "******"), 4, /should be a number/],
    ["an unknown element", WATER.replace("O ", "Qq "), 3, /"Qq" is not an element/],
    ["an empty file", "", 1, /empty/],
  ])("refuses %s", (_, text, line, message) => {
    expectFormatError(() => readXyz(text, "x.xyz"), line, message);
  });
});

describe("extended XYZ", () => {
  const text =
    '2\nProperties=species:S:1:pos:R:3:momenta:R:3:forces:R:3 Lattice="10 0 0 0 11 0 0 0 12" energy=-27.211386245981 ' +
    'pbc="T T T" name="a \\"quoted\\" title" converged step=7\nH 0 0 0 1 0 0 0 0 0.5\nH 0 0 0.74 -1 0 0 0 0 -0.5\n';

  it("reads cell, energy, forces, momenta and comment", () => {
    const { system, energy, forces, info } = readXyz(text, "h2.xyz")[0]!;
    expect(energy).toBeCloseTo(-1, 14);
    expect(forces![2]! * (HARTREE_IN_EV / BOHR_IN_ANGSTROM)).toBeCloseTo(0.5, 14);
    expect(system.geometry.cell!.vectors[4]! * BOHR_IN_ANGSTROM).toBeCloseTo(11, 13);
    // ASE: v = p/m, in Å/(Å√(u/eV)); kinetic energy p²/2m in eV.
    const mass = system.topology.masses[0]!;
    expect((0.5 * mass * system.velocities![0]! ** 2 * HARTREE_IN_EV * mass) / DALTON).toBeCloseTo(0.5, 12);
    expect(info).toMatchObject({ name: 'a "quoted" title', converged: "T", step: "7" });
  });

  it("comes back as it was written, titles with quotes, backslashes and line breaks included", () => {
    const system = createSystem({
      elements: [8, 1, 1],
      names: ["OW", "HW1", "HW2"],
      residues: [{ name: "WAT", id: 12, chain: "" }],
      positions: [0.1, -0.2, 0.3, 1.8, 0.1, 0, -0.5, 1.7, 0.2],
      cell: { vectors: Float64Array.of(20, 0, 0, 1, 21, 0, 2, 3, 22) },
    });
    const velocities = Float64Array.from({ length: 9 }, (_, k) => 1e-4 * (k - 4));
    const forces = Float64Array.from({ length: 9 }, (_, k) => 0.01 * (k - 3));
    const title = 'C:\\new "run" = {1}\nsecond';
    const written = formatExtendedXyz(system.topology, system.geometry, {
      energy: -76.123456789012,
      forces,
      velocities,
      residues: true,
      info: { title, step: 3, done: true },
    });
    const back = readXyz(written, "back.xyz")[0]!;
    expect(back.energy).toBeCloseTo(-76.123456789012, 12);
    expect(back.system.title).toBe(title);
    expect(back.info.done).toBe("T");
    expect(back.system.topology.names).toEqual(["OW", "HW1", "HW2"]);
    expect(back.system.topology.residues).toEqual([{ name: "WAT", id: 12, chain: "" }]);
    for (let k = 0; k < 9; k++) {
      expect(back.system.geometry.positions[k]).toBeCloseTo(system.geometry.positions[k]!, 7);
      expect(back.forces![k]).toBeCloseTo(forces[k]!, 8);
      expect(back.system.velocities![k]).toBeCloseTo(velocities[k]!, 9);
      expect(back.system.geometry.cell!.vectors[k]).toBeCloseTo(system.geometry.cell!.vectors[k]!, 7);
    }
  });

  it.each([
    ["a lattice of 8 numbers", text.replace("0 0 12", "0 12"), /Lattice needs 9 numbers/],
    ["an unclosed quote", text.replace('title"', "title"), /can't be read from/],
    ["properties without positions", text.replace("pos:R:3", "xyz:R:3"), /lack the positions/],
    ["an unknown type of column", text.replace("pos:R", "pos:Q"), /Properties can't be read/],
    ["mixed periodicity", text.replace("T T T", "T T F"), /some directions only/],
    ["an energy that is a word", text.replace("-27.2", "x27.2"), /The energy should be a number/],
  ])("refuses %s", (_, wrong, message) => {
    expectFormatError(() => readXyz(wrong, "h2.xyz"), 2, message);
  });

  it("writes plain XYZ on single lines", () => {
    const { system } = readXyz(WATER, "water.xyz")[0]!;
    const back = formatXyz(system.topology, system.geometry, "two\nlines");
    expect(back.split("\n")[1]).toBe("two lines");
    expect(readXyz(back, "back.xyz")[0]!.system.geometry.positions[4]! * BOHR_IN_ANGSTROM).toBeCloseTo(0.7572, 8);
  });
});
