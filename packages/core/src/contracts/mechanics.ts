import type { System } from "../model/system.js";
import type { Scope } from "../plugin/di.js";
import type { Potential } from "./potential.js";

/**
 * When a bonded term that spans the edge of a region counts as inside: `all` when all its atoms are; `majority` for bonds
 * with 2, angles with at least 2, and dihedrals, impropers with at least 3 atoms inside.
 */
export type BondedRule = "all" | "majority";

/** Which pairs a two-body term keeps, by how many of the two atoms are in the region. */
export interface PairMask {
  /** Both atoms in the region. */
  readonly inside: boolean;
  /** One atom in the region. */
  readonly across: boolean;
  /** No atom in the region. */
  readonly outside: boolean;
}

/** Which terms of a force field a potential keeps, so that no energy is counted twice or by nobody. */
export interface TermMask {
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Bonded terms that `rule` assigns to the region (`inside`) and the others (`outside`). */
  readonly bonded: { readonly inside: boolean; readonly outside: boolean; readonly rule: BondedRule };
  readonly lennardJones: PairMask;
  readonly coulomb: PairMask;
}

/** The mask that keeps every term. */
export function everyTerm(atomCount: number): TermMask {
  const all = { inside: true, across: true, outside: true };
  return {
    region: new Uint8Array(atomCount),
    bonded: { inside: true, outside: true, rule: "all" },
    lennardJones: all,
    coulomb: all,
  };
}

/** A force field with the parameters of one system resolved. */
export interface MmModel {
  /** Partial charges, e; length N. */
  readonly charges: Float64Array;
  /** Lennard-Jones σ (a0) and ε (Eh) of each atom with itself; length N each. */
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  /** Coulomb constant over its SI value: the force field's own world (1 for modern codes). Forces include it. */
  readonly coulombScale: number;
  /** Distance beyond which pairs do not interact, a0; undefined when all pairs do. */
  readonly cutoff?: number | undefined;
  /** Equilibrium length of the bond i–j, a0; undefined when there is no such bonded term. */
  equilibriumBond(i: number, j: number): number | undefined;
  /** Conventions and options in force, for the record of results. */
  readonly conventions: Readonly<Record<string, string | number>>;
  /** A potential with the terms that the mask keeps. */
  potential(mask: TermMask, scope: Scope): Promise<Potential>;
}

/** Assigns parameters to systems. */
export interface ForceField {
  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming the atoms or terms without parameters. */
  assign(system: System): Promise<MmModel>;
}
