import type { RadialTable } from "../../nonbonded/radial-table.js";

/**
 * All neighbours of every atom within a range, periodic images included (also of the atom itself): each pair stands in
 * the lists of both its atoms.
 */
export interface Neighbours {
  /** First entry of each atom; length N + 1. */
  readonly start: Int32Array;
  /** Neighbour of each entry; of one atom ascending, images of one neighbour in a fixed order. */
  readonly partners: Int32Array;
  /** Which of `shifts` takes the neighbour to the image meant: r = R[partner] + shift − R[atom]. */
  readonly shiftOf: Int32Array;
  /** Lattice vectors, a0; three numbers each. */
  readonly shifts: Float64Array;
}

/** Factors of the terms by how many of their atoms are in a region: 1 keeps, 0 leaves out, −1 subtracts. */
export interface Ownership {
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Of terms of two atoms with 0, 1, 2 in the region. */
  readonly pair: Float64Array;
  /** Of terms of three atoms with 0, 1, 2, 3 in the region. */
  readonly triple: Float64Array;
  /** Of terms of one atom outside, inside. */
  readonly site: Float64Array;
}

/** Who the atoms are to a many-body potential. */
export interface AtomTypes {
  /** Type of each atom, from 0; length N. */
  readonly typeOf: Int32Array;
  readonly typeCount: number;
}

/**
 * Entries of a pair of types start at `(i·T + j)·size`, of a triplet with the centre i at `((i·T + j)·T + k)·size`; the
 * orders of the numbers are those of `STILLINGER_WEBER_PAIR` and so on.
 */
export interface TripletParameters extends AtomTypes {
  readonly pairs: Float64Array;
  readonly triplets: Float64Array;
}

/** Functions as piecewise cubics: see `EamParameters.splines`. */
export interface EamParameters extends AtomTypes {
  /** a0. */
  readonly cutoff: number;
  /** Points and step of the embedding functions (step in the unit of density). */
  readonly densityCount: number;
  readonly densityStep: number;
  /** Points and step (a0) of densities and pair functions. */
  readonly radialCount: number;
  readonly radialStep: number;
  /**
   * Coefficients of the functions one after the other, four per point m: f = ((c0·p + c1)·p + c2)·p + c3 at
   * (m + p)·step.
   */
  readonly splines: Float64Array;
  /** Where in `splines` the embedding function of each type (Eh) begins. */
  readonly embeddingAt: Int32Array;
  /** Where the density of an atom of type j at an atom of type i begins: entry j·T + i. */
  readonly densityAt: Int32Array;
  /** Where r·φ(r) (Eh·a0) of each pair of types begins: entry i·T + j. */
  readonly pairAt: Int32Array;
}

/** Numbers per pair of a Stillinger–Weber potential. */
export const STILLINGER_WEBER_PAIR = {
  /** Where the pair ends, a0. */
  cutoff: 0,
  /** A·ε, Eh; B; σ, a0; exponents p and q; aσ, a0; γσ, a0. */
  A: 1,
  B: 2,
  sigma: 3,
  p: 4,
  q: 5,
  pole: 6,
  decay: 7,
  size: 8,
} as const;

/** Numbers per pair of a Vashishta potential. */
export const VASHISHTA_PAIR = {
  /** Where the two-body term ends, a0. */
  cutoff: 0,
  /** Eh·a0^η, η; charge product times Coulomb constant, Eh·a0; 1/λ1; Eh·a0⁴; 1/λ4; Eh·a0⁶. */
  H: 1,
  eta: 2,
  charges: 3,
  screening: 4,
  D: 5,
  dipoleScreening: 6,
  W: 7,
  /** Value (Eh) and slope (Eh/a0) of the unshifted term at the cutoff. */
  valueAtCutoff: 8,
  slopeAtCutoff: 9,
  /** Of the three-body term: γ and r0, a0. */
  decay: 10,
  pole: 11,
  size: 12,
} as const;

/** Numbers per triplet of both: E = K (cos θ − cos θ0)²/(1 + C (cos θ − cos θ0)²), K in Eh. */
export const ANGLE_TRIPLET = { K: 0, cosTheta0: 1, C: 2, size: 3 } as const;

/** Numbers per pair of a Tersoff potential: Eh and 1/a0. */
export const TERSOFF_PAIR = {
  /** Largest distance at which the second atom matters to the first in any way, a0. */
  reach: 0,
  A: 1,
  lambda1: 2,
  B: 3,
  lambda2: 4,
  beta: 5,
  n: 6,
  size: 7,
} as const;

/** Numbers per triplet of a Tersoff potential; the range of the bond ij is that of the triplet i, j, j. */
export const TERSOFF_TRIPLET = {
  m: 0,
  gamma: 1,
  lambda3: 2,
  c2: 3,
  d2: 4,
  cosTheta0: 5,
  R: 6,
  D: 7,
  size: 8,
} as const;

/** Numbers per pair of types of ions: Buckingham's E = A exp(−b r) − c/r⁶, shifted, with a guarded core. */
export const BUCKINGHAM_PAIR = {
  /** Eh; 1/a0; Eh·a0⁶. */
  A: 0,
  b: 1,
  c: 2,
  /** Below this distance (a0) the core takes over: value + slope·(r − guard) + wall·(guard/r − 1)³. */
  guard: 3,
  valueAtGuard: 4,
  slopeAtGuard: 5,
  /** Eh. */
  wall: 6,
  /** Subtracted: value (Eh) and slope (Eh/a0) at the cutoff. */
  valueAtCutoff: 7,
  slopeAtCutoff: 8,
  size: 9,
} as const;

