import { existsSync, readdirSync, readFileSync } from "node:fs";
import { atomicNumber, NO_FIELD, toAtomic } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import type { XtbModel } from "../src/index.js";
import { deviation, withEngine } from "./xtb-engine.js";

const DATA = new URL("../../../../shared/data/", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, DATA), "utf8");
const MODELS = ["gfn1", "gfn2"] as const;

interface Structure {
  readonly elements: Uint8Array;
  readonly positions: Float64Array;
}

/** Lines of a symbol (at a column) and three coordinates (from a column). */
function structure(lines: readonly string[], symbolAt: number, from: number, unit: "bohr" | "Å"): Structure {
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const symbol = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
  return {
    elements: Uint8Array.from(rows, (row) => atomicNumber(symbol(row[symbolAt]!))!),
    positions: Float64Array.from(
      rows.flatMap((row) => row.slice(from, from + 3).map((x) => toAtomic(Number(x), "length", unit))),
    ),
  };
}

const between = (lines: readonly string[], first: number, count: number) => lines.slice(first, first + count);

/** Turbomole's coord, XYZ, and molfiles. */
function readStructure(path: string): Structure {
  const lines = text(path).split("\n");
  if (path.endsWith("coord"))
    return structure(between(lines, 1, lines.findIndex((line, k) => k > 0 && line.startsWith("$")) - 1), 3, 0, "bohr");
  if (path.endsWith("xyz")) return structure(between(lines, 2, Number(lines[0])), 0, 1, "Å");
  return structure(between(lines, 4, Number(lines[3]!.slice(0, 3))), 3, 0, "Å");
}

function solved(
  model: XtbModel,
  { elements, positions }: Structure,
  charge: number,
  options: object = {},
  multiplicity = 1,
) {
  const molecule = { elements, charge, multiplicity };
  return withEngine(model, molecule, (engine) => engine.solve(positions, NO_FIELD, { forces: true }), {
    scf: { tolerance: 1e-9 },
    ...options,
  });
}

/** Σ g_i·r_j: the derivative by strain of a free molecule's energy. */
function strainDerivative(gradient: ArrayLike<number>, positions: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let k = 0; k < positions.length; k += 3) {
    for (let i = 0; i < 9; i++) out[i]! += gradient[k + Math.floor(i / 3)]! * positions[k + (i % 3)]!;
  }
  return out;
}

interface TbliteResult {
  readonly energy: number;
  readonly gradient?: readonly number[];
  readonly virial?: readonly number[];
}

/** Largest deviations: of the energy (Eh), the gradient (Eh/a0) and the derivative by strain (Eh). */
type Tolerances = readonly [energy: number, gradient: number, virial: number];

async function expectTblite(
  model: XtbModel,
  place: Structure,
  charge: number,
  file: string,
  [ofEnergy, ofGradient, ofVirial]: Tolerances,
  options: object = {},
) {
  const reference: TbliteResult = JSON.parse(text(file));
  const { energy, forces } = await solved(model, place, charge, options);
  expect(Math.abs(energy - reference.energy)).toBeLessThan(ofEnergy);
  const gradient = forces!.map((force) => -force);
  if (reference.gradient !== undefined) expect(deviation(gradient, reference.gradient)).toBeLessThan(ofGradient);
  if (reference.virial !== undefined) {
    expect(deviation(strainDerivative(gradient, place.positions), reference.virial)).toBeLessThan(ofVirial);
  }
}

/*
 * tblite publishes these with charges converged to 2e-5 e, and so gradients and virials of that error. tblite 0.4.0 at
 * its accuracy of 1e-4 deviates from each as we do: for 07_bipyrrol by GFN2, 3.1e-6 Eh/a0 and 1.6e-5 Eh. The validation
 * is of version 0.2.0, from which the energies of 0.4.0 deviate by up to 1.1e-7 Eh (02_heada by GFN2).
 */
const VALIDATION_TOLERANCES: Readonly<Record<XtbModel, Tolerances>> = {
  gfn1: [1.2e-7, 7e-7, 1.3e-6],
  gfn2: [1.2e-7, 4e-6, 1.8e-5],
};
const VALIDATION = "tblite-refs/validation/";

