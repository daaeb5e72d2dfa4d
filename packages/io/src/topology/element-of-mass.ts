import { atomicNumber, STANDARD_WEIGHTS } from "@qmmm/core";

const HYDROGEN = /^\d*H/;
const HEAVIEST_HYDROGEN = 4.1;
const isHydrogen = (mass: number, name: string): boolean => mass < HEAVIEST_HYDROGEN && HYDROGEN.test(name);

/**
 * Masses as they were before hydrogens were made heavier at the cost of their partners, u: what tells elements.
 *
 * @param bonds - pairs of atoms
 */
export function massesBeforeRepartitioning(
  masses: ArrayLike<number>,
  names: readonly string[],
  bonds: ArrayLike<number>,
): Float64Array {
  const before = Float64Array.from(masses);
  const give = (hydrogen: number, other: number): void => {
    if (!isHydrogen(masses[hydrogen]!, names[hydrogen]!) || isHydrogen(masses[other]!, names[other]!)) return;
    const surplus = masses[hydrogen]! - STANDARD_WEIGHTS[1]!;
    // Small differences are those of tables of weights, not of repartitioning.
    if (surplus > 0.1) before[other]! += surplus;
  };
  for (let k = 0; k < bonds.length; k += 2) {
    give(bonds[k]!, bonds[k + 1]!);
    give(bonds[k + 1]!, bonds[k]!);
  }
  return before;
}

/**
 * The element whose standard weight is within 0.3 u, 0 for no mass; names decide where hydrogen masses were repartitioned.
 */
export function elementOfMass(mass: number, name: string): number | undefined {
  if (mass === 0) return 0;
  if (isHydrogen(mass, name)) return 1;
  let best: number | undefined;
  for (let z = 1; z < STANDARD_WEIGHTS.length; z++) {
    const error = Math.abs(STANDARD_WEIGHTS[z]! - mass);
    if (error < 0.3 && (best === undefined || error < Math.abs(STANDARD_WEIGHTS[best]! - mass))) best = z;
  }
  return best ?? atomicNumber(name.replace(/\d.*/, "")) ?? atomicNumber(name[0] ?? "");
}