/** Ions: Buckingham pairs and the short-range part of Ewald's sum. */
export interface IonPairs extends AtomTypes {
  /** By pair of types, in the order of `BUCKINGHAM_PAIR`. */
  readonly pairs: Float64Array;
  /** e times the square root of the Coulomb constant; length N. */
  readonly charges: Float64Array;
  /** a0. */
  readonly cutoff: number;
  /** erfc(βr)/r. */
  readonly table: RadialTable;
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Factors of pairs with 0, 1 and 2 atoms in the region. */
  readonly buckinghamKept: Float64Array;
  readonly coulombKept: Float64Array;
}

/** Numbers per pair of types of Tangney and Scandolo's silica. */
export const TANGNEY_SCANDOLO_PAIR = {
  /** Morse stretch: Eh; 1; a0. */
  depth: 0,
  gamma: 1,
  r0: 2,
  /** Damping of a charge's field at close range: 1/a0; 1. */
  b: 3,
  c: 4,
  /** Subtracted from the Morse stretch: value (Eh) and slope (Eh/a0) at the cutoff. */
  valueAtCutoff: 5,
  slopeAtCutoff: 6,
  size: 7,
} as const;

/** Ions, some of which are polarisable: Morse stretches, and the short-range part of Ewald's sum of charges and dipoles. */
export interface PolarIons extends AtomTypes {
  /** By pair of types, in the order of `TANGNEY_SCANDOLO_PAIR`. */
  readonly pairs: Float64Array;
  /** e; length N. */
  readonly charges: Float64Array;
  /** a0³, zero for ions that are not polarisable; length N. */
  readonly polarisabilities: Float64Array;
  /** a0. */
  readonly cutoff: number;
  /** β of Ewald's sum, 1/a0, and erfc(βr)/r. */
  readonly beta: number;
  readonly table: RadialTable;
}

/**
 * A many-body potential over a list of neighbours. Adds to `energies` (Eh), to `forces` (3N, Eh/a0; length 0 when not
 * wanted) and to `virial` (9, −∂E/∂ε, Eh; length 0 when not wanted, and wanted only with forces). A virial of length 9 + 9N
 * has every atom's share behind the sum: half of what belongs to the vector between a centre and a neighbour for each of them.
 */
export type ManyBodyKernel<Parameters> = (
  energies: Float64Array,
  forces: Float64Array,
  virial: Float64Array,
  positions: Float64Array,
  neighbours: Neighbours,
  owned: Ownership,
  parameters: Parameters,
) => void;

declare module "@qmmm/core" {
  interface KernelSignatures {
    /** Stillinger–Weber; energies [pair, three-body]. */
    "mm/stillingerWeber": ManyBodyKernel<TripletParameters>;
    /** Vashishta; energies [pair, three-body]. */
    "mm/vashishta": ManyBodyKernel<TripletParameters>;
    /** Tersoff; energies [repulsion, bond order]; every term belongs to the bond whose order it has. */
    "mm/tersoff": ManyBodyKernel<TripletParameters>;
    /** Embedded atoms; energies [pair, embedding]. */
    "mm/embeddedAtom": ManyBodyKernel<EamParameters>;
    /** Pairs of ions; energies [Buckingham, short-range Coulomb]; sums as `ManyBodyKernel`. */
    "mm/ionPairs": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      neighbours: Neighbours,
      ions: IonPairs,
    ) => void;
    /** Adds the short-range field (Eh/(e·a0), 3N) of the charges at polarisable ions, damped at close range. */
    "mm/polarIonFields": (
      field: Float64Array,
      positions: Float64Array,
      neighbours: Neighbours,
      ions: PolarIons,
    ) => void;
    /**
     * Lists the pairs of polarisable ions: two indices each, and five numbers: the vector from the first to the second, B1 and
     * B2 of erfc(βr)/r. Fills the arrays as far as they reach.
     *
     * @returns the number of pairs; when `indices` is shorter than twice that, call again with longer arrays
     */
    "mm/polarPairs": (
      indices: Int32Array,
      tensors: Float64Array,
      positions: Float64Array,
      neighbours: Neighbours,
      ions: PolarIons,
    ) => number;
    /** Adds the short-range field (3N) of dipoles (3N, e·a0) at each other, by such pairs. */
    "mm/polarPairFields": (
      field: Float64Array,
      dipoles: Float64Array,
      indices: Int32Array,
      tensors: Float64Array,
      count: number,
    ) => void;
    /**
     * Adds factor times the short-range energy of the charges' pairs to `energies`, and factor times the forces of charges and
     * dipoles (3N, held fixed) and their virial Σ force ⊗ vector; sums as `ManyBodyKernel`.
     */
    "mm/polarIonForces": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      neighbours: Neighbours,
      ions: PolarIons,
      dipoles: Float64Array,
      factor: number,
    ) => void;
    /** Morse stretches; `kept` has factors of pairs with 0, 1 and 2 atoms in the region; sums as `ManyBodyKernel`. */
    "mm/morseStretches": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      neighbours: Neighbours,
      ions: PolarIons,
      region: Uint8Array,
      kept: Float64Array,
    ) => void;
    /**
     * All neighbours nearer than a range, images included. Fills `start`, and as far as they reach `partners` and
     * `images` (three whole numbers of cell vectors per entry, to be added to the partner's position as it stands).
     *
     * @param cell - cell vectors as rows, then the rows that give fractional coordinates (18 numbers); empty when open
     * @returns the number of entries; when it exceeds the length of `partners`, call again with longer arrays
     */
    "mm/fullNeighbours": (
      start: Int32Array,
      partners: Int32Array,
      images: Int32Array,
      positions: Float64Array,
      cell: Float64Array,
      range: number,
    ) => number;
  }
}
