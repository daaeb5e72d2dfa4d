import type { SourcePlace } from "@qmmm/core";

/** `[ defaults ]`. */
export interface GromacsDefaults {
  /** 1 Lennard-Jones, 2 Buckingham. */
  readonly nonbondedFunction: number;
  /** 1: C6 and C12, geometric; 2: σ and ε, Lorentz–Berthelot; 3: σ and ε, geometric. */
  readonly combinationRule: number;
  /** Whether pairs without a pair type get those of `[ atomtypes ]`, scaled by `fudgeLJ`. */
  readonly generatePairs: boolean;
  readonly fudgeLJ: number;
  readonly fudgeQQ: number;
}

/** A line of `[ atomtypes ]`. */
export interface GromacsAtomType {
  readonly name: string;
  /** Name by which bonded types know it. */
  readonly bondedType: string;
  readonly atomicNumber?: number | undefined;
  /** u. */
  readonly mass: number;
  readonly charge: number;
  /** A (atom), S (shell), V or D (virtual site), B (bond). */
  readonly particle: string;
  /** As in the file: C6, C12 (kJ/mol nm⁶, nm¹²) or σ (nm), ε (kJ/mol); three for Buckingham. */
  readonly parameters: readonly number[];
  readonly place: SourcePlace;
}

/** Sections of parameters by types of atoms, with the number of types. */
export const TYPE_SECTIONS = {
  bondtypes: 2,
  constrainttypes: 2,
  pairtypes: 2,
  nonbond_params: 2,
  angletypes: 3,
  dihedraltypes: 4,
  cmaptypes: 5,
} as const;
export type TypeSection = keyof typeof TYPE_SECTIONS;

/** Parameters of a combination of types. */
export interface GromacsType {
  /** Types; `X` stands for any in `dihedraltypes`. */
  readonly types: readonly string[];
  readonly function: number;
  /** As in the file: nm, kJ/mol, degrees. */
  readonly parameters: readonly number[];
  readonly place: SourcePlace;
}

/** Sections of interactions within a molecule, with the number of atoms. */
export const INTERACTION_SECTIONS = {
  bonds: 2,
  pairs: 2,
  pairs_nb: 2,
  angles: 3,
  dihedrals: 4,
  cmap: 5,
  settles: 1,
  constraints: 2,
  virtual_sites1: 2,
  virtual_sites2: 3,
  virtual_sites3: 4,
  virtual_sites4: 5,
  position_restraints: 1,
  distance_restraints: 2,
  dihedral_restraints: 4,
  orientation_restraints: 2,
  angle_restraints: 4,
  angle_restraints_z: 2,
  polarization: 2,
  thole_polarization: 4,
  water_polarization: 5,
} as const;
export type InteractionSection = keyof typeof INTERACTION_SECTIONS;

/** A line of an interaction section. */
export interface GromacsInteraction {
  /** Atoms of the molecule, from 0. */
  readonly atoms: readonly number[];
  readonly function: number;
  /** As in the file; empty when the types of the atoms decide. */
  readonly parameters: readonly number[];
  readonly place: SourcePlace;
}

/** A line of `[ atoms ]`: state A. */
export interface GromacsAtom {
  readonly type: string;
  readonly residueNumber: number;
  readonly residueName: string;
  readonly name: string;
  /** e. */
  readonly charge: number;
  /** u. */
  readonly mass: number;
  readonly place: SourcePlace;
}

/** A site of `[ virtual_sitesn ]`: it, and the atoms that it follows with their weights where the file states them. */
export interface GromacsVirtualSiteN {
  readonly site: number;
  readonly function: number;
  readonly rest: readonly number[];
  readonly place: SourcePlace;
}

/** A `[ moleculetype ]` with its sections. */
export interface GromacsMolecule {
  readonly name: string;
  /** Pairs of up to so many bonds do not interact. */
  readonly nrexcl: number;
  readonly atoms: readonly GromacsAtom[];
  readonly interactions: Readonly<Record<InteractionSection, readonly GromacsInteraction[]>>;
  /** `[ exclusions ]`: atoms, from 0, the first with each other one. */
  readonly exclusions: readonly (readonly number[])[];
  readonly virtualSitesN: readonly GromacsVirtualSiteN[];
  readonly place: SourcePlace;
}

/** A GROMACS topology, in the units of the file. */
export interface GromacsTopology {
  readonly file: string;
  readonly title: string;
  readonly defaults: GromacsDefaults;
  readonly atomTypes: ReadonlyMap<string, GromacsAtomType>;
  readonly types: Readonly<Record<TypeSection, readonly GromacsType[]>>;
  /** `[ molecules ]` in order. */
  readonly molecules: readonly { readonly molecule: GromacsMolecule; readonly count: number }[];
  /** Interactions between molecules, by atoms of the whole system from 0. */
  readonly intermolecular: Readonly<Record<InteractionSection, readonly GromacsInteraction[]>>;
  readonly atomCount: number;
}

/** The functions of `[ bonds ]` that make a chemical bond, along which exclusions are counted. */
const CHEMICAL_BONDS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 7, 8]);

/** Pairs of atoms of a molecule, from 0, that are chemically bonded: bonds, constraints of function 1, settled waters. */
export function* chemicalBonds(molecule: GromacsMolecule): Generator<readonly [number, number]> {
  const { bonds, constraints, settles } = molecule.interactions;
  for (const { atoms, function: kind } of bonds) if (CHEMICAL_BONDS.has(kind)) yield [atoms[0]!, atoms[1]!];
  for (const { atoms, function: kind } of constraints) if (kind === 1) yield [atoms[0]!, atoms[1]!];
  for (const { atoms } of settles) {
    yield [atoms[0]!, atoms[0]! + 1];
    yield [atoms[0]!, atoms[0]! + 2];
  }
}
