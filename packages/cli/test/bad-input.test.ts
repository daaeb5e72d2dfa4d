import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { waterDroplet } from "../src/templates/structures.js";
import { BENT_WATER, install, makeFolder, WATER } from "./helpers/project.js";
import { qmmm } from "./helpers/terminal.js";

const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "examples");

/** One kind of bad input and what the program has to say about it. */
interface Case {
  /** Input file. */
  readonly input: string;
  readonly code: string;
  readonly status: number;
  /** What the message must contain: the offending value, where it stands, what to do. */
  readonly says: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly plugins?: readonly string[];
  /** Arguments after the input file. */
  readonly args?: readonly string[];
  /** Done in the folder before the program is called. */
  readonly before?: (folder: string) => void;
  /** True when the mistake shows in the run only: a folder with a log is left, but no results. */
  readonly late?: boolean;
}

const molecule = (change: (text: string) => string = (text) => text): string =>
  change(`system: { file: water.xyz }
levels:
  high:
    method: hf
    basis: STO-3G
task: { type: energy }
`);

const droplet = (change: (text: string) => string = (text) => text): string =>
  change(`system: { file: droplet.pdb }
regions:
  qm: { select: resid 1 }
levels:
  high: { method: hf, basis: STO-3G }
forcefield: { type: tip3p }
coupling: { type: additive, region: qm, level: high }
task: { type: energy }
`);

/** A molecule in a force field without bonded terms, its region at `select`. */
const cut = (file: string, select: string): string => `system: { file: ${file} }
regions:
  qm: { select: ${select} }
levels:
  high: { method: hf, basis: STO-3G }
forcefield:
  type: parameters
  excludedBonds: 3
  withoutBondedTerms: all
  atoms: [{ select: all, type: any, charge: 0, sigma: 3 angstrom, epsilon: 0.1 kcal/mol }]
coupling: { type: additive, region: qm, level: high }
task: { type: energy }
`;

const ring = (count: number, radius: number, symbol: string): string[] =>
  Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    return `${symbol} ${(radius * Math.cos(angle)).toFixed(4)} ${(radius * Math.sin(angle)).toFixed(4)} 0.0`;
  });
const BENZENE = `12\nbenzene\n${[...ring(6, 1.39, "C"), ...ring(6, 2.48, "H")].join("\n")}\n`;
const ETHENE = `6\nethene\nC 0.667 0 0\nC -0.667 0 0\nH 1.238 0.923 0\nH 1.238 -0.923 0\nH -1.238 0.923 0\nH -1.238 -0.923 0\n`;
const prmtop = readFileSync(join(EXAMPLES, "alanine-dipeptide", "alanine-dipeptide.prmtop"));
const inpcrd = readFileSync(join(EXAMPLES, "alanine-dipeptide", "alanine-dipeptide.inpcrd"));
const amber = `system: { topology: a.prmtop, coordinates: a.inpcrd }
forcefield: { type: amber, prmtop: a.prmtop }
task: { type: energy }
`;

const FILES = { "water.xyz": WATER, "droplet.pdb": waterDroplet(1) };

