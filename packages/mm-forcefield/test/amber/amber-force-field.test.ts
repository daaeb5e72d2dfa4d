import { cellFromLengthsAngles, createSystem, type Resources, type System } from "@qmmm/core";
import { Prmtop } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { amberParameters } from "../../src/index.js";
import { ALANINE, amberSystem, errorOf, forceField, projectFiles } from "../support.js";

const text = new TextDecoder().decode(await projectFiles.read(ALANINE.prmtop));
const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);

async function assign(prmtop: string, to: System = system) {
  const resources: Resources = { read: async () => new TextEncoder().encode(prmtop) };
  const { forceField: amber } = await forceField("amber", { prmtop: "changed.prmtop" }, resources);
  return amber.assign(to);
}

const flag = (name: string, format: string, rows: string) => `%FLAG ${name}\n%FORMAT(${format})\n${rows}\n`;

describe("amber", () => {
  it("refuses right angles for a truncated octahedron, and takes its own", async () => {
    const lines = text.split("\n");
    const third = lines.findIndex((line) => line.startsWith("%FLAG POINTERS")) + 4;
    const octahedron = lines.with(third, `${lines[third]!.slice(0, 56)}       2${lines[third]!.slice(64)}`).join("\n");
    const inCell = (angle: number): System => {
      const radians = (angle * Math.PI) / 180;
      const cell = cellFromLengthsAngles(60, 60, 60, radians, radians, radians);
      return { ...system, geometry: { ...system.geometry, cell } };
    };
    const error = await errorOf(assign(octahedron, inCell(90)));
    expect(error.code).toBe("QMMM_MM_TOPOLOGY_MISMATCH");
    expect(error.message).toMatch(/truncated octahedron/);
    const right = await assign(text, inCell(90));
    expect((await assign(octahedron, inCell(109.471219))).charges).toEqual(right.charges);
    expect(right.charges).toHaveLength(system.topology.atomCount);
  });

  it("records its conventions", async () => {
    const { conventions } = await assign(text);
    expect(conventions.coulombConstant).toMatch(/^332\.0522/);
    expect(conventions.cutoff).toBe("none");
  });

  it("takes scaling from each torsion, Amber's defaults where there is none", () => {
    const options = { skin: 2, coulombConstant: "SI" as const };
    const stated = amberParameters(new Prmtop(text, "a"), options).exceptions.parameters;
    const without = text
      .replace("%FLAG SCEE_SCALE_FACTOR", "%FLAG SOME")
      .replace("%FLAG SCNB_SCALE_FACTOR", "%FLAG OTHER");
    const absent = amberParameters(new Prmtop(without, "a"), options).exceptions.parameters;
    const changed = text.replace(
      /(%FLAG SCEE_SCALE_FACTOR\n.*\n)((?:[^%].*\n)+)/,
      (_, head, rows) => head + rows.replaceAll("1.20000000E+00", "2.40000000E+00"),
    );
    const doubled = amberParameters(new Prmtop(changed, "a"), options).exceptions.parameters;
    stated.forEach((number, k) => {
      expect(absent[k]! / number).toBeCloseTo(1, 6);
      expect(doubled[k]! / number).toBeCloseTo(k % 3 === 2 ? 0.5 : 1, 6);
    });
  });

  it("uses the coefficients of a pair of types as they stand: NBFIX", () => {
    const options = { skin: 2, coulombConstant: "SI" as const };
    const before = amberParameters(new Prmtop(text, "a"), options).lennardJones;
    // Second coefficient: types 2 and 1.
    const changed = text.replace(/(%FLAG LENNARD_JONES_ACOEF\n.*\n.{16}) {2}\S+/, "$1  1.00000000E+00");
    const after = amberParameters(new Prmtop(changed, "a"), options).lennardJones;
    const different = Array.from(after.c12.keys()).filter((k) => after.c12[k] !== before.c12[k]);
    expect(different).toEqual([1, after.typeCount]);
  });

  it.each([
    ["a file cut off", text.slice(0, 9000), "QMMM_FILE_FORMAT", /./],
    ["another molecule", text, "QMMM_MM_TOPOLOGY_MISMATCH", /22 atoms, the system 2/],
    ["other elements", text, "QMMM_MM_TOPOLOGY_MISMATCH", /atom 3 \(from 0\) is H there and C in the system/],
    ["AMOEBA", text + flag("AMOEBA_FORCEFIELD", "i5", "    1"), "QMMM_MM_TERM_UNSUPPORTED", /AMOEBA/],
    [
      "12-6-4 cut off",
      text + flag("LENNARD_JONES_CCOEF", "5E16.8", "  1.0"),
      "QMMM_FILE_FORMAT",
      /CCOEF has 1 entries/,
    ],
    [
      "CMAP without its grids",
      text + flag("CMAP_COUNT", "2I8", "       1       1"),
      "QMMM_FILE_FORMAT",
      /CMAP_RESOLUTION/,
    ],
    [
      "polarisable atoms",
      text.replace(/(%FLAG IPOL\n.*\n) {7}0/, "$1       1"),
      "QMMM_MM_TERM_UNSUPPORTED",
      /polarisable/,
    ],
    [
      "an excluded atom that does not exist",
      text.replace(/(%FLAG EXCLUDED_ATOMS_LIST\n.*\n) {6}../, "$1      99"),
      "QMMM_FILE_FORMAT",
      /EXCLUDED_ATOMS_LIST: atom 1 excludes 99/,
    ],
    [
      "a torsion of an unknown type",
      text.replace(/(%FLAG DIHEDRALS_INC_HYDROGEN\n.*\n.{32}) {6}../, "$1      99"),
      "QMMM_FILE_FORMAT",
      /DIHEDRALS_INC_HYDROGEN: the entry 99 names a type/,
    ],
  ])("refuses %s", async (what, prmtop, code, message) => {
    const to =
      what === "another molecule"
        ? createSystem({ elements: [1, 1], positions: [0, 0, 0, 0, 0, 1.4] })
        : what === "other elements"
          ? createSystem({
              ...system.topology,
              elements: system.topology.elements.with(3, 6),
              positions: system.geometry.positions,
            })
          : system;
    const error = await errorOf(assign(prmtop, to));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.details.place?.file).toBe("changed.prmtop");
  });
});
