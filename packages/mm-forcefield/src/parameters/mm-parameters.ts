/** Bonded terms of one kind: atoms and numbers of each term, one after the other. */
export interface BondedTerms {
  readonly atoms: Int32Array;
  readonly parameters: Float64Array;
}

/** Constants of Lennard-Jones pairs by type, E = C12/r¹² − C6/r⁶: combining rules and overrides are resolved. */
export interface LennardJonesTable {
  /** Type of each atom, from 0; length N. */
  readonly typeOf: Int32Array;
  readonly typeCount: number;
  /** Eh·a0¹², symmetric; length typeCount². */
  readonly c12: Float64Array;
  /** Eh·a0⁶, symmetric; length typeCount². */
  readonly c6: Float64Array;
}

/**
 * Every parameter of one system, in atomic units: what a force field resolves to. Immutable; parameter orders are those of
 * the kernels.
 */
export interface MmParameters {
  readonly atomCount: number;
  /** Partial charges, e; length N. */
  readonly charges: Float64Array;
  /** Coulomb constant over its SI value. */
  readonly coulombScale: number;
  /** i, j; k (Eh/a0²), r0 (a0); E = k(r − r0)². */
  readonly bonds: BondedTerms;
  /** i, j (apex), k; k (Eh/rad²), θ0 (rad); E = k(θ − θ0)². */
  readonly angles: BondedTerms;
  /** i, j, k, l; k (Eh), n, δ (rad); E = k(1 + cos(nφ − δ)). */
  readonly torsions: BondedTerms;
  /** As torsions, of atoms bonded to a common one. */
  readonly impropers: BondedTerms;
  readonly lennardJones: LennardJonesTable;
  /** Pairs without normal interaction, the scaled ones included: partners j > i of each atom, ascending. */
  readonly exclusionStart: Int32Array;
  readonly exclusions: Int32Array;
  /** Scaled 1–4 pairs: i, j; C12 (Eh·a0¹²), C6 (Eh·a0⁶), charge product (e²), all scaled. */
  readonly exceptions: BondedTerms;
  /** Distance at which shifted forces reach zero, a0; undefined for all pairs. */
  readonly cutoff?: number | undefined;
  /** How far beyond the cutoff lists of neighbours reach, a0. */
  readonly skin: number;
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
