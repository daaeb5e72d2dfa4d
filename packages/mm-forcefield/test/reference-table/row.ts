import { existsSync } from "node:fs";
import {
  type Evaluation,
  everyTerm,
  FileError,
  HARTREE_IN_EV,
  HARTREE_IN_KCAL_PER_MOL,
  HARTREE_IN_KJ_PER_MOL,
  type Resources,
  type System,
  withVirtualSites,
} from "@qmmm/core";
import { ANGSTROM, forceField, projectFiles } from "../support.js";

/** One comparison with a number of another program. */
export interface Row {
  readonly term: string;
  readonly ours: number;
  readonly reference: number;
  /** Largest difference allowed. */
  readonly tolerance: number;
  readonly unit: string;
}

/** A system whose energies another program published or was run for. */
export interface ReferenceCase {
  readonly name: string;
  /** Whose numbers these are. */
  readonly source: string;
  /** Files without which the case is left out, from the root of the project or absolute. */
  readonly needs: readonly string[];
  rows(): Promise<Row[]>;
}

/** Hartree in the units of references. */
export const UNITS = { "kJ/mol": HARTREE_IN_KJ_PER_MOL, "kcal/mol": HARTREE_IN_KCAL_PER_MOL, eV: HARTREE_IN_EV };
export type EnergyUnit = keyof typeof UNITS;

/** A term as the reference names it, its value there, the tolerance, and our terms that it holds; none: the total. */
export type Expected = readonly [term: string, reference: number, tolerance: number, ...ours: string[]];

/** Rows of energies by term. */
export function energyRows(found: Evaluation, unit: EnergyUnit, expected: readonly Expected[]): Row[] {
  return expected.map(([term, reference, tolerance, ...ours]) => {
    const hartree = ours.length === 0 ? found.energy : ours.reduce((sum, name) => sum + (found.terms[name] ?? 0), 0);
    return { term, ours: hartree * UNITS[unit], reference, tolerance, unit };
  });
}

const NANOMETRE = 10 * ANGSTROM;

/** The largest difference of any component of the forces, as a row whose reference is zero; kJ/mol/nm. */
export function forceRow(
  { forces }: Evaluation,
  expected: ArrayLike<number>,
  tolerance: number,
  term = "forces, largest difference",
): Row {
  if (expected.length !== forces!.length)
    throw new Error(`${expected.length} reference forces, ${forces!.length} ours`);
  let worst = 0;
  forces!.forEach((force, k) => {
    worst = Math.max(worst, Math.abs(force * HARTREE_IN_KJ_PER_MOL * NANOMETRE - expected[k]!));
  });
  return { term, ours: worst, reference: 0, tolerance, unit: "kJ/mol/nm" };
}

const root = new URL("../../../../", import.meta.url);

/** Whether a file is there; by path from the root of the project, or absolute. */
export const isThere = (name: string): boolean => existsSync(new URL(name, root));

/** Files of the project; a missing one is an error with a code, so that included files are looked for elsewhere. */
export const filesOrError: Resources = {
  async read(name) {
    if (!isThere(name)) throw new FileError("QMMM_FILE_NOT_FOUND", `There is no file ${name}`);
    return await projectFiles.read(name);
  },
};

/** Energy, and forces where wanted, by one of this package's force fields. */
export async function evaluated(
  id: string,
  options: Readonly<Record<string, unknown>>,
  system: System,
  forces = false,
): Promise<Evaluation> {
  const made = await forceField(id, options, filesOrError);
  const mm = await made.forceField.assign(system);
  const bare = await mm.potential(everyTerm(system.topology.atomCount), made.scope);
  await using potential = withVirtualSites(bare, mm.virtualSites);
  return await potential.evaluate(system.geometry, { forces });
}

/** The same system without its cell. */
export const open = ({ topology, geometry }: System): System => ({
  topology,
  geometry: { positions: geometry.positions },
});
