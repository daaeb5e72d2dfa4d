import { bondedNeighbours, createSystem, createTopology, DALTON, moleculesOf, subsystem } from "@qmmm/core";
import { describe, expect, test } from "vitest";

const coded = (code: string) => expect.objectContaining({ code });

describe("createTopology", () => {
  test("fills in what is missing", () => {
    const topology = createTopology({ elements: [8, 1, 1] });
    expect(topology).toMatchObject({
      atomCount: 3,
      names: ["O", "H", "H"],
      residues: [{ name: "MOL", id: 1, chain: "" }],
    });
    expect(topology.elements).toStrictEqual(Uint8Array.of(8, 1, 1));
    expect(topology.masses[0]).toBe(15.999 * DALTON);
    expect(topology.residueOf).toStrictEqual(new Int32Array(3));
    expect(topology.bonds).toStrictEqual(new Int32Array(0));
  });

  test("nothing is a topology too", () => {
    expect(createTopology({ elements: [] })).toMatchObject({ atomCount: 0, names: [], residues: [] });
  });

  test("copies what it is given", () => {
    const bonds = [0, 1];
    const topology = createTopology({ elements: [1, 1], bonds });
    bonds[0] = 1;
    expect(topology.bonds[0]).toBe(0);
  });

  test.each([
    [{ elements: [1, 1], names: ["H"] }, "QMMM_TOPOLOGY_LENGTH"],
    [{ elements: [1, 1], masses: [1] }, "QMMM_TOPOLOGY_LENGTH"],
    [{ elements: [1, 1], residueOf: [0] }, "QMMM_TOPOLOGY_LENGTH"],
    [{ elements: [1, 1], residueOf: [0, 1] }, "QMMM_TOPOLOGY_INDEX"],
    [{ elements: [1, 1], bonds: [0, 2] }, "QMMM_TOPOLOGY_INDEX"],
    [{ elements: [1, 1], bonds: [-1, 0] }, "QMMM_TOPOLOGY_INDEX"],
    [{ elements: [1, 1], bonds: [0] }, "QMMM_TOPOLOGY_BOND"],
    [{ elements: [1, 1], bonds: [1, 1] }, "QMMM_TOPOLOGY_BOND"],
    [{ elements: [1, 200] }, "QMMM_ELEMENT_UNKNOWN"],
    [{ elements: [1.5] }, "QMMM_ELEMENT_UNKNOWN"],
  ])("refuses %j", (parts, code) => {
    expect(() => createTopology(parts)).toThrow(coded(code));
  });
});

describe("createSystem", () => {
  test("keeps cell, velocities and title", () => {
    const cell = { vectors: Float64Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9) };
    const system = createSystem({ elements: [2], positions: [1, 2, 3], velocities: [0, 0, 1], cell, title: "helium" });
    expect(system.geometry).toStrictEqual({ positions: Float64Array.of(1, 2, 3), cell });
    expect(system.geometry.cell!.vectors).not.toBe(cell.vectors);
    expect(system).toMatchObject({ title: "helium", velocities: Float64Array.of(0, 0, 1) });
  });

  test.each([
    [{ elements: [1], positions: [1, 2] }, "QMMM_TOPOLOGY_LENGTH"],
    [{ elements: [1], positions: [1, 2, Number.NaN] }, "QMMM_GEOMETRY_NOT_FINITE"],
    [{ elements: [1], positions: [1, 2, 3], velocities: [1] }, "QMMM_TOPOLOGY_LENGTH"],
    [{ elements: [1], positions: [1, 2, 3], velocities: [1, 2, Number.POSITIVE_INFINITY] }, "QMMM_GEOMETRY_NOT_FINITE"],
  ])("refuses %j", (parts, code) => {
    expect(() => createSystem(parts)).toThrow(coded(code));
  });
});

describe("subsystem", () => {
  const system = createSystem({
    elements: [6, 6, 8, 1, 8],
    names: ["C1", "C2", "O3", "H4", "O5"],
    residueOf: [0, 0, 1, 1, 2],
    residues: [
      { name: "A", id: 1, chain: "X" },
      { name: "B", id: 2, chain: "X" },
      { name: "C", id: 3, chain: "Y" },
    ],
    bonds: [0, 1, 1, 2, 2, 3],
    positions: Array.from({ length: 15 }, (_, k) => k),
    velocities: Array.from({ length: 15 }, (_, k) => -k),
  });

  test("keeps what belongs to the atoms, renumbered", () => {
    const part = subsystem(system, [4, 2, 1]);
    expect(part.topology).toMatchObject({ atomCount: 3, names: ["O5", "O3", "C2"] });
    expect(Array.from(part.topology.residueOf, (r) => part.topology.residues[r]!.name)).toEqual(["C", "B", "A"]);
    expect(part.topology.bonds).toStrictEqual(Int32Array.of(2, 1));
    expect(part.geometry.positions).toStrictEqual(Float64Array.of(12, 13, 14, 6, 7, 8, 3, 4, 5));
    expect(part.velocities).toStrictEqual(Float64Array.of(-12, -13, -14, -6, -7, -8, -3, -4, -5));
  });

  test("residues without atoms go", () => {
    expect(subsystem(system, [4]).topology.residues).toEqual([{ name: "C", id: 3, chain: "Y" }]);
  });

  test("refuses atoms that do not exist, and repeats", () => {
    expect(() => subsystem(system, [5])).toThrow(coded("QMMM_TOPOLOGY_INDEX"));
    expect(() => subsystem(system, [1, 1])).toThrow(coded("QMMM_TOPOLOGY_INDEX"));
  });
});

test("neighbours and molecules along the bonds", () => {
  const topology = { atomCount: 6, bonds: Int32Array.of(3, 0, 0, 5, 1, 4) };
  expect(bondedNeighbours(topology)).toEqual([[3, 5], [4], [], [0], [1], [0]]);
  expect(moleculesOf(topology)).toStrictEqual(Int32Array.of(0, 1, 2, 0, 1, 0));
});
