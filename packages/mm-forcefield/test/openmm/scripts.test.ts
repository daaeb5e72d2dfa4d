import { existsSync } from "node:fs";
import { createSystem, type System } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../src/openmm/scripts/fingerprint.js";
import { PairScales } from "../../src/openmm/scripts/pair-scales.js";
import { pythonProgram } from "../../src/openmm/scripts/python-tables.js";
import { errorOf, forceField, openmmData, projectFiles } from "../support.js";
import { files } from "./fixture.js";

const PROGRAM = `
import openmm   # not run

unscaled_types = set([('a', 'b', 'c', 'd'),
    ('a', 'b', 'c', 'e'),   # with a comment
])
table = {
    'X': (((0, 'N'), (-1, "C")), 1.5e-3, None),
    ('p', None): (-.5,),
}
for pair in table:
    use(pair)
`;
const place = { file: "f.xml", line: 3 };

describe("programs in force-field files", () => {
  it("come apart into tables and code", () => {
    const { tables, code } = pythonProgram(PROGRAM, place);
    expect(tables.get("unscaled_types")).toEqual([
      ["a", "b", "c", "d"],
      ["a", "b", "c", "e"],
    ]);
    const table = tables.get("table") as ReadonlyMap<string, unknown>;
    expect([...table]).toEqual([
      [
        "X",
        [
          [
            [0, "N"],
            [-1, "C"],
          ],
          0.0015,
          null,
        ],
      ],
      ['["p",null]', [-0.5]],
    ]);
    expect(code.split("\n")).toEqual([
      "import openmm",
      "unscaled_types = …",
      "table = …",
      "for pair in table:",
      "    use(pair)",
    ]);
    // Neither comments nor tables change what a program is known by; its code does.
    const other = PROGRAM.replace("# not run", "# anything").replace("1.5e-3", "7");
    expect(fingerprint(pythonProgram(other, place).code)).toBe(fingerprint(code));
    expect(fingerprint(pythonProgram(PROGRAM.replace("use", "misuse"), place).code)).not.toBe(fingerprint(code));
  });

  it.each(["x = {'a': open('file')}", "x = {'a': 1", "x = {'a", "x = set([1)"])("refuse %s", async (program) => {
    const error = await errorOf(Promise.resolve().then(() => pythonProgram(program, place)));
    expect(error.code).toBe("QMMM_MM_PARAMETERS_INVALID");
    expect(error.details.place).toEqual(place);
  });

  it("scale pairs by the types between them, in the order of the table", () => {
    const glycam = PairScales.ofGlycam(pythonProgram(PROGRAM, place).tables);
    expect(glycam.of(["a", "b", "c", "e"])).toEqual({ coulomb: 1, lennardJones: 1 });
    expect(glycam.of(["e", "c", "b", "a"])).toBeUndefined();
    const { tables } = pythonProgram("scee_table = {\n}\nscnb_table = {('a','b','b','a'): 6.0}\n", place);
    expect(PairScales.ofLipids(tables).of(["a", "b", "b", "a"])).toEqual({ coulomb: 1 / 1.2, lennardJones: 1 / 6 });
  });
});

const own = openmmData();
const water = (): System =>
  createSystem({
    elements: [8, 1, 1],
    names: ["O", "H1", "H2"],
    residues: [{ name: "HOH", id: 1, chain: "" }],
    bonds: [0, 1, 0, 2],
    positions: Float64Array.of(0, 0, 0, 1.8, 0, 0, 0, 1.8, 0),
  });

describe.skipIf(!existsSync(own))("force fields that come with OpenMM", () => {
  const assign = async (xml: readonly string[], resources = projectFiles) => {
    const made = await forceField("openmm", { xml: xml.map((name) => `${own}/${name}`) }, resources);
    return made.forceField.assign(water());
  };

  it.each([
    [
      ["charmm36.xml", "charmm36_2024/water.xml"],
      "PARAMETERS_INVALID",
      /charmm36_2024 does not go together with charmm36/,
    ],
    [["amber14/tip3p.xml", "implicit/obc2.xml"], "TERM_UNSUPPORTED", /implicit solvent/],
    [["amoeba2018.xml"], "TERM_UNSUPPORTED", /<AmoebaBondForce> \(AMOEBA/],
    [["charmm_polar_2023.xml"], "TERM_UNSUPPORTED", /<DrudeForce> \(Drude/],
    [["amber14/tip3p.xml", "amber99_obc.xml"], "TERM_UNSUPPORTED", /implicit solvent/],
  ] as const)("%s: refused", async (xml, code, message) => {
    const error = await errorOf(assign(xml));
    expect(error.code).toBe(`QMMM_MM_${code}`);
    expect(error.message).toMatch(message);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  it("CHARMM36 is taken with its programs, but not with changed ones", async () => {
    const { charges } = await assign(["charmm36/water.xml"]);
    expect([...charges]).toEqual([-0.834, 0.417, 0.417]);
    const text = new TextDecoder().decode(await projectFiles.read(`${own}/charmm36/water.xml`));
    const changed = text.replace("self._charmm_ff_version = EXPECTED_VERSION", "self._charmm_ff_version = 'mine'");
    expect(changed).not.toBe(text);
    const made = await forceField("openmm", { xml: ["changed.xml"] }, files({ "changed.xml": changed }));
    const error = await errorOf(made.forceField.assign(water()));
    expect(error.code).toBe("QMMM_MM_TERM_UNSUPPORTED");
    expect(error.message).toMatch(/runs a Python program/);
  });
});
