import { BOHR_IN_ANGSTROM, createHooks, FileError, type Resources, registerPlugins } from "@qmmm/core";
import ioFormats from "@qmmm/io";
import { describe, expect, test } from "vitest";
import { readSystem } from "../../src/input/read-system.js";
import { SystemInput } from "../../src/input/schema.js";

const { formats } = registerPlugins([ioFormats], createHooks());
const FILE = `3
Lattice="9 0 0 0 9 0 0 0 9" Properties=species:S:1:pos:R:3:momenta:R:3 pbc="T T T"
O 0 0 0 0.1 0 0
H 0.757 0.586 0 0 0 0
H -0.757 0.586 0 0 0 0
`;
const resources: Resources = { read: () => Promise.resolve(new TextEncoder().encode(FILE)) };
const read = (options: object) => readSystem(SystemInput.parse({ file: "water.xyz", ...options }), formats, resources);

describe("the structure", () => {
  test("keeps cell and velocities of the file", async () => {
    const { geometry, velocities } = await read({});
    expect(geometry.cell?.vectors[0]).toBeCloseTo(9 / BOHR_IN_ANGSTROM, 12);
    expect(velocities?.[0]).toBeGreaterThan(0);
  });

  test("leaves them out on request", async () => {
    const { geometry, velocities } = await read({ cell: "none", velocities: false });
    expect(geometry.cell).toBeUndefined();
    expect(velocities).toBeUndefined();
  });

  test("takes another cell: right angles give exact zeros, others the lengths and angles asked for", async () => {
    const box = await read({ cell: { a: "10 Å", b: "11 Å", c: "12 Å" } });
    expect(Array.from(box.geometry.cell!.vectors, (x) => x * BOHR_IN_ANGSTROM)).toEqual([
      expect.closeTo(10, 10),
      0,
      0,
      0,
      expect.closeTo(11, 10),
      0,
      0,
      0,
      expect.closeTo(12, 10),
    ]);
    const [, , , bx, by] = (await read({ cell: { a: "1 nm", b: "1 nm", c: "2 nm", gamma: "120 deg" } })).geometry.cell!
      .vectors;
    expect(bx! / by!).toBeCloseTo(-1 / Math.sqrt(3), 12);
  });

  test("a stated format goes before the ending", async () => {
    await expect(read({ format: "pdb" })).rejects.toMatchObject({ code: "QMMM_FILE_FORMAT" });
    await expect(read({ format: "pdbx" })).rejects.toMatchObject({
      code: "QMMM_FORMAT_UNKNOWN",
      details: { value: "pdbx" },
    });
  });

  test("atoms on top of each other are found across the faces of the cell", async () => {
    const twin = FILE.replace("H 0.757 0.586 0 0 0 0", "H 8.95 0 0 0 0 0");
    const files: Resources = { read: () => Promise.resolve(new TextEncoder().encode(twin)) };
    await expect(readSystem(SystemInput.parse({ file: "w.xyz" }), formats, files)).rejects.toMatchObject({
      code: "QMMM_GEOMETRY_ATOMS_COINCIDE",
      details: { value: "0.050 Å" },
    });
  });

  test("a topology finds what it includes in the folders named", async () => {
    const ff = "[ defaults ]\n1 2 yes 0.5 0.8\n[ atomtypes ]\nAr 18 39.95 0 A 0.34 1.0\n";
    const top = '#include "ff/forcefield.itp"\n[ moleculetype ]\nAR 1\n[ atoms ]\n1 Ar 1 AR AR 1 0\n';
    const gro = `Argon\n    1\n    1AR      AR    1${"   0.100".repeat(3)}\n   2.0   2.0   2.0\n`;
    const contents: Readonly<Record<string, string>> = {
      "a.top": `${top}[ system ]\nArgon\n[ molecules ]\nAR 1\n`,
      "share/ff/forcefield.itp": ff,
      "a.gro": gro,
    };
    const files: Resources = {
      read: async (name) => {
        const text = contents[name];
        if (text === undefined) throw new FileError("QMMM_FILE_NOT_FOUND", `There is no file ${name}`);
        return new TextEncoder().encode(text);
      },
    };
    const input = { topology: "a.top", coordinates: "a.gro" };
    const found = await readSystem(SystemInput.parse({ ...input, include: ["share"] }), formats, files);
    expect(Array.from(found.topology.elements)).toEqual([18]);
    await expect(readSystem(SystemInput.parse(input), formats, files)).rejects.toMatchObject({
      code: "QMMM_FILE_NOT_FOUND",
      details: { value: "ff/forcefield.itp" },
    });
  });
});
