import type { LennardJonesForm } from "../long-range/lennard-jones-form.js";
import type { RadialTable } from "../nonbonded/radial-table.js";

/**
 * What the kernels share. Positions and cell in a0, energies in Eh. They add: to `energies`, to `forces` (3N, Eh/a0;
 * length 0 when not wanted) and to `virial` (9, −∂E/∂ε, Eh; length 0 when not wanted, and wanted only with forces).
 * `cell` holds the three cell vectors as rows and then the rows that give fractional coordinates (18 numbers), or nothing
 * for an open system; distances are to nearest images.
 */
export type BondedKernel = (
  /** One entry per term of energy. */
  energies: Float64Array,
  forces: Float64Array,
  virial: Float64Array,
  positions: Float64Array,
  cell: Float64Array,
  /** Indices of each interaction's atoms, one after the other. */
  atoms: Int32Array,
  /** Numbers of each interaction, one after the other. */
  parameters: Float64Array,
) => void;

/** What non-bonded pairs interact by. */
export interface PairParameters {
  /** Charges times the square root of the Coulomb constant, √(Eh·a0); length N. */
  readonly charges: Float64Array;
  /** Lennard-Jones type of each atom, from 0; length N. */
  readonly typeOf: Int32Array;
  readonly typeCount: number;
  /** C12 (Eh·a0¹²) and C6 (Eh·a0⁶) of each pair of types, symmetric; E = C12/r¹² − C6/r⁶; length typeCount² each. */
  readonly c12: Float64Array;
  readonly c6: Float64Array;
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Factor of the Coulomb energy of pairs with 0, 1 and 2 atoms in the region: 1 or 0. */
  readonly coulombKept: Float64Array;
  /** Whether pairs with 0, 1 and 2 atoms in the region interact at all: 1 or 0. */
  readonly pairKept: Uint8Array;
  /** First excluded partner of each atom in `exclusions`; length N + 1. */
  readonly exclusionStart: Int32Array;
  /** Partners j > i with which atom i does not interact, ascending. */
  readonly exclusions: Int32Array;
}

/** What an atom interacts by, as flags. */
export const LENNARD_JONES = 1;
export const CHARGED = 2;

/**
 * Numbers of one row of a pair list: an atom's slot; the image of its partners, as three multiples of the cell's vectors;
 * where in the list of partners those with Lennard-Jones interaction end, and where those without do. A row's partners begin
 * where those of the row before end.
 */
export const ROW = { slot: 0, image: 1, split: 4, end: 5, length: 6 } as const;

/**
 * Pairs within a range, each once, for kernels that run over memory in order: atoms stand in slots by their place in space, and
 * the image of the cell in which partners stand is stated, not sought. Masks and charges are none of its business.
 */
export interface ListedPairs {
  /** Atom of each slot; length N. */
  readonly order: Int32Array;
  /** Multiples of the cell's vectors that bring the atom of each slot into the cell when taken off; length 3N. */
  readonly images: Int32Array;
  /** Rows of `ROW.length` numbers. */
  readonly rows: Int32Array;
  /** Slots of the partners of all rows. */
  readonly partners: Int32Array;
}

