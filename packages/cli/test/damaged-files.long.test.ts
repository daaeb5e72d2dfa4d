import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandomStream } from "@qmmm/core";
import { AWKWARD_WORDS, mutatedTexts } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { makeFolder } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const project = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const openmm = (name: string): string => project(`packages/mm-forcefield/test/fixtures/openmm/${name}`);
const gromacs = (name: string): string => project(`packages/mm-forcefield/test/fixtures/gromacs/${name}`);

/** Atoms of the OpenMM fixtures as extended XYZ, Å. */
function constructs(): string {
  const {
    residues,
    positions,
    edge,
  }: {
    edge: number;
    residues: readonly { readonly atoms: readonly (readonly [string, string])[] }[];
    positions: readonly (readonly number[])[];
  } = JSON.parse(openmm("references.json"));
  const symbols = residues.flatMap(({ atoms }) => atoms.map(([, symbol]) => symbol));
  const length = 10 * edge;
  const lattice = `Lattice="${length} 0 0 0 ${length} 0 0 0 ${length}" Properties=species:S:1:pos:R:3`;
  const rows = positions.map((at, k) => [symbols[k], ...at.map((x) => 10 * x)].join(" "));
  return `${rows.length}\n${lattice}\n${rows.join("\n")}\n`;
}

interface Case {
  readonly file: string;
  readonly input: string;
  readonly files: Readonly<Record<string, string>>;
}

const input = (system: string, forcefield: string): string =>
  `system: { ${system} }\nforcefield: ${forcefield}\ntask: { type: energy }\n`;

const CASES: Readonly<Record<string, Case>> = {
  "serialised OpenMM System": {
    file: "system.xml",
    input: input("file: atoms.xyz", "{ type: openmm-system, xml: system.xml }"),
    files: { "atoms.xyz": constructs(), "system.xml": openmm("system.xml") },
  },
  "Amber prmtop": {
    file: "a.prmtop",
    input: input("topology: a.prmtop, coordinates: a.inpcrd", "{ type: amber, prmtop: a.prmtop }"),
    files: {
      "a.prmtop": project("examples/alanine-dipeptide/alanine-dipeptide.prmtop"),
      "a.inpcrd": project("examples/alanine-dipeptide/alanine-dipeptide.inpcrd"),
    },
  },
  "GROMACS topology": {
    file: "functions.top",
    input: input(
      "topology: functions.top, coordinates: a.g96",
      "{ type: gromacs, top: functions.top, cutoff: 9 angstrom }",
    ),
    files: {
      "functions.top": gromacs("functions.top"),
      "types.itp": gromacs("types.itp"),
      "cmap.itp": gromacs("cmap.itp"),
      "a.g96": gromacs("functions.g96"),
    },
  },
  PDB: {
    file: "a.pdb",
    input: input("file: a.pdb", "{ type: tip3p }"),
    files: { "a.pdb": project("examples/water/water-droplet.pdb").split("\n").slice(0, 40).join("\n") },
  },
};

describe("500 damaged files of each format through `qmmm check`: energies, or an error with a code", () => {
  test.each(Object.entries(CASES))("%s", async (name, { file, input: yaml, files }) => {
    const folder = makeFolder({ "input.yaml": yaml, ...files });
    const good = await qmmm(folder, "check", "input.yaml");
    expect(good.status, good.error).toBe(0);
    const counts = { read: 0, refused: 0 };
    const words = [...AWKWARD_WORDS, '"', "</Force>", "<Particle/>", "ATOM"];
    for (const text of mutatedTexts(files[file]!, 500, createRandomStream(`check ${name}`), words)) {
      writeFileSync(join(folder, file), text);
      const { status, out, error } = await qmmm(folder, "check", "input.yaml");
      if (status === 0) {
        expect(out).toMatch(/energy -?\d+\.\d+ Eh/);
        counts.read++;
      } else {
        expect(status, `${error}\n${text}`).not.toBe(1);
        expect(error).toMatch(/QMMM_[A-Z]+_/);
        expect(error).not.toMatch(/^ +at /m);
        counts.refused++;
      }
    }
    console.log(`${name}: ${JSON.stringify(counts)}`);
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(20);
  });
});
