import { BOHR_IN_ANGSTROM } from "../units/constants.js";
import { COVALENT_RADII_ANGSTROM } from "./elements.js";
import type { Cell } from "./geometry.js";
import { NeighbourGrid } from "./neighbour-grid.js";

/** When two atoms count as bonded. */
export interface BondRule {
  /** Slack over the sum of the covalent radii, Å; default 0.45, as Open Babel has it. */
  readonly tolerance?: number;
  /** Distance below which two atoms are a mistake rather than a bond, Å; default 0.4. */
  readonly shortest?: number;
  /** Whether alkali and alkaline-earth metals have bonds; default false: beside water or a carboxylate they are ions. */
  readonly ionicMetals?: boolean;
}

/**
 * Bonds from distances, for structures whose file names none: two atoms are bonded when they are farther apart than 0.4 Å
 * and nearer than the sum of their covalent radii (Cordero et al. 2008, doi:10.1039/b801115j) plus 0.45 Å (the rule of
 * O'Boyle et al. 2011, doi:10.1186/1758-2946-3-33). A hydrogen keeps only its nearest partner; noble gases, sites
 * without a nucleus and, unless asked for, the metals of groups 1 and 2 have none. Nearest images in a cell.
 *
 * @param elements - atomic numbers; length N
 * @param positions - a0; length 3N
 * @returns bonded pairs i < j from 0, ascending; length 2 × bonds
 */
export function perceiveBonds(
  elements: ArrayLike<number>,
  positions: Float64Array,
  cell?: Cell | undefined,
  rule: BondRule = {},
): Int32Array {
  const tolerance = (rule.tolerance ?? 0.45) / BOHR_IN_ANGSTROM;
  const shortest = (rule.shortest ?? 0.4) / BOHR_IN_ANGSTROM;
  const radius = Float64Array.from(
    { length: elements.length },
    (_, k) => COVALENT_RADII_ANGSTROM[elements[k]!]! / BOHR_IN_ANGSTROM,
  );
  const bonding = Array.from(radius.keys()).filter((atom) => {
    const z = elements[atom]!;
    return !NEVER_BONDED.has(z) && (rule.ionicMetals === true || !IONIC_METALS.has(z));
  });
  const largest = bonding.reduce((most, atom) => Math.max(most, radius[atom]!), 0);
  const grid = new NeighbourGrid(positions, 2 * largest + tolerance, cell, bonding);
  const found: { i: number; j: number; squared: number }[] = [];
  for (const i of bonding) {
    grid.near(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, (j, squared) => {
      const longest = radius[i]! + radius[j]! + tolerance;
      if (j > i && squared > shortest ** 2 && squared <= longest ** 2) found.push({ i, j, squared });
      return false;
    });
  }
  const nearest = new Float64Array(elements.length).fill(Number.POSITIVE_INFINITY);
  for (const { i, j, squared } of found) {
    nearest[i] = Math.min(nearest[i]!, squared);
    nearest[j] = Math.min(nearest[j]!, squared);
  }
  const keeps = (atom: number, squared: number): boolean => elements[atom] !== 1 || squared <= nearest[atom]!;
  return Int32Array.from(
    found
      .filter(({ i, j, squared }) => keeps(i, squared) && keeps(j, squared))
      .sort((p, q) => p.i - q.i || p.j - q.j)
      .flatMap(({ i, j }) => [i, j]),
  );
}

/** Sites without a nucleus, He, Ne, Ar. Krypton, xenon and radon have compounds. */
const NEVER_BONDED: ReadonlySet<number> = new Set([0, 2, 10, 18]);

/** Li, Na, Mg, K, Ca, Rb, Sr, Cs, Ba. */
const IONIC_METALS: ReadonlySet<number> = new Set([3, 11, 12, 19, 20, 37, 38, 55, 56]);