declare module "@qmmm/core" {
  interface KernelSignatures {
    /** Harmonic bonds, E = k(r − r0)²; atoms i, j; parameters k (Eh/a0²), r0 (a0). */
    "mm/bonds": BondedKernel;
    /** Harmonic angles, E = k(θ − θ0)²; atoms i, j (apex), k; parameters k (Eh/rad²), θ0 (rad). */
    "mm/angles": BondedKernel;
    /** Bonds of GROMOS, E = k(r² − r0²)²; atoms i, j; parameters k (Eh/a0⁴), r0 (a0). */
    "mm/quarticBonds": BondedKernel;
    /** Morse bonds, E = D(1 − exp(−β(r − r0)))²; atoms i, j; parameters D (Eh), β (1/a0), r0 (a0). */
    "mm/morseBonds": BondedKernel;
    /** Cubic bonds, E = k(r − r0)²(1 + c(r − r0)); atoms i, j; parameters k (Eh/a0²), c (1/a0), r0 (a0). */
    "mm/cubicBonds": BondedKernel;
    /** Finitely extensible bonds, E = −½kR² ln(1 − r²/R²), infinite from R on; atoms i, j; parameters k (Eh/a0²), R (a0). */
    "mm/feneBonds": BondedKernel;
    /**
     * Bonds that are free between two lengths, E = k(r − edge)² outside r1 to r2, straight on beyond r3; atoms i, j;
     * parameters k (Eh/a0²), r1, r2, r3 (a0).
     */
    "mm/flatBonds": BondedKernel;
    /** Restricted bending, E = k((cos θ − c0)/sin θ)²; atoms i, j (apex), k; parameters k (Eh), c0. */
    "mm/restrictedAngles": BondedKernel;
    /** Polynomials of angles, E = Σ cₙ(θ − θ0)ⁿ; atoms i, j (apex), k; parameters θ0 (rad), c0 to c4 (Eh/radⁿ). */
    "mm/quarticAngles": BondedKernel;
    /** Atoms in line, E = k|a(r_i − r_j) + (1 − a)(r_k − r_j)|²; atoms i, j, k; parameters k (Eh/a0²), a. */
    "mm/linearAngles": BondedKernel;
    /** E = k(r_ij − r_ij0)(r_kj − r_kj0); atoms i, j, k; parameters k (Eh/a0²), r_ij0, r_kj0 (a0). */
    "mm/bondBondCross": BondedKernel;
    /**
     * E = k(r_ik − r_ik0)(r_ij − r_ij0 + r_kj − r_kj0); atoms i, j, k; parameters k (Eh/a0²), r_ij0, r_kj0, r_ik0 (a0).
     */
    "mm/bondAngleCross": BondedKernel;
    /** Restricted torsions, E = k((cos φ − c0)/sin φ)²; atoms i, j, k, l; parameters k (Eh), c0. */
    "mm/restrictedTorsions": BondedKernel;
    /** Bending and torsion combined, E = sin³θ₁·sin³θ₂·Σ aₙ·cosⁿφ; atoms i, j, k, l; parameters a0 to a4 (Eh). */
    "mm/bendingTorsions": BondedKernel;
    /** Angles of GROMOS, E = k(cos θ − c0)²; atoms i, j (apex), k; parameters k (Eh), c0. */
    "mm/cosineAngles": BondedKernel;
    /** Periodic torsions, E = k(1 + cos(nφ − δ)); atoms i, j, k, l; parameters k (Eh), n, δ (rad). */
    "mm/torsions": BondedKernel;
    /**
     * Harmonic impropers, E = k·d² with d = ψ − ψ0 brought to (−π, π]; atoms i, j, k, l of the torsion ψ; parameters
     * k (Eh/rad²), ψ0 (rad).
     */
    "mm/harmonicImpropers": BondedKernel;
    /**
     * CMAP corrections, bicubic on periodic grids.
     *
     * @param atoms - four of φ and four of ψ for each correction
     * @param starts - where each correction's grid begins in `grids`
     * @param sizes - points of each correction's grid in one direction
     * @param grids - of each point (φ slow, from −π): value, derivatives by φ, ψ and both, per grid step (Eh)
     */
    "mm/cmap": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      atoms: Int32Array,
      starts: Int32Array,
      sizes: Int32Array,
      grids: Float64Array,
    ) => void;
    /**
     * Pairs with constants of their own (scaled 1–4 pairs); energies [Lennard-Jones, Coulomb]; atoms i, j; parameters
     * C12 (Eh·a0¹²), C6 (Eh·a0⁶), charge product times Coulomb constant (Eh·a0).
     */
    "mm/exceptions": BondedKernel;
    /** Charge-induced dipoles of ions, E = −C4/r⁴; atoms i, j; parameters C4 (Eh·a0⁴), 1/cutoff (1/a0; 0: none). */
    "mm/inverseFourth": BondedKernel;
    /** All pairs of an open system without cutoff; energies [Lennard-Jones, Coulomb]. */
    "mm/allPairs": (
      energies: Float64Array,
      forces: Float64Array,
      positions: Float64Array,
      parameters: PairParameters,
    ) => void;
    /**
     * Pairs of a list that are nearer than the cutoffs: Lennard-Jones in the form given, and Coulomb energies qq·E(r) by a
     * table. Energies [Lennard-Jones, Coulomb].
     *
     * @param form - of Lennard-Jones energies at the cutoff
     * @param coulomb - E(r) for charges of one, up to a cutoff of its own, at most the form's
     */
    "mm/listedPairs": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      parameters: PairParameters,
      form: LennardJonesForm,
      coulomb: RadialTable,
      list: ListedPairs,
    ) => void;
    /**
     * The pairs nearer than a range, all images of the cell included; without excluded ones, in any image, and without those of
     * atoms that have no kind of interaction in common. A pair has Lennard-Jones interaction if both atoms have.
     *
     * @param range - of pairs with Lennard-Jones interaction, a0
     * @param chargeRange - of those that only have charges, a0; at most `range`
     * @param counts - overwritten: rows and partners that the list has
     * @param order - overwritten, as the other parts of `ListedPairs`; rows and partners as far as they reach. When there are
     *   more, call again with longer ones.
     * @param interacting - `LENNARD_JONES`, `CHARGED`, both or neither for each atom
     */
    "mm/pairList": (
      counts: Int32Array,
      order: Int32Array,
      images: Int32Array,
      rows: Int32Array,
      partners: Int32Array,
      positions: Float64Array,
      cell: Float64Array,
      range: number,
      chargeRange: number,
      interacting: Uint8Array,
      exclusionStart: Int32Array,
      exclusions: Int32Array,
    ) => void;
  }
}