describe.skipIf(!existsSync(new URL(VALIDATION, DATA)))("tblite's own validation", () => {
  const names = existsSync(new URL(VALIDATION, DATA))
    ? readdirSync(new URL(VALIDATION, DATA)).filter((name) => /^\d/.test(name))
    : [];
  const chargeOf = (name: string) => (name.endsWith("+") ? 1 : name.endsWith("-") ? -1 : 0);

  test.each(names.flatMap((name) => MODELS.map((model) => [name, model] as const)))("%s by %s", async (name, model) => {
    const folder = `${VALIDATION}${name}/`;
    await expectTblite(
      model,
      readStructure(`${folder}coord`),
      chargeOf(name),
      `${folder}${model}-xtb.json`,
      VALIDATION_TOLERANCES[model],
    );
  });

  test.each([
    ["01-ala-xab.xyz", "01a-gfn1xtb", "gfn1", "300 K", [1e-8, 0, 0]],
    ["01-ala-xab.xyz", "01b-gfn2xtb", "gfn2", "300 K", [1e-8, 0, 0]],
    ["02-trp-xao.mol", "02a-gfn1xtb", "gfn1", "500 K", [1e-8, 8e-6, 1.4e-5]],
    ["02-trp-xao.mol", "02b-gfn2xtb", "gfn2", "200 K", [1e-8, 8e-6, 1.7e-5]],
    ["03-ser-xar.sdf", "03a-gfn1xtb", "gfn1", "300 K", [1e-8, 2e-6, 4e-6]],
    ["03-ser-xar.sdf", "03b-gfn2xtb", "gfn2", "300 K", [1e-8, 2e-6, 4e-6]],
  ] as const)("%s on its command line: %s", async (file, result, model, temperature, tolerances) => {
    const folder = "tblite-refs/cli/";
    await expectTblite(model, readStructure(folder + file), 0, `${folder}${result}.json`, tolerances, { temperature });
  });

  test.skip.each([
    ["every ipea1-xtb.json, 01c, 02c and 03c", "IPEA1-xTB, another parametrisation"],
    ["01d, 01e, 02d, 02e, 03d and 03e", "an implicit solvent"],
    ["06a-gfn1xtb", "a crystal of ammonia"],
  ])("not ours, %s: %s", () => undefined);
});

const DFTB = "dftbplus-extcharge/xtb/";

/** Numbers of one entry of DFTB+'s autotest.tag. */
function tagged(lines: readonly string[], name: string): number[] {
  const start = lines.findIndex((line) => line.startsWith(`${name} `)) + 1;
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => line.includes(":"));
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .flatMap((line) => line.trim().split(/\s+/).filter(Boolean).map(Number));
}

/** A cluster in DFTB+'s input: its gen format, or XYZ. */
function readInput(path: string): Structure {
  const lines = text(path).split("\n");
  if (lines[0]!.includes("xyz")) return structure(between(lines, 3, Number(lines[1])), 0, 1, "Å");
  const kinds = lines[2]!.trim().split(/\s+/);
  const rows = between(lines, 3, Number(lines[1]!.trim().split(/\s+/)[0]));
  return structure(
    rows.map((row) => {
      const [, kind, ...xyz] = row.trim().split(/\s+/);
      return `${kinds[Number(kind) - 1]} ${xyz.join(" ")}`;
    }),
    0,
    1,
    "Å",
  );
}

describe.skipIf(!existsSync(new URL(DFTB, DATA)))("DFTB+'s tests", () => {
  // Charges there are converged to 1e-5 e. The 53 electrons of mindless05 are 26.5 of either spin there, 27 and 26 here:
  // the same density, and so energy and forces, but for the entropy of two half filled orbitals.
  const HALF_FILLED = -2 * toAtomic(300, "temperature", "K") * Math.LN2;

  test.each([
    ["gfn1_h2", "gfn1", 1, 0],
    ["gfn1_halogen", "gfn1", 1, 0],
    ["gfn1_mindless01", "gfn1", 1, 0],
    ["gfn2_h2", "gfn2", 1, 0],
    ["gfn2_mindless05", "gfn2", 2, HALF_FILLED],
  ] as const)("%s", async (name, model, multiplicity, entropy) => {
    const lines = text(`${DFTB}${name}/_autotest.tag`).split("\n");
    const { energy, forces } = await solved(model, readInput(`${DFTB}${name}/dftb_in.hsd`), 0, {}, multiplicity);
    expect(Math.abs(energy + entropy - tagged(lines, "mermin_energy")[0]!)).toBeLessThan(3e-8);
    expect(deviation(forces, tagged(lines, "forces"))).toBeLessThan(1e-6);
  });

  test.skip.each([
    ["gfn1_succinic and gfn2_benzene", "crystals"],
    ["gfn2_CH2", "a spin polarisation energy, which GFN2-xTB does not have"],
    ["charges outside", "Slater-Koster tables, other parameters than GFN's"],
  ])("not ours, %s: %s", () => undefined);
});
