import { atomicNumber, ELEMENT_SYMBOLS, STANDARD_WEIGHTS } from "@qmmm/core";

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

/** Elements that hydrogens are united with, in force fields of united atoms: C, N, O, S. */
const HEAVY = [6, 7, 8, 16];

/** The element of HEAVY that a name begins with, if its weight with one to four hydrogens is nearer to the mass than `error`. */
function unitedAtom(mass: number, name: string, error: number): number | undefined {
  const letter = /^\d*([A-Z])/i.exec(name)?.[1];
  const z = letter === undefined ? undefined : atomicNumber(letter);
  if (z === undefined || !HEAVY.includes(z)) return undefined;
  const surplus = mass - STANDARD_WEIGHTS[z]!;
  const hydrogens = Math.round(surplus / STANDARD_WEIGHTS[1]!);
  const isNear = Math.abs(surplus - hydrogens * STANDARD_WEIGHTS[1]!) < error;
  return hydrogens >= 1 && hydrogens <= 4 && isNear ? z : undefined;
}

/** Whether a name begins as the symbol of an element does. */
function isNamed(z: number, name: string): boolean {
  const symbol = ELEMENT_SYMBOLS[z]!.toLowerCase();
  return name.replace(/^\d+/, "").toLowerCase().startsWith(symbol);
}

/**
 * The element whose standard weight is within 0.3 u, 0 for no mass. Where its symbol does not begin the name, but that of an
 * element does which with hydrogens is nearer to the mass, it is a united atom of that. Where no weight is near, the symbol that
 * begins the name and whose weight is nearest decides.
 */
export function elementOfMass(mass: number, name: string): number | undefined {
  if (mass === 0) return 0;
  if (isHydrogen(mass, name)) return 1;
  let best: number | undefined;
  for (let z = 1; z < STANDARD_WEIGHTS.length; z++) {
    const error = Math.abs(STANDARD_WEIGHTS[z]! - mass);
    if (error < 0.3 && (best === undefined || error < Math.abs(STANDARD_WEIGHTS[best]! - mass))) best = z;
  }
  if (best !== undefined) {
    const error = Math.abs(STANDARD_WEIGHTS[best]! - mass);
    return isNamed(best, name) ? best : (unitedAtom(mass, name, error) ?? best);
  }
  const symbols = [atomicNumber(name.replace(/\d.*/, "")), atomicNumber(name[0] ?? "")];
  return symbols
    .filter((z) => z !== undefined)
    .sort((a, b) => Math.abs(STANDARD_WEIGHTS[a]! - mass) - Math.abs(STANDARD_WEIGHTS[b]! - mass))[0];
}
