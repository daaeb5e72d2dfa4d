/** One shell of a basis set as published: primitives shared by one or more contractions. */
export interface BasisShell {
  /**
   * Angular momentum of each column of `coefficients`. A single entry with several columns is a general contraction;
   * several entries are a shared-exponent (SP) shell, one column each.
   */
  readonly momenta: readonly number[];
  /** Exponents, a0⁻². */
  readonly exponents: readonly number[];
  /** Contraction coefficients of normalised primitives, one row per contraction, as long as `exponents`. */
  readonly coefficients: readonly (readonly number[])[];
  /** Real solid harmonics (true) or Cartesian functions (false); without meaning for s and p. */
  readonly spherical: boolean;
}

/** A named basis set: the shells of every element that it defines. */
export interface BasisSet {
  readonly name: string;
  /** Version of the data, as its source counts. */
  readonly version: string;
  /** Where the data come from. */
  readonly source: string;
  /** Works to cite. */
  readonly references: readonly string[];
  /** Shells by atomic number. */
  readonly elements: ReadonlyMap<number, readonly BasisShell[]>;
}

/** Highest angular momentum that the integral kernels accept (i functions). */
export const MAX_MOMENTUM = 6;
