import { readFileSync } from "node:fs";
import {
  createRandomStream,
  createSystem,
  everyTerm,
  FileError,
  HARTREE_IN_KJ_PER_MOL,
  isQmmmError,
  type Resources,
  type System,
} from "@qmmm/core";
import { AWKWARD_WORDS, mutatedTexts } from "@qmmm/core/testing";
import { gromacsTopologySystem, loadGromacsTopology, readG96 } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { gromacsParameters } from "../../src/index.js";
import { ANGSTROM, errorOf, forceField } from "../support.js";

const WORDS = [...AWKWARD_WORDS, ";", "#ifdef A", '#include "functions.top"', "[ bonds ]", "["];
const NM = 10 * ANGSTROM;
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/gromacs/${name}`, import.meta.url), "utf8");
const FILES = new Map(["functions.top", "types.itp", "cmap.itp"].map((name) => [name, fixture(name)]));
const { geometry } = readG96(fixture("functions.g96"), "functions.g96");

function resourcesOf(files: ReadonlyMap<string, string>): Resources {
  return {
    async read(name) {
      const text = files.get(name);
      if (text === undefined) throw new FileError("QMMM_FILE_NOT_FOUND", `There is no file ${name}`);
      return new TextEncoder().encode(text);
    },
  };
}

const topologyOf = (files: ReadonlyMap<string, string>, defines: string[] = []) =>
  loadGromacsTopology(files.get("functions.top")!, "functions.top", resourcesOf(files), { defines });

async function assign(files: ReadonlyMap<string, string>, defines: string[], system?: System) {
  const made = await forceField("gromacs", { top: "functions.top", defines }, resourcesOf(files));
  const to = system ?? { ...gromacsTopologySystem(await topologyOf(files, defines)), geometry };
  return { model: await made.forceField.assign(to), scope: made.scope, system: to };
}

/** Changes the text of one file of the fixture. */
function changed(name: string, from: string | RegExp, to: string): Map<string, string> {
  const text = FILES.get(name)!;
  const next = text.replace(from, to);
  expect(next).not.toBe(text);
  return new Map([...FILES, [name, next]]);
}

const EVERYTHING = "BOND2 BOND6 ANGLE=5 UREY_BRADLEY DIHEDRAL=9 IMPROPER=4 HARMONIC CMAP PAIRS NBFIX".split(" ");

describe("gromacs", () => {
  it("has forces that are derivatives of its energy, with all functions at once", async () => {
    const { model, scope, system } = await assign(FILES, EVERYTHING);
    await using potential = await model.potential(everyTerm(system.topology.atomCount), scope);
    const { positions } = system.geometry;
    const { forces, terms } = await potential.evaluate({ positions }, { forces: true });
    expect(Object.keys(terms).sort()).toEqual(
      (
        "angles bonds cmap coulomb coulomb14 harmonicImpropers impropers lennardJones lennardJones14 quarticBonds " +
        "torsions ureyBradley"
      ).split(" "),
    );
    const largest = Math.max(...forces!.map(Math.abs));
    const energyAt = async (k: number, by: number): Promise<number> =>
      (await potential.evaluate({ positions: positions.with(k, positions[k]! + by) }, {})).energy;
    for (let k = 0; k < positions.length; k++) {
      const step = 1e-3;
      const near = (await energyAt(k, step)) - (await energyAt(k, -step));
      const far = (await energyAt(k, 2 * step)) - (await energyAt(k, -2 * step));
      expect(Math.abs(forces![k]! + (8 * near - far) / (12 * step)), `coordinate ${k}`).toBeLessThan(1e-7 * largest);
    }
  });

  it("records its conventions, rigid waters among them", async () => {
    const water = changed("functions.top", " 1 2 5\n\n[ system", "[ settles ]\n 1 1 0.1 0.16\n\n[ system");
    water.set(
      "functions.top",
      water.get("functions.top")!.replace(" 2 H1 5 PRB H 1  0.3 1.008\n", "$& 3 H1 5 PRB I 1 0.0\n"),
    );
    const { conventions } = gromacsParameters(await topologyOf(water), { skin: 1 });
    expect(conventions).toMatchObject({
      coulombConstant: "138.935458 kJ/mol nm e^-2",
      combiningRule: "2: Lorentz-Berthelot",
      scaled14: "fudgeLJ 0.5, fudgeQQ 0.8; pairs generated",
      settles: "2 rigid waters, held in dynamics",
    });
  });

  it("counts exclusions along chemical bonds only, and adds those stated", async () => {
    const excluded = async (defines: string[]): Promise<number> =>
      gromacsParameters(await topologyOf(FILES, defines), { skin: 1 }).exclusions.length;
    // Seven atoms: all pairs but C1–O1 and H2–O1, which are four bonds apart, H2–H3 at three; and two of the probes.
    expect(await excluded([])).toBe(21 - 2 + 2);
    expect(await excluded(["BOND6"])).toBe(21 - 2 + 2);
    expect(await excluded(["EXCLUDE"])).toBe(21 + 2);
  });

  it("knows lengths of bonds, those of GROMOS too", async () => {
    for (const defines of [["BOND1"], ["BOND2"]]) {
      const { model } = await assign(FILES, defines);
      expect(model.equilibriumBond(1, 0)! / NM).toBeCloseTo(0.153, 12);
      expect(model.equilibriumBond(0, 2)).toBeUndefined();
    }
  });

  it("writes series in cos φ as they are defined", async () => {
    const [c, f] = [
      [0.66944, 2.00832, 0.1, -2.67776, 0.2, -0.3],
      [1.1, -2.2, 3.3, -0.4],
    ] as const;
    for (const [kind, numbers, energy] of [
      [3, c, (phi: number) => c.reduce((sum, x, n) => sum + x * (-Math.cos(phi)) ** n, 0)],
      [
        5,
        f,
        (phi: number) =>
          (f[0] * (1 + Math.cos(phi)) +
            f[1] * (1 - Math.cos(2 * phi)) +
            f[2] * (1 + Math.cos(3 * phi)) +
            f[3] * (1 - Math.cos(4 * phi))) /
          2,
      ],
    ] as const) {
      const files = changed("functions.top", /( 1 2 3 4) DIHEDRAL\n.*\n.*/, `$1 ${kind} ${numbers.join(" ")}`);
      const { torsions } = gromacsParameters(await topologyOf(files, ["DIHEDRAL"]), { skin: 1 });
      for (const phi of [0, 0.3, 1.9, -2.7, Math.PI]) {
        let sum = 0;
        for (let k = 0; k < torsions.parameters.length; k += 3) {
          const [height, n, delta] = torsions.parameters.subarray(k, k + 3);
          sum += height! * (1 + Math.cos(n! * phi - delta!));
        }
        expect(sum * HARTREE_IN_KJ_PER_MOL).toBeCloseTo(energy(phi), 12);
      }
    }
  });

  it("prefers the dihedral types that name the most atoms, all lines of function 9", async () => {
    const { torsions } = gromacsParameters(await topologyOf(FILES, ["DIHEDRAL=9"]), { skin: 1 });
    const found = Array.from({ length: torsions.atoms.length / 4 }, (_, n) => {
      const [k, multiplicity] = torsions.parameters.subarray(3 * n, 3 * n + 2);
      return `${torsions.atoms.subarray(4 * n, 4 * n + 4).join("-")}: ${(k! * HARTREE_IN_KJ_PER_MOL).toFixed(2)} ${multiplicity}`;
    });
    expect(found).toEqual([
      "0-1-2-3: 0.65 3",
      "1-2-3-4: 2.50 1",
      "1-2-3-4: 1.70 2",
      "1-2-3-4: 0.90 3",
      "5-1-2-3: 0.31 1",
    ]);
  });

  it.each([
    [
      "a bond without parameters",
      changed("types.itp", "  NH OH 1  0.1401 301248.0\n", ""),
      ["BOND1"],
      "QMMM_MM_PARAMETERS_MISSING",
      /functions\.top, line 22: .* atoms N1 \(4\), O1 \(5\) of types NH, OH/,
    ],
    [
      "a dihedral without parameters",
      changed("types.itp", /.* 9 .*\n/g, ""),
      ["DIHEDRAL=9"],
      "QMMM_MM_PARAMETERS_MISSING",
      /function 9 of \[ dihedrals \]/,
    ],
    [
      "a pair that is not generated",
      FILES,
      ["PAIRS", "NO_PAIRS"],
      "QMMM_MM_PARAMETERS_MISSING",
      /the pair C1–N1 of types C2, N1/,
    ],
    [
      "a CMAP without a grid",
      changed("cmap.itp", "CT CT CT NH OH 1", "CT CT CT NH NH 1"),
      ["CMAP"],
      "QMMM_MM_PARAMETERS_MISSING",
      /CMAP correction/,
    ],
    [
      "generated pairs of a Buckingham potential",
      changed("types.itp", "  1      2         yes", "  2      2         yes"),
      [],
      "QMMM_MM_PARAMETERS_INVALID",
      /Buckingham/,
    ],
    [
      "too few parameters of a Buckingham potential",
      changed("types.itp", "  1      2         yes", "  2      2         no"),
      [],
      "QMMM_MM_PARAMETERS_INVALID",
      /needs three parameters/,
    ],
    [
      "limits of a restraint out of order",
      changed("functions.top", "10 0.30 0.32 0.34", "10 0.30 0.29 0.34"),
      ["BOND10"],
      "QMMM_MM_PARAMETERS_INVALID",
      /not in order/,
    ],
    [
      "a FENE bond without extent",
      changed("functions.top", " 7 0.27 ", " 7 0.0 "),
      ["BOND7"],
      "QMMM_MM_PARAMETERS_INVALID",
      /extends to 0 nm/,
    ],
    [
      "a function that is not computed",
      changed("functions.top", " 1 2 5\n", " 1 2 8 1 100\n"),
      [],
      "QMMM_MM_TERM_UNSUPPORTED",
      /function 8 of \[ bonds \]/,
    ],
    [
      "too few parameters",
      changed("functions.top", "0.148 250000.0", "0.148"),
      ["BOND1"],
      "QMMM_MM_PARAMETERS_INVALID",
      /there are 1 parameters of function 1/,
    ],
    [
      "an unknown virtual site",
      changed("functions.top", "[ moleculetype ]\nPROBE", "[ dummies2 ]\n 7 1 2 9 0.5\n[ moleculetype ]\nPROBE"),
      [],
      "QMMM_MM_TERM_UNSUPPORTED",
      /function 9 of \[ virtual_sites2 \]/,
    ],
    [
      "position restraints that are asked for",
      changed("functions.top", "[ system ]", "[ position_restraints ]\n 1 1 9 9 9\n[ system ]"),
      ["POSRES"],
      "QMMM_MM_TERM_UNSUPPORTED",
      /POSRES asks for position restraints/,
    ],
    [
      "blocks of dihedral types that disagree",
      changed("types.itp", "  HC CT CT NH 9  20.0   0.31 1\n", "$&  CT CT NH OH 9 5 5 5\n"),
      [],
      "QMMM_MM_PARAMETERS_INVALID",
      /second block/,
    ],
  ] as const)("refuses %s", async (_, files, defines, code, message) => {
    const error = await errorOf(assign(files, [...defines]));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.details.place?.file).toMatch(/functions\.top|types\.itp/);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  it("a FENE bond that is too long is an error that names it", async () => {
    const files = changed("functions.top", " 7 0.27 ", " 7 0.12 ");
    const { model, scope, system } = await assign(files, ["BOND7"]);
    await using potential = await model.potential(everyTerm(system.topology.atomCount), scope);
    const error = await errorOf(potential.evaluate({ positions: system.geometry.positions }, { forces: true }));
    expect(error.code).toBe("QMMM_MM_BOND_TOO_LONG");
    expect(error.message).toMatch(/atoms 1 and 2 .* 1\.200 Å/);
  });

  it("knows lengths and angles of all functions that have one", async () => {
    const { model } = await assign(FILES, ["BOND3", "BOND4", "ANGLE6"]);
    expect(model.equilibriumBond(0, 2)).toBeUndefined();
    expect(model.equilibriumBond(1, 0)! / NM).toBeCloseTo(0.15, 12);
    expect(model.equilibriumBond(1, 2)! / NM).toBeCloseTo(0.154, 12);
    expect(model.equilibriumBond(2, 3)! / NM).toBeCloseTo(0.15, 12);
    expect(model.equilibriumAngle!(2, 1, 0)! * (180 / Math.PI)).toBeCloseTo(112, 12);
    const restricted = (await assign(FILES, ["ANGLE10"])).model;
    expect(restricted.equilibriumAngle!(1, 2, 3)! * (180 / Math.PI)).toBeCloseTo(108, 12);
  });

  it("refuses another system", async () => {
    const other = createSystem({ elements: [1, 1], positions: [0, 0, 0, 0, 0, 1.4] });
    const error = await errorOf(assign(FILES, [], other));
    expect(error.code).toBe("QMMM_MM_TOPOLOGY_MISMATCH");
    expect(error.message).toMatch(/11 atoms, the system 2/);
  });
});

describe("mutilated topologies", () => {
  it.each(["functions.top", "types.itp"])("%s: finite energies or an error with a code", async (mutated) => {
    const counts = { computed: 0, refused: 0 };
    for (const text of mutatedTexts(FILES.get(mutated)!, 500, createRandomStream(`energies ${mutated}`), WORDS)) {
      try {
        const topology = await topologyOf(new Map([...FILES, [mutated, text]]), EVERYTHING);
        if (topology.atomCount > 1000) continue; // a mutated number of molecules
        const parameters = gromacsParameters(topology, { skin: 1 });
        const { c12, c6 } = parameters.lennardJones;
        const numbers = [parameters.bonds, parameters.torsions, parameters.exceptions].map((terms) => terms.parameters);
        for (const list of [parameters.charges, c12, c6, ...numbers]) {
          expect(list.every(Number.isFinite)).toBe(true);
        }
        counts.computed++;
      } catch (error) {
        if (!isQmmmError(error)) throw error;
        counts.refused++;
      }
    }
    expect(Math.min(counts.computed, counts.refused), JSON.stringify(counts)).toBeGreaterThan(30);
  });
});
