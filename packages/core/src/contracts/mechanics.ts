import type { System } from "../model/system.js";
import type { VirtualSites } from "../model/virtual-sites/virtual-sites.js";
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

/** Distances that a force field keeps constant. */
export interface FixedDistances {
  /** Pairs i, j of atoms, from 0; length 2n. */
  readonly pairs: Int32Array;
  /** Distances, a0; length n. */
  readonly lengths: Float64Array;
}

/** What tasks that move atoms need to know of a force field beside its energy. */
export interface Mechanics {
  /** Sites that follow other atoms: no mass, no freedom. Absent: none. */
  readonly virtualSites?: VirtualSites | undefined;
  /** The force field's own constraints (rigid water, constrained bonds). Absent: none. */
  readonly constraints?: FixedDistances | undefined;
  /** Equilibrium length of the bond i–j, a0; undefined when there is no such bonded term. */
  equilibriumBond(i: number, j: number): number | undefined;
  /** Equilibrium angle i–j–k (apex j), rad; undefined when there is no such bonded term. */
  equilibriumAngle?(i: number, j: number, k: number): number | undefined;
}

/** A potential of a force field. */
export interface ForceFieldPotential extends Potential {
  /**
   * Gives atoms other charges, of this potential alone: from the next evaluation on its energies follow. Absent: charges stay.
   *
   * @param atoms - indices, from 0
   * @param charges - e, of these atoms, in the units of the model's `charges`
   * @throws QmmmError `QMMM_MM_CHARGES`, `QMMM_MM_CHARGE_PRODUCT`; no charge has changed then
   */
  setCharges?(atoms: Int32Array, charges: Float64Array): void;
}

/** A force field with the parameters of one system resolved. */
export interface MmModel extends Mechanics {
  /** Partial charges, e; length N. */
  readonly charges: Float64Array;
  /** Lennard-Jones σ (a0) and ε (Eh) of each atom with itself; length N each. */
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  /** Coulomb constant over its SI value: the force field's own world (1 for modern codes). Forces include it. */
  readonly coulombScale: number;
  /** Distance beyond which pairs do not interact, a0; undefined when all pairs do. */
  readonly cutoff?: number | undefined;
  /** Conventions and options in force, for the record of results. */
  readonly conventions: Readonly<Record<string, string | number>>;
  /**
   * A potential with the terms that the mask keeps, a function of all positions: virtual sites are taken where they are, and
   * have forces like other atoms (`withVirtualSites` makes them follow).
   */
  potential(mask: TermMask, scope: Scope): Promise<ForceFieldPotential>;
}

/** Assigns parameters to systems. */
export interface ForceField {
  /**
   * The system with the virtual sites that the force field needs and the structure lacks, each in the residue that it belongs
   * to; the same system where none is missing. Absent: structures have to have them.
   */
  complete?(system: System): Promise<System>;
  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming the atoms or terms without parameters. */
  assign(system: System): Promise<MmModel>;
}
