import type { BondedRule, Region, TermMask } from "@qmmm/core";

const NO_PAIRS = { inside: false, across: false, outside: false };
const OUTSIDE = { ...NO_PAIRS, outside: true };
const ACROSS = { ...NO_PAIRS, across: true };
const INSIDE = { ...NO_PAIRS, inside: true };

/** The force-field terms of one region and of what surrounds it, each in exactly one of the masks. */
export interface RegionMasks {
  /** Pairs outside the region and the bonded terms that the region's level does not replace. */
  readonly surroundings: TermMask;
  /** Lennard-Jones pairs across the edge. */
  readonly dispersion: TermMask;
  /** Lennard-Jones and Coulomb pairs across the edge. */
  readonly interaction: TermMask;
  /** Pairs and bonded terms of the region: what its level replaces. */
  readonly model: TermMask;
}

/** Makes the masks of a region. */
export function masksOf(region: Region, atomCount: number, rule: BondedRule): RegionMasks {
  const inside = new Uint8Array(atomCount);
  for (const atom of region.atoms) inside[atom] = 1;
  const none = { inside: false, outside: false, rule };
  return {
    surroundings: { region: inside, bonded: { ...none, outside: true }, lennardJones: OUTSIDE, coulomb: OUTSIDE },
    dispersion: { region: inside, bonded: none, lennardJones: ACROSS, coulomb: NO_PAIRS },
    interaction: { region: inside, bonded: none, lennardJones: ACROSS, coulomb: ACROSS },
    model: { region: inside, bonded: { ...none, inside: true }, lennardJones: INSIDE, coulomb: INSIDE },
  };
}
