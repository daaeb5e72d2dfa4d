import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import {
  atomicNumber,
  BOHR_IN_ANGSTROM,
  createSystem,
  type Evaluation,
  everyTerm,
  HARTREE_IN_KJ_PER_MOL,
  isQmmmError,
  type MmModel,
  type QmmmError,
  type Resources,
  type Scope,
  type System,
} from "@qmmm/core";
import { componentUnderTest } from "@qmmm/core/testing";
import { readInpcrd, readPrmtop } from "@qmmm/io";
import { mmForcefield } from "../src/index.js";

export const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
export const KJ_PER_MOL = 1 / HARTREE_IN_KJ_PER_MOL;

const root = new URL("../../../", import.meta.url);
export const sharedData = new URL("../shared/data/", root);
/** True where the public reference files are at hand. */
export const hasSharedData = existsSync(sharedData);

/** Reads files by path from the root of the project. */
export const projectFiles: Resources = { read: async (name) => readFileSync(new URL(name, root)) };

/** One case of fixtures/openmm.json: Å, kJ/mol, kJ/mol/nm. */
export interface ReferenceCase {
  readonly positions: readonly (readonly number[])[];
  readonly energies: Readonly<Record<string, number>>;
  readonly forces: readonly (readonly number[])[];
}

export interface References {
  readonly program: string;
  readonly alanineDipeptide: ReferenceCase;
  readonly droplet: ReferenceCase;
  readonly periodicWater: ReferenceCase & { readonly edge: number; readonly cutoff: number };
  readonly methanolAndWater: ReferenceCase & {
    readonly symbols: readonly string[];
    readonly bonds: readonly (readonly number[])[];
    readonly options: Readonly<Record<string, unknown>>;
  };
}

export const references: References = JSON.parse(
  readFileSync(new URL("fixtures/openmm.json", import.meta.url), "utf8"),
);

/** Positions of a reference case in a0. */
export function positionsOf(reference: ReferenceCase): Float64Array {
  return Float64Array.from(reference.positions.flat(), (x) => x * ANGSTROM);
}

/** Waters O, H, H one after the other. */
export function waters(positions: Float64Array, edges?: readonly [number, number, number]): System {
  const count = positions.length / 9;
  const molecules = Array.from({ length: count }, (_, k) => k);
  return createSystem({
    elements: molecules.flatMap(() => [8, 1, 1]),
    names: molecules.flatMap(() => ["O", "H1", "H2"]),
    residues: molecules.map((k) => ({ name: "HOH", id: k + 1, chain: "" })),
    residueOf: molecules.flatMap((k) => [k, k, k]),
    bonds: molecules.flatMap((k) => [3 * k, 3 * k + 1, 3 * k, 3 * k + 2]),
    positions,
    cell:
      edges === undefined ? undefined : { vectors: Float64Array.of(edges[0], 0, 0, 0, edges[1], 0, 0, 0, edges[2]) },
  });
}

/** The methanol and water of the fixtures. */
export function methanolAndWater(): System {
  const { symbols, bonds } = references.methanolAndWater;
  return createSystem({
    elements: symbols.map((symbol) => atomicNumber(symbol)!),
    residues: [
      { name: "MOH", id: 1, chain: "" },
      { name: "HOH", id: 2, chain: "" },
    ],
    residueOf: [0, 0, 0, 0, 0, 0, 1, 1, 1],
    bonds: bonds.flat(),
    positions: positionsOf(references.methanolAndWater),
  });
}

/** An Amber system of the project or of the shared data. */
export async function amberSystem(prmtop: string, inpcrd: string): Promise<System> {
  const { topology } = readPrmtop(await projectFiles.read(prmtop), prmtop);
  const { geometry } = readInpcrd(await projectFiles.read(inpcrd), inpcrd);
  return { topology, geometry };
}

export const ALANINE = {
  prmtop: "examples/alanine-dipeptide/alanine-dipeptide.prmtop",
  inpcrd: "examples/alanine-dipeptide/alanine-dipeptide.inpcrd",
};

/** A force field of this package as a simulation would make it. */
export async function forceField(id: string, options: unknown, resources: Resources = projectFiles) {
  const { made, scope } = await componentUnderTest({
    plugins: [mmForcefield],
    kind: "forceField",
    id,
    options,
    resources,
  });
  return { forceField: made, scope };
}

export async function model(id: string, options: unknown, system: System): Promise<{ mm: MmModel; scope: Scope }> {
  const made = await forceField(id, options);
  return { mm: await made.forceField.assign(system), scope: made.scope };
}

/** Energy, forces and virial with every term. */
export async function evaluate(id: string, options: unknown, system: System): Promise<Evaluation> {
  const { mm, scope } = await model(id, options, system);
  await using potential = await mm.potential(everyTerm(system.topology.atomCount), scope);
  return await potential.evaluate(system.geometry, { forces: true, virial: true });
}

/** The error that a promise is rejected with; fails when it is not one of this project's. */
export async function errorOf(promise: Promise<unknown>): Promise<QmmmError> {
  try {
    await promise;
  } catch (error) {
    if (isQmmmError(error)) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

/** Where OpenMM, if it is installed for Python, keeps its force fields. */
export function openmmData(): string {
  const program = "import importlib.util as u; print(u.find_spec('openmm').submodule_search_locations[0])";
  try {
    const folder = execFileSync("python3", ["-c", program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return `${folder.trim()}/app/data`;
  } catch {
    return "/no/openmm";
  }
}