const CASES: Readonly<Record<string, Case>> = {
  "unknown key of a method": {
    input: molecule((text) => text.replace("basis:", "bassis:")),
    code: "QMMM_INPUT_KEY_UNKNOWN",
    status: 2,
    says: ["input.yaml:5:5", '"bassis"', 'Did you mean "basis"?', "5 |     bassis: STO-3G", "^^^^^^"],
  },
  "unknown key at the top": {
    input: molecule((text) => text.replace("levels:", "levls:")),
    code: "QMMM_INPUT_KEY_UNKNOWN",
    status: 2,
    says: ["input.yaml:2:1", '"levls"', 'Did you mean "levels"?'],
  },
  "unknown key of a task in a list": {
    input: molecule((text) =>
      text.replace("{ type: energy }", "\n  - type: energy\n  - type: optimise\n    maxstep: 3"),
    ),
    code: "QMMM_INPUT_KEY_UNKNOWN",
    status: 2,
    says: ["input.yaml:9:5", "task.1.maxstep", 'Did you mean "maxSteps"?'],
  },
  "several mistakes at once": {
    input: molecule((text) =>
      text.replace("basis: STO-3G", "bassis: STO-3G").replace("type: energy", "type: enrgy").replace("file:", "fil:"),
    ),
    code: "QMMM_INPUT_KEY_UNKNOWN",
    status: 2,
    says: ['"bassis"', '"enrgy"', '"fil"', 'Did you mean "energy"?', 'Did you mean "file"?'],
  },
  "wrong unit": {
    input: molecule((text) =>
      text.replace("type: energy", "type: dynamics, ensemble: nve, steps: 1, timeStep: 0.5 kg"),
    ),
    code: "QMMM_UNIT_UNKNOWN",
    status: 2,
    says: ["input.yaml:6:", '"kg"', "fs"],
  },
  "missing unit": {
    input: molecule((text) => text.replace("type: energy", "type: dynamics, ensemble: nve, steps: 1, timeStep: 0.5")),
    code: "QMMM_UNIT_MISSING",
    status: 2,
    says: ["input.yaml:6:", "0.5", "fs"],
  },
  "negative time step": {
    input: molecule((text) =>
      text.replace("type: energy", "type: dynamics, ensemble: nve, steps: 1, timeStep: -0.5 fs"),
    ),
    code: "QMMM_QUANTITY_RANGE",
    status: 2,
    says: ["input.yaml:6:", "-0.5 fs", "positive"],
  },
  "number where text stands": {
    input: droplet((text) => text.replace("select: resid 1", "select: resid 1, charge: zero")),
    code: "QMMM_INPUT_TYPE",
    status: 2,
    says: ["input.yaml:3:", "regions.qm.charge", "zero"],
  },
  "thermostat without a temperature": {
    input: molecule((text) => text.replace("type: energy", "type: dynamics, ensemble: nvt, steps: 1")),
    code: "QMMM_DYNAMICS_OPTIONS",
    status: 2,
    says: ["input.yaml:6:", "temperature"],
  },
  "empty file": {
    input: "# nothing yet\n",
    code: "QMMM_INPUT_EMPTY",
    status: 2,
    says: ["input.yaml:1:1", "qmmm init"],
  },
  "YAML syntax": {
    input: molecule((text) => text.replace("{ file: water.xyz }", "{ file: water.xyz")),
    code: "QMMM_INPUT_SYNTAX",
    status: 2,
    says: ["input.yaml:2:", "levels:"],
  },
  "tab as indentation": {
    input: molecule((text) => text.replace("    basis", "\t\tbasis")),
    code: "QMMM_INPUT_TAB",
    status: 2,
    says: ["input.yaml:5:1", "spaces"],
  },
  "the same key twice": {
    input: molecule((text) => text.replace("    basis: STO-3G\n", "    basis: STO-3G\n    basis: 6-31G\n")),
    code: "QMMM_INPUT_KEY_DUPLICATE",
    status: 2,
    says: ["input.yaml:6:5", "basis: 6-31G"],
  },
  "no structure": {
    input: molecule((text) => text.replace("{ file: water.xyz }", "{}")),
    code: "QMMM_INPUT_SYSTEM",
    status: 2,
    says: ["input.yaml:1:", "file"],
  },
  "a cell without a volume": {
    input: molecule((text) =>
      text.replace(
        "file: water.xyz",
        "file: water.xyz, cell: { a: 9 Å, b: 9 Å, c: 9 Å, alpha: 30 deg, beta: 30 deg, gamma: 120 deg }",
      ),
    ),
    code: "QMMM_CELL_INVALID",
    status: 2,
    says: ["input.yaml:1:", "angles"],
  },
  "electrons that don't fit the multiplicity": {
    input: droplet((text) => text.replace("select: resid 1", "select: resid 1, multiplicity: 2")),
    code: "QMMM_QM_MULTIPLICITY",
    status: 2,
    says: ["2", "10 electrons"],
  },
  "more charge than electrons": {
    input: droplet((text) => text.replace("select: resid 1", "select: resid 1, charge: 12")),
    code: "QMMM_QM_ELECTRONS",
    status: 2,
    says: ["charge 12", "-2 electrons"],
  },
  "atoms on top of each other": {
    input: molecule(),
    files: { "water.xyz": WATER.replace("0.757 0.586 0.0", "0.0 0.05 0.0") },
    code: "QMMM_GEOMETRY_ATOMS_COINCIDE",
    status: 2,
    says: ["O of MOL 1 (atom 1 of the file)", "H of MOL 1 (atom 2 of the file)", "0.050 Å"],
  },
  "missing force-field parameters": {
    input: droplet((text) => text.replace("droplet.pdb", "ethene.xyz")),
    files: { "ethene.xyz": ETHENE },
    code: "QMMM_MM_PARAMETERS_MISSING",
    status: 2,
    says: ["MOL 1"],
  },
  "empty selection": {
    input: droplet((text) => text.replace("resid 1", "resid 99")),
    code: "QMMM_SELECTION_EMPTY",
    status: 2,
    says: ["input.yaml:3:", '"resid 99"', "resid 1 2 3"],
  },
  "selection that can't be read": {
    input: droplet((text) => text.replace("resid 1", "resid 1 and (name O")),
    code: "QMMM_SELECTION_SYNTAX",
    status: 2,
    says: ["input.yaml:3:", "resid 1 and (name O"],
  },
  "index without its base": {
    input: droplet((text) => text.replace("resid 1", "index 3")),
    code: "QMMM_SELECTION_INDEX_BASE",
    status: 2,
    says: ["input.yaml:3:", "index0", "index1"],
  },
  "index beyond the atoms": {
    input: droplet((text) => text.replace("resid 1", "index1 500")),
    code: "QMMM_SELECTION_INDEX_RANGE",
    status: 2,
    says: ["input.yaml:3:", "500"],
  },
  "region that cuts an aromatic ring": {
    input: cut("benzene.xyz", "index0 0 1 6 7"),
    files: { "benzene.xyz": BENZENE },
    code: "QMMM_BOUNDARY_AROMATIC",
    status: 2,
    says: ["aromatic"],
  },
  "region that cuts a double bond": {
    input: cut("ethene.xyz", "index0 0 2 3"),
    files: { "ethene.xyz": ETHENE },
    code: "QMMM_BOUNDARY_MULTIPLE_BOND",
    status: 2,
    says: ["multiple"],
  },
  "absent file": {
    input: molecule((text) => text.replace("water.xyz", "watr.xyz")),
    code: "QMMM_FILE_NOT_FOUND",
    status: 5,
    says: ["input.yaml:1:", '"watr.xyz"', 'Did you mean "water.xyz"?'],
  },
  "folder in place of a file": {
    input: molecule((text) => text.replace("water.xyz", "structures.xyz")),
    before: (folder) => mkdirSync(join(folder, "structures.xyz")),
    code: "QMMM_FILE_UNREADABLE",
    status: 5,
    says: ["structures.xyz", "folder"],
  },
  "file of unknown format": {
    input: molecule((text) => text.replace("water.xyz", "water.docx")),
    files: { "water.docx": WATER },
    code: "QMMM_FORMAT_UNKNOWN",
    status: 2,
    says: ["input.yaml:1:", "water.docx", ".pdb"],
  },
  "cut-off prmtop": {
    input: amber,
    files: { "a.prmtop": prmtop.subarray(0, 6000), "a.inpcrd": inpcrd },
    code: "QMMM_FILE_FORMAT",
    status: 5,
    says: ["a.prmtop"],
  },
  "coordinates of another molecule": {
    input: amber,
    files: {
      "a.prmtop": prmtop,
      "a.inpcrd": "two atoms\n 2\n  0.0000000   0.0000000   0.0000000   1.0000000   0.0000000   0.0000000\n",
    },
    code: "QMMM_FILE_FORMAT",
    status: 5,
    says: ["a.inpcrd", "2", "22"],
  },
  "topology without coordinates": {
    input: amber.replace(", coordinates: a.inpcrd", ""),
    files: { "a.prmtop": prmtop },
    code: "QMMM_COORDINATES_MISSING",
    status: 2,
    says: ["a.prmtop", "coordinates"],
  },
  "garbled PDB": {
    input: droplet(),
    files: { "droplet.pdb": waterDroplet(1).replace(/^(ATOM {2}|HETATM)(.{24})(.{8})/m, "$1$2  x.y   ") },
    code: "QMMM_FILE_FORMAT",
    status: 5,
    says: ["droplet.pdb", "x.y"],
  },
  "cut-off XYZ": {
    input: molecule(),
    files: { "water.xyz": WATER.slice(0, 40) },
    code: "QMMM_FILE_FORMAT",
    status: 5,
    says: ["water.xyz"],
  },
  "absent plugin": {
    input: molecule((text) => `${text}plugins: [qmmm-qm-magic]\n`),
    code: "QMMM_PLUGIN_NOT_FOUND",
    status: 4,
    says: ["input.yaml:7:", '"qmmm-qm-magic"', "npm install qmmm-qm-magic"],
  },
  "plugin for another version of the interface": {
    input: molecule((text) => `${text}plugins: [qmmm-test-old-api]\n`),
    plugins: ["qmmm-test-old-api"],
    code: "QMMM_PLUGIN_API_VERSION",
    status: 4,
    says: ["qmmm-test-old-api", "99"],
  },
  "package that is no plugin": {
    input: molecule((text) => `${text}plugins: [qmmm-test-nothing]\n`),
    plugins: ["qmmm-test-nothing"],
    code: "QMMM_PLUGIN_EXPORT",
    status: 4,
    says: ["qmmm-test-nothing", "unrelated"],
  },
  "unknown method": {
    input: molecule((text) => text.replace("method: hf", "method: hff")),
    code: "QMMM_PLUGIN_COMPONENT_UNKNOWN",
    status: 2,
    says: ["input.yaml:4:13", '"hff"', 'Did you mean "hf"?'],
  },
  "unknown task": {
    input: molecule((text) => text.replace("type: energy", "type: enegry")),
    code: "QMMM_PLUGIN_COMPONENT_UNKNOWN",
    status: 2,
    says: ["input.yaml:6:", '"enegry"', 'Did you mean "energy"?'],
  },
  "unknown basis set": {
    input: molecule((text) => text.replace("STO-3G", "STO-4G")),
    code: "QMMM_BASIS_UNKNOWN",
    status: 2,
    says: ["STO-4G", "STO-3G"],
  },
  "element that the basis set lacks": {
    input: molecule((text) => text.replace("STO-3G", "6-31+G*")),
    files: { "water.xyz": "1\nxenon\nXe 0 0 0\n" },
    code: "QMMM_BASIS_ELEMENT_MISSING",
    status: 2,
    says: ["6-31+G*"],
  },
  "cutoff beyond half the box": {
    input: droplet((text) =>
      text
        .replace("file: droplet.pdb", "file: droplet.pdb, cell: { a: 12 Å, b: 12 Å, c: 12 Å }")
        .replace("type: tip3p", "type: tip3p, cutoff: 9 Å"),
    ).replace(/^(regions|levels|coupling| {2}qm| {2}high).*\n/gm, ""),
    code: "QMMM_MM_CUTOFF_CELL",
    status: 2,
    says: ["9.000 Å", "6.000 Å"],
  },
  "no coupling": {
    input: droplet((text) => text.replace(/^coupling.*\n/m, "")),
    code: "QMMM_INPUT_COUPLING_MISSING",
    status: 2,
    says: ["additive"],
  },
  "nothing that gives an energy": {
    input: "system: { file: water.xyz }\ntask: { type: energy }\n",
    code: "QMMM_INPUT_LEVEL_MISSING",
    status: 2,
    says: ["levels", "forcefield"],
  },
  "unknown region": {
    input: droplet((text) => text.replace("region: qm", "region: mq")),
    code: "QMMM_COUPLING_REGION",
    status: 2,
    says: ["input.yaml:7:", "mq", "qm"],
  },
  "unknown level": {
    input: droplet((text) => text.replace("level: high", "level: hihg")),
    code: "QMMM_COUPLING_LEVEL",
    status: 2,
    says: ["input.yaml:7:", "hihg", "high"],
  },
  "regions that change": {
    input: droplet((text) => `${text}adaptive: { scheme: sap }\n`),
    code: "QMMM_ADAPTIVE_UNAVAILABLE",
    status: 2,
    says: ["input.yaml:9:1", "adaptive"],
  },
  "interval without a unit": {
    input: molecule((text) => `${text}run: { checkpointEvery: often }\n`),
    code: "QMMM_INPUT_INTERVAL",
    status: 2,
    says: ["input.yaml:7:", "often", "30 s"],
  },
  "output folder below a file": {
    input: molecule(),
    args: ["--output", "water.xyz/results"],
    code: "QMMM_OUTPUT_UNWRITABLE",
    status: 5,
    says: ["water.xyz/results", "not a folder"],
  },
  "output folder that is a file": {
    input: molecule(),
    args: ["--output", "water.xyz"],
    code: "QMMM_OUTPUT_UNWRITABLE",
    status: 5,
    says: ["water.xyz", "folder"],
  },
  "output folder with something else in it": {
    input: molecule(),
    before: (folder) => {
      mkdirSync(join(folder, "thesis"));
      writeFileSync(join(folder, "thesis", "chapter-1.tex"), "…");
    },
    args: ["--output", "thesis", "--force"],
    code: "QMMM_OUTPUT_EXISTS",
    status: 2,
    says: ["thesis", "not empty"],
  },
  "SCF that can't converge": {
    input: molecule((text) => text.replace("STO-3G", "STO-3G\n    scf: { maxIterations: 2, retry: false }")),
    code: "QMMM_SCF_NOT_CONVERGED",
    status: 3,
    says: ["2 iterations"],
    late: true,
  },
  "molecule that flies apart": {
    input: molecule((text) =>
      text.replace("type: energy", "type: dynamics, ensemble: nve, temperature: 3000 K, steps: 20, timeStep: 60 fs"),
    ),
    files: { "water.xyz": BENT_WATER },
    code: "QMMM_DYNAMICS_UNSTABLE",
    status: 3,
    says: ["At step 1"],
    late: true,
  },
};

