/**
 * Contracted Gaussian shells of a molecule as flat arrays, the form every integral kernel reads.
 *
 * Shells are ordered by atom, functions by shell. A spherical shell of angular momentum l holds 2l+1 real solid
 * harmonics in the order m = −l … l (p shells: x, y, z as in Cartesian); a Cartesian one holds (l+1)(l+2)/2 functions
 * in the order xx, xy, xz, yy, yz, zz. Every contracted function has unit self-overlap, Cartesian ones included.
 */
export interface GaussianBasis {
  readonly atomCount: number;
  readonly shellCount: number;
  /** Number of basis functions, N. */
  readonly functionCount: number;
  /** Atom that carries the shell; length shellCount. */
  readonly shellAtom: Int32Array;
  /** Angular momentum l; length shellCount. */
  readonly shellMomentum: Int32Array;
  /** 1 for real solid harmonics, 0 for Cartesian functions; length shellCount. */
  readonly shellSpherical: Uint8Array;
  /** First primitive of each shell; length shellCount + 1. */
  readonly primitiveOffset: Int32Array;
  /** First function of each shell; length shellCount + 1. */
  readonly functionOffset: Int32Array;
  /** Exponents, a0⁻²; length primitiveOffset[shellCount]. */
  readonly exponents: Float64Array;
  /** Contraction coefficients with the primitive and contraction normalisation of the x^l function folded in. */
  readonly coefficients: Float64Array;
}
