import { readFileSync } from "node:fs";
import { createRandomStream, isQmmmError, type System } from "@qmmm/core";
import { AWKWARD_WORDS, mutatedTexts } from "@qmmm/core/testing";
import { describe, expect, it } from "vitest";
import { gromacsTopologySystem, readG96, readGro, readGromacsTopology } from "../../src/index.js";

const WORDS = [...AWKWARD_WORDS, ";", "#ifdef A", '#include "functions.top"', "[ bonds ]", "["];
const fixture = (name: string): string =>
  readFileSync(new URL(`../../../mm-forcefield/test/fixtures/gromacs/${name}`, import.meta.url), "utf8");

const GRO = `Two waters
    6
    1SOL     OW    1   0.126   1.624   1.679  0.1227 -0.0580  0.0434
    1SOL    HW1    2   0.190   1.661   1.747  0.8085  0.3191 -0.7791
    1SOL    HW2    3   0.177   1.568   1.613 -0.9045 -2.6469  1.3180
    2SOL     OW    4   1.275   0.053   0.622  0.2519  0.3140 -0.1734
    2SOL    HW1    5   1.337   0.002   0.680 -1.0641 -1.1349  0.0257
    2SOL    HW2    6   1.326   0.120   0.568  1.9427 -0.8216 -0.0244
   1.82060   1.82060   1.82060   0.00000   0.00000   0.10000   0.00000   0.20000   0.30000
`;

function expectSound({ topology, geometry, velocities }: System): void {
  expect(topology.names).toHaveLength(topology.atomCount);
  for (const numbers of [topology.masses, geometry.positions, geometry.cell?.vectors ?? [], velocities ?? []]) {
    for (const number of numbers) if (!Number.isFinite(number)) throw new Error(`there is ${number}`);
  }
}

/** How many mutations were read and how many refused; anything else throws. */
async function outcomes(sources: Iterable<string>, read: (text: string) => System | Promise<System>) {
  const counts = { read: 0, refused: 0 };
  for (const source of sources) {
    try {
      expectSound(await read(source));
      counts.read++;
    } catch (error) {
      if (!isQmmmError(error)) throw error;
      expect(error.code).toMatch(/^QMMM_(FILE|GEOMETRY|TOPOLOGY|CELL|ELEMENT|MM)_/);
      counts.refused++;
    }
  }
  return counts;
}

describe("mutilated files are read or refused", () => {
  it.each([
    ["gro", GRO, (text: string) => readGro(text, "x.gro")],
    ["g96", fixture("functions.g96"), (text: string) => readG96(text, "x.g96")],
  ] as const)("%s", async (name, source, read) => {
    const counts = await outcomes(mutatedTexts(source, 600, createRandomStream(`fuzz ${name}`), WORDS), read);
    expect(counts.read + counts.refused).toBe(600);
    expect(Math.min(counts.read, counts.refused), JSON.stringify(counts)).toBeGreaterThan(10);
  });

  it.each(["functions.top", "types.itp"])("%s", async (mutated) => {
    const originals = ["functions.top", "types.itp", "cmap.itp"].map((name) => [name, fixture(name)] as const);
    const read = async (text: string): Promise<System> => {
      // A mutated include may name any of the files: circles are possible.
      const files = new Map([...originals, [mutated, text]]);
      const topology = await readGromacsTopology(files.get("functions.top")!, "functions.top", {
        read: async (name) => {
          const content = files.get(name);
          return content === undefined ? undefined : new TextEncoder().encode(content);
        },
        defines: ["BOND1", "PAIRS", "NBFIX", "DIHEDRAL=9", "CMAP"],
      });
      expect(topology.atomCount).toBeGreaterThan(0);
      return gromacsTopologySystem(topology.atomCount > 10_000 ? { ...topology, molecules: [] } : topology);
    };
    const counts = await outcomes(
      mutatedTexts(fixture(mutated), 500, createRandomStream(`fuzz ${mutated}`), WORDS),
      read,
    );
    expect(counts.read + counts.refused).toBe(500);
    expect(Math.min(counts.read, counts.refused), JSON.stringify(counts)).toBeGreaterThan(10);
  });

  it("files cut off anywhere", async () => {
    const top = fixture("functions.top").replace('#include "types.itp"', fixture("types.itp"));
    const cuts = Array.from({ length: 60 }, (_, k) => top.slice(0, Math.floor((k * top.length) / 60)));
    const counts = await outcomes(cuts, async (text) =>
      gromacsTopologySystem(await readGromacsTopology(text, "x.top", { read: async () => undefined })),
    );
    expect(counts).toEqual({ read: 0, refused: 60 });
  });
});
