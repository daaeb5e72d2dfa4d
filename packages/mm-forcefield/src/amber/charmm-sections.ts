import type { Prmtop } from "@qmmm/io";
import { type BondedTerms, type CmapGrid, type CmapTerms, TermList } from "../parameters/mm-parameters.js";
import { ANGSTROM, counts, indexAt, KCAL } from "./sections.js";

const DEGREE = Math.PI / 180;
/** Finest and coarsest grids of CMAP that are believed. */
const FEWEST_POINTS = 3;
const MOST_POINTS = 720;

/** True for a topology that holds a CHARMM force field (Crowley et al. 2009, doi:10.1002/jcc.21159: "chamber"). */
export function isChamber(prmtop: Prmtop): boolean {
  return prmtop.has("CTITLE");
}

/** The Urey–Bradley terms of a chamber topology: E = k(r − r0)². */
export function ureyBradleyTerms(prmtop: Prmtop, atomCount: number): BondedTerms | undefined {
  if (!prmtop.has("CHARMM_UREY_BRADLEY_COUNT")) return undefined;
  const [termCount, typeCount] = counts(prmtop, "CHARMM_UREY_BRADLEY_COUNT", 2) as [number, number];
  if (termCount === 0) return undefined;
  const section = "CHARMM_UREY_BRADLEY";
  const forceConstants = prmtop.reals("CHARMM_UREY_BRADLEY_FORCE_CONSTANT", typeCount);
  const equilibria = prmtop.reals("CHARMM_UREY_BRADLEY_EQUIL_VALUE", typeCount);
  const entries = prmtop.integers(section, 3 * termCount);
  const terms = new TermList();
  for (let n = 0; n < entries.length; n += 3) {
    const type = indexAt(prmtop, section, entries[n + 2]!, typeCount);
    terms.add(atomsAt(prmtop, section, entries.subarray(n, n + 2), atomCount), [
      (forceConstants[type]! * KCAL) / ANGSTROM ** 2,
      equilibria[type]! * ANGSTROM,
    ]);
  }
  return terms.finish();
}

/** The harmonic impropers of a chamber topology: E = k(ψ − ψ0)². */
export function harmonicImproperTerms(prmtop: Prmtop, atomCount: number): BondedTerms | undefined {
  if (!prmtop.has("CHARMM_NUM_IMPROPERS")) return undefined;
  const [termCount] = counts(prmtop, "CHARMM_NUM_IMPROPERS", 1) as [number];
  if (termCount === 0) return undefined;
  const section = "CHARMM_IMPROPERS";
  const [typeCount] = counts(prmtop, "CHARMM_NUM_IMPR_TYPES", 1) as [number];
  const forceConstants = prmtop.reals("CHARMM_IMPROPER_FORCE_CONSTANT", typeCount);
  const phases = prmtop.reals("CHARMM_IMPROPER_PHASE", typeCount);
  // Radians, but files exist that were written in degrees; a phase beyond a turn gives them away.
  const unit = phases.some((phase) => Math.abs(phase) > 2 * Math.PI) ? DEGREE : 1;
  const entries = prmtop.integers(section, 5 * termCount);
  const terms = new TermList();
  for (let n = 0; n < entries.length; n += 5) {
    const type = indexAt(prmtop, section, entries[n + 4]!, typeCount);
    const atoms = atomsAt(prmtop, section, entries.subarray(n, n + 4), atomCount);
    terms.add(atoms, [forceConstants[type]! * KCAL, phases[type]! * unit]);
  }
  return terms.finish();
}

/** The CMAP corrections of ff19SB or, with names that begin with CHARMM, of a chamber topology. */
export function cmapTerms(prmtop: Prmtop, atomCount: number): CmapTerms | undefined {
  const prefix = ["CHARMM_CMAP", "CMAP"].find((name) => prmtop.has(`${name}_COUNT`));
  if (prefix === undefined) return undefined;
  const [termCount, gridCount] = counts(prmtop, `${prefix}_COUNT`, 2) as [number, number];
  if (termCount === 0) return undefined;
  const sizes = prmtop.integers(`${prefix}_RESOLUTION`, gridCount);
  const grids = Array.from(sizes, (size, k): CmapGrid => {
    if (size < FEWEST_POINTS || size > MOST_POINTS) {
      throw prmtop.error(`${prefix}_RESOLUTION`, `a grid of ${size} points in each direction is not possible`, {
        value: size,
        allowed: `${FEWEST_POINTS} to ${MOST_POINTS}`,
      });
    }
    const section = `${prefix}_PARAMETER_${String(k + 1).padStart(2, "0")}`;
    return { size, energies: prmtop.reals(section, size * size).map((energy) => energy * KCAL) };
  });
  const section = `${prefix}_INDEX`;
  const entries = prmtop.integers(section, 6 * termCount);
  const atoms: number[] = [];
  const gridOf: number[] = [];
  for (let n = 0; n < entries.length; n += 6) {
    const [i, j, k, l, m] = atomsAt(prmtop, section, entries.subarray(n, n + 5), atomCount);
    atoms.push(i!, j!, k!, l!, j!, k!, l!, m!);
    gridOf.push(indexAt(prmtop, section, entries[n + 5]!, gridCount));
  }
  return { atoms: Int32Array.from(atoms), gridOf: Int32Array.from(gridOf), grids };
}

/** Distinct atoms of a term; CHARMM's sections count from 1. */
function atomsAt(prmtop: Prmtop, section: string, entries: Int32Array, atomCount: number): number[] {
  const atoms = Array.from(entries, (entry) => indexAt(prmtop, section, entry, atomCount, "an atom"));
  if (new Set(atoms).size === atoms.length) return atoms;
  throw prmtop.error(section, `a term names an atom twice: ${entries.join(" ")}`, { value: Array.from(entries) });
}
