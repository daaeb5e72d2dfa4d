import { isQmmmError, type QmmmError } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  gromacsTopologyFormat,
  gromacsTopologySystem,
  type PreprocessorOptions,
  preprocess,
  readGromacsTopology,
} from "../../src/index.js";

const folder = (files: Readonly<Record<string, string>>): Pick<PreprocessorOptions, "read"> => ({
  read: async (name) => (files[name] === undefined ? undefined : new TextEncoder().encode(files[name])),
});

async function errorFrom(promise: Promise<unknown>): Promise<QmmmError> {
  try {
    await promise;
  } catch (error) {
    if (isQmmmError(error)) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

const texts = async (source: string, options: Partial<PreprocessorOptions> = {}) =>
  (await preprocess(source, "a/main.top", { ...folder({}), ...options })).map(({ text }) => text);

describe("preprocessor", () => {
  it("drops comments, joins lines, and remembers where they were", async () => {
    const lines = await preprocess("; all\n a b ; c\n\n d \\\n e\\ \nf ; g \\\nh\ni", "x.top", folder({}));
    expect(lines.map(({ text, line }) => [text.replace(/\s+/g, " ").trim(), line])).toEqual([
      ["a b", 2],
      ["d e f", 4],
      ["i", 8],
    ]);
  });

  it("replaces macros by whole words, macros within macros, and keeps those without a value", async () => {
    const source =
      "#define k 1.0 2.0\n#define both k k ; twice\n#define EMPTY\nboth kk k.1 EMPTY 1e3\n#undef k\nk\n[ k ]";
    expect(await texts(source)).toEqual(["1.0 2.0 1.0 2.0 kk 1.0 2.0.1 EMPTY 1e3", "k", "[ k ]"]);
    expect(await texts("#define a b\n#define b a\na")).toEqual(["a"]);
  });

  it("takes defines from outside", async () => {
    const source = "#ifdef POSRES\nrestrained\n#endif\nK";
    expect(await texts(source, { defines: ["-DPOSRES", "K=5 6"] })).toEqual(["restrained", "5 6"]);
    expect(await texts(source)).toEqual(["K"]);
    expect((await errorFrom(texts(source, { defines: ["5=6"] }))).code).toBe("QMMM_MM_DEFINE_INVALID");
  });

  it("nests conditions", async () => {
    const source =
      "#ifdef A\n1\n#ifndef B\n2\n#else\n3\n#endif\n#else\n4\n# ifndef B\n5\n#endif\n#bad in a dead branch? no\n#endif";
    await expect(texts(source)).rejects.toThrow(/#bad is no directive/);
    const good = source.replace("#bad in a dead branch? no\n", "");
    expect(await texts(good)).toEqual(["4", "5"]);
    expect(await texts(good, { defines: ["A"] })).toEqual(["1", "2"]);
    expect(await texts(good, { defines: ["A", "B"] })).toEqual(["1", "3"]);
  });

  it("looks beside the including file, beside the first file, and in the folders named", async () => {
    const files = {
      "a/ff/forcefield.itp": '#include "bonded.itp"\n#include <../shared.itp>\n#include "water.itp"',
      "a/ff/bonded.itp": "bonded",
      "a/shared.itp": "shared",
      "/top/water.itp": "water",
    };
    const lines = await texts('#include "./ff/forcefield.itp" ; the force field\nend', {
      ...folder(files),
      includePaths: ["/top"],
    });
    expect(lines).toEqual(["bonded", "shared", "water", "end"]);
    const bare = await preprocess('#include "./x.itp"', "main.top", folder({ "x.itp": "found" }));
    expect(bare.map(({ text }) => text)).toEqual(["found"]);
  });

  it.each([
    ["#ifdef A\n", 1, /no #endif/],
    ["a\n#endif", 2, /belongs to no #ifdef/],
    ["#ifdef A\n#else\n#else\n#endif", 3, /#else belongs to no/],
    ["#ifdef\n#endif", 1, /names no macro/],
    ["#define 5 6", 1, /names no macro/],
    ["#include file", 1, /names no file/],
    ["#if A", 1, /no directive/],
  ])("refuses %j", async (source, line, message) => {
    const error = await errorFrom(texts(source));
    expect(error.code).toBe("QMMM_FILE_FORMAT");
    expect(error.details.place).toEqual({ file: "a/main.top", line });
    expect(error.message).toMatch(message);
  });

  it("names a file that is nowhere, and where it looked", async () => {
    const error = await errorFrom(texts('\n#include "ff/x.itp"', { includePaths: ["/top"] }));
    expect(error.code).toBe("QMMM_FILE_NOT_FOUND");
    expect(error.details).toMatchObject({
      value: "ff/x.itp",
      allowed: ["a/ff/x.itp", "/top/ff/x.itp"],
      place: { file: "a/main.top", line: 2 },
    });
  });

  it("ends where files include each other, and where macros grow", async () => {
    const circle = folder({
      "a/b.itp": '#include "c.itp"\n#include "c.itp"',
      "a/c.itp": '#include "b.itp"\n#include "b.itp"',
    });
    const error = await errorFrom(texts('#include "b.itp"', circle));
    expect(error.message).toMatch(/include each other without end/);
    const bomb = Array.from({ length: 40 }, (_, k) => `#define m${k} m${k + 1} m${k + 1}`).join("\n");
    expect((await errorFrom(texts(`${bomb}\nm0`))).message).toMatch(/grows without bounds/);
    const tree = folder(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, k) => [`a/${k}.itp`, `#include "${k + 1}.itp"\n#include "${k + 1}.itp"`]).concat(
          [["a/30.itp", "leaf"]],
        ),
      ),
    );
    expect((await errorFrom(texts('#include "0.itp"', tree))).message).toMatch(/without end/);
  });
});

const TOP = `[ defaults ]
1 2 yes 0.5 0.8333
[ atomtypes ]
; all variants of the columns
OW          15.9994 0.0 A 0.315 0.636
HW    1     1.008   0.0 A 0.0   0.0
c3    CT    12.011  0.0 A 0.34  0.46
MW    MB  0 0.0     0.0 V 0.0   0.0
[ bondtypes ]
OW HW 1 0.09572 502416
[ dihedraltypes ]
CT CT 9 0 1.0 3
OW CT 2 0 2.0
X CT CT X 9 180 1.5 2
[ moleculetype ]
SOL 2
[ atoms ]
1 OW 1 SOL OW 1 -0.834
2 HW 1 SOL HW1 1 0.417 2.016
3 HW 1 SOL HW2 1 0.417
[ settles ]
1 1 0.09572 0.15139
[ exclusions ]
1 2 3
[ moleculetype ]
LIG 3
[ atoms ]
1 c3 7A ONE CA 1 0.1 12.011 c3 0.2 12.011
2 OW 8 TWO O 1 -0.1
[ bonds ]
1 2
[ position_restraints ]
1 1 1000 1000 1000
[ system ]
Test of the reader
[ molecules ]
LIG 1
sol 2
`;

const read = (text: string) => readGromacsTopology(text, "t.top", folder({}));

describe("topology", () => {
  it("reads sections, all columns of atom types, short dihedral types", async () => {
    const { defaults, atomTypes, types, molecules, title, atomCount } = await read(TOP);
    expect(defaults).toEqual({
      nonbondedFunction: 1,
      combinationRule: 2,
      generatePairs: true,
      fudgeLJ: 0.5,
      fudgeQQ: 0.8333,
    });
    const columns = [...atomTypes.values()].map((t) => [t.name, t.bondedType, t.atomicNumber, t.mass, t.particle]);
    expect(columns).toEqual([
      ["OW", "OW", undefined, 15.9994, "A"],
      ["HW", "HW", 1, 1.008, "A"],
      ["c3", "CT", undefined, 12.011, "A"],
      ["MW", "MB", 0, 0, "V"],
    ]);
    expect(types.dihedraltypes.map((type) => type.types.join(" "))).toEqual(["X CT CT X", "OW X X CT", "X CT CT X"]);
    expect([title, atomCount, molecules.map(({ count }) => count)]).toEqual(["Test of the reader", 8, [1, 2]]);
    const { interactions } = molecules[0]!.molecule;
    expect(interactions.bonds).toEqual([
      { atoms: [0, 1], function: 1, parameters: [], place: { file: "t.top", line: 31 } },
    ]);
    expect(interactions.position_restraints).toHaveLength(1);
    expect(molecules[1]!.molecule.exclusions).toEqual([[0, 1, 2]]);
  });

  it("says who the atoms are: elements, masses, residues, bonds of settled waters", async () => {
    const { topology } = gromacsTopologySystem(await read(TOP));
    expect(Array.from(topology.elements)).toEqual([6, 8, 8, 1, 1, 8, 1, 1]);
    expect(topology.masses[3]! / topology.masses[4]!).toBeCloseTo(2, 12);
    expect(topology.residues.map(({ name, id }) => `${name}${id}`)).toEqual(["ONE7", "TWO8", "SOL1", "SOL2"]);
    expect(Array.from(topology.bonds)).toEqual([0, 1, 2, 3, 2, 4, 5, 6, 5, 7]);
  });

  it.each([
    // Types without numbers; hydrogens made heavier in the molecule, in the types too, and united atoms.
    ["masses of types", "12.011 14.007 15.999 1.008", "9.995 11.991 13.983 3.024"],
    ["masses of atoms alone", "0 0 0 0", "9.995 11.991 13.983 3.024"],
    ["masses of atoms and types alike", "9.995 11.991 13.983 3.024", "9.995 11.991 13.983 3.024"],
  ])("knows elements of repartitioned masses by %s", async (_, ofTypes, ofAtoms) => {
    const [c, n, o, h] = ofTypes.split(" ");
    const [atomC, atomN, atomO, atomH] = ofAtoms.split(" ");
    const text = `[ defaults ]
1 2 yes 0.5 0.8
[ atomtypes ]
XC ${c} 0 A 0.3 0.4
XN ${n} 0 A 0.3 0.4
XO ${o} 0 A 0.3 0.4
XH ${h} 0 A 0.1 0.1
[ moleculetype ]
M 3
[ atoms ]
1 XC 1 M CA 1 0 ${atomC}
2 XH 1 M HA 1 0 ${atomH}
3 XN 1 M N 1 0 ${atomN}
4 XH 1 M HN 1 0 ${atomH}
5 XO 1 M OD 1 0 ${atomO}
6 XH 1 M HD 1 0 ${atomH}
[ bonds ]
1 2 5
1 3 5
3 4 5
3 5 5
5 6 5
[ system ]
M
[ molecules ]
M 1
`;
    const { topology } = gromacsTopologySystem(await readGromacsTopology(text, "m.top", folder({})));
    expect(Array.from(topology.elements)).toEqual([6, 1, 7, 1, 8, 1]);
  });

  it("tells united atoms by their names", async () => {
    const types = [13.019, 14.027, 15.035, 16.043, 14.007, 15.999, 22.99].map((mass, k) => `T${k} ${mass} 0 A 0.3 0.4`);
    const names = ["CA", "CB", "CG", "C", "NE", "OD", "NA"];
    const atoms = names.map((name, k) => `${k + 1} T${k} 1 M ${name} 1 0`);
    const text = `[ defaults ]
1 2 yes 0.5 0.8
[ atomtypes ]
${types.join("\n")}
[ moleculetype ]
M 3
[ atoms ]
${atoms.join("\n")}
[ system ]
M
[ molecules ]
M 1
`;
    const { topology } = gromacsTopologySystem(await readGromacsTopology(text, "m.top", folder({})));
    expect(Array.from(topology.elements)).toEqual([6, 6, 6, 6, 7, 8, 11]);
  });

  it("as a format it reads what it includes from resources", async () => {
    const bytes = new TextEncoder().encode(`#include "rest.itp"`);
    const resources = { read: async () => new TextEncoder().encode(TOP) };
    const system = await gromacsTopologyFormat.read(bytes, { file: "t.top", resources });
    expect(system.topology.atomCount).toBe(8);
    const error = await errorFrom(gromacsTopologyFormat.read(bytes, { file: "t.top" }));
    expect(error.code).toBe("QMMM_FILE_NOT_FOUND");
  });

  it.each([
    ["an unknown section", TOP.replace("[ bonds ]", "[ bond ]"), 30, /begins no section/],
    ["a number that is none", TOP.replace("0.315", "sigma"), 5, /parameter 1 should be a number, but is "sigma"/],
    ["an atom that does not exist", TOP.replace("1 2\n[ pos", "1 3\n[ pos"), 31, /there is no atom 3/],
    ["an atom bonded to itself", TOP.replace("1 2\n[ pos", "2 2\n[ pos"), 31, /occurs twice/],
    ["an unknown type", TOP.replace("1 c3 7A", "1 c4 7A"), 28, /no atom type "c4"/],
    ["an unknown molecule", TOP.replace("sol 2", "ION 2"), 38, /no molecule "ION"/],
    ["atoms out of order", TOP.replace("3 HW 1 SOL", "4 HW 1 SOL"), 20, /atom 3 has the number 4/],
    ["a rule that does not exist", TOP.replace("1 2 yes", "1 4 yes"), 2, /no combination rule 4/],
    ["a negative number of molecules", TOP.replace("sol 2", "sol -2"), 38, /-2 of sol/],
    ["a misplaced particle", TOP.replace("0.0 A 0.315 0.636", "0.0 0.315 0.636"), 5, /letter of the particle/],
    ["no defaults", TOP.replace(/\[ defaults \]\n.*\n/, ""), undefined, /no section \[ defaults \]/],
    ["a file cut off", TOP.slice(0, 600), undefined, /\[ molecules \]/],
  ])("refuses %s", async (_, text, line, message) => {
    const error = await errorFrom(read(text));
    expect(error.code).toBe("QMMM_FILE_FORMAT");
    expect(error.details.place?.line).toBe(line);
    expect(error.message).toMatch(message);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  it("knows old and loose names of sections", async () => {
    const loose = TOP.replace("[ bonds ]", "[BONDS]").replace("[ position_restraints ]", "[ position-restraints ]");
    const { interactions } = (await read(loose.replaceAll("[ moleculetype ]", "[ molecule_type ]"))).molecules[0]!
      .molecule;
    expect([interactions.bonds.length, interactions.position_restraints.length]).toEqual([1, 1]);
    const dummies = TOP.replace("[ settles ]\n1 1 0.09572 0.15139", "[ dummies2 ]\n3 1 2 1 0.5");
    expect((await read(dummies)).molecules[1]!.molecule.interactions.virtual_sites2).toHaveLength(1);
  });

  it("suggests the section that was meant", async () => {
    const error = await errorFrom(read(TOP.replace("[ bonds ]", "[ bondz ]")));
    expect(error.details.action).toBe("Did you mean [ bonds ]?");
  });
});