/** Names in a folder, and below it. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

describe("bad input", () => {
  const seen: string[] = [];

  test.each(Object.entries(CASES))(
    "%s",
    async (name, { input, code, status, says, files, plugins, args, before, late }) => {
      const folder = makeFolder({ "input.yaml": input, ...FILES, ...files });
      install(folder, ...(plugins ?? []));
      before?.(folder);
      const names = listing(folder);

      const call = await qmmm(folder, "run", "input.yaml", ...(args ?? []));

      const message = call.error;
      expect(call.status, message).toBe(status);
      expect(message).toContain(code);
      for (const part of says) expect(message).toContain(part);
      expect(message).not.toMatch(/^ +at /m);
      expect(message.length).toBeLessThan(2500);
      if (late === true) {
        const left = listing(join(folder, "input.out"));
        expect(left).toContain("log.txt");
        expect(left.filter((file) => /result|final|\.part$|\.running/.test(file))).toEqual([]);
        expect(readFileSync(join(folder, "input.out", "log.txt"), "utf8")).toContain(code);
      } else {
        expect(listing(folder)).toEqual(names);
      }
      seen.push(`${code.padEnd(34)} ${String(status).padStart(2)}  ${name}`);
    },
  );

  test("covers at least 25 kinds, each with a code of its own area", () => {
    expect(Object.keys(CASES).length).toBeGreaterThanOrEqual(25);
    expect(new Set(Object.values(CASES).map(({ code }) => code)).size).toBeGreaterThanOrEqual(25);
  });

  afterAll(() => {
    if (process.env.QMMM_SHOW_TABLE === "1") console.log(seen.sort().join("\n"));
  });
});

describe("bad calls", () => {
  test.each([
    [["run"], "input"],
    [["rnu", "input.yaml"], "run"],
    [["run", "absent.yaml"], "absent.yaml"],
    [["resume", "nowhere"], "nowhere"],
    [["init", "x", "--template", "watre"], "water"],
    [["plugins", "hff"], "hf"],
    [["check", "input.yaml", "--atoms", "none"], "whole number"],
  ])("%j", async (args, says) => {
    const folder = makeFolder({ "input.yaml": molecule(), ...FILES });
    const { status, error } = await qmmm(folder, ...args);
    expect(status).not.toBe(0);
    expect(error).toContain(says);
    expect(error).not.toMatch(/^ +at /m);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});
