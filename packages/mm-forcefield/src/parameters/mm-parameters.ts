import type { FixedDistances, VirtualSite } from "@qmmm/core";
import type { NonbondedTreatment } from "../long-range/treatment.js";
import type { BondedParameters, BondedTerms } from "./bonded-kinds.js";

export type { BondedTerms } from "./bonded-kinds.js";

/**
 * A correction of two torsions together, on a periodic grid: point (a, b) stands at φ = −π + 2πa/size, ψ = −π + 2πb/size
 * (MacKerell, Feig and Brooks 2004, doi:10.1002/jcc.20065).
 */
export interface CmapGrid {
  readonly size: number;
  /** Eh, at a·size + b; length size². */
  readonly energies: Float64Array;
}

/** CMAP corrections: eight atoms each, those of φ and then those of ψ. */
export interface CmapTerms {
  readonly atoms: Int32Array;
  /** Grid of each correction, an index into `grids`. */
  readonly gridOf: Int32Array;
  readonly grids: readonly CmapGrid[];
}

/** Constants of Lennard-Jones pairs by type, E = C12/r¹² − C6/r⁶ − C4/r⁴: combining rules and overrides are resolved. */
export interface LennardJonesTable {
  /** Type of each atom, from 0; length N. */
  readonly typeOf: Int32Array;
  readonly typeCount: number;
  /** Eh·a0¹², symmetric; length typeCount². */
  readonly c12: Float64Array;
  /** Eh·a0⁶, symmetric; length typeCount². */
  readonly c6: Float64Array;
  /** Eh·a0⁴, symmetric; length typeCount². Absent: no such terms. 1–4 pairs never have them. */
  readonly c4?: Float64Array | undefined;
}

/**
 * Every parameter of one system, in atomic units: what a force field resolves to. Immutable; parameter orders are those of
 * the kernels.
 */
export interface MmParameters extends BondedParameters {
  readonly atomCount: number;
  /** Partial charges, e; length N. */
  readonly charges: Float64Array;
  /** Coulomb constant over its SI value. */
  readonly coulombScale: number;
  /** Absent: none. */
  readonly cmaps?: CmapTerms | undefined;
  readonly lennardJones: LennardJonesTable;
  /** Pairs without normal interaction, the scaled ones included: partners j > i of each atom, ascending. */
  readonly exclusionStart: Int32Array;
  readonly exclusions: Int32Array;
  /**
   * Pairs with constants of their own, such as scaled 1–4 pairs or the 1–4 Lennard-Jones parameters of CHARMM: i, j;
   * C12 (Eh·a0¹²), C6 (Eh·a0⁶), charge product (e²), as they enter. Such pairs are exclusions too.
   */
  readonly exceptions: BondedTerms;
  /** Atoms that follow others. Absent: none. */
  readonly virtualSites?: readonly VirtualSite[] | undefined;
  /** Distances that stay constant in dynamics. Absent: none. */
  readonly constraints?: FixedDistances | undefined;
  /** Distance beyond which pairs of the list do not interact, a0; undefined for all pairs. */
  readonly cutoff?: number | undefined;
  /** How far beyond the cutoff lists of neighbours reach, a0. */
  readonly skin: number;
  /** What happens at the cutoff and beyond; absent: shifted forces. */
  readonly treatment?: NonbondedTreatment | undefined;
  readonly conventions: Readonly<Record<string, string | number>>;
}

/** Collects bonded terms one at a time. */
export class TermList {
  private readonly atoms: number[] = [];
  private readonly parameters: number[] = [];

  add(atoms: readonly number[], parameters: readonly number[]): void {
    this.atoms.push(...atoms);
    this.parameters.push(...parameters);
  }

  finish(): BondedTerms {
    return { atoms: Int32Array.from(this.atoms), parameters: Float64Array.from(this.parameters) };
  }
}
