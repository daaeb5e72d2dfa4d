import type { PairParameters } from "../kernels/signatures.js";
import type { Influence } from "./b-spline.js";
import type { DispersionAtoms } from "./dispersion-mesh.js";
import type { Screening } from "./screening.js";

/*
 * Conventions as of the other kernels: a0, Eh, charges times the square root of the Coulomb constant, `cell` of 18 numbers.
 * Grids are n0 × n1 × n2, the last index running fastest; sizes without prime factors above 5 are fastest, an
 * even n2 faster than an odd one. Spectra hold the n0 × n1 × (⌊n2/2⌋ + 1) complex numbers of non-negative third index, real and imaginary parts in turn.
 */

/** A transform between a grid and its spectrum; the first is overwritten. */
export type FftKernel = (out: Float64Array, from: Float64Array, n0: number, n1: number, n2: number) => void;

declare module "@qmmm/core" {
  interface KernelSignatures {
    /**
     * Takes excluded pairs out of a sum over all of them, whose screening leaves −qq·S(r) of each, nearest images; adds;
     * energies [Coulomb].
     */
    "mm/ewaldExclusions": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      parameters: PairParameters,
      screening: Screening,
    ) => void;
    /**
     * Structure factors Σ q·exp(2πi k·s), s fractional coordinates.
     *
     * @param structure - real and imaginary part of each, overwritten
     * @param waves - three indices of each k, in lexical order
     */
    "mm/ewaldStructure": (
      structure: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      charges: Float64Array,
      waves: Int32Array,
    ) => void;
    /**
     * Σ Re(c*·exp(2πi k·s)) and its gradient at points, both overwritten.
     *
     * @param gradient - three numbers per point, or nothing when not wanted
     * @param coefficients - real and imaginary part of each c
     */
    "mm/ewaldInterpolate": (
      potential: Float64Array,
      gradient: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      coefficients: Float64Array,
      waves: Int32Array,
    ) => void;
    /** Charges on a grid by cardinal B-splines of an order from 3 to 8 (Essmann et al. 1995); `grid` is overwritten. */
    "mm/pmeSpread": (
      grid: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      charges: Float64Array,
      order: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /**
     * The factors that turn a spectrum of charges into that of their long-range potential: exp(−π²m²/β²)/(πVm²) times the
     * splines' factors, Essmann's or optimal ones; zero for m = 0 and for the highest index, half the points, of even directions.
     *
     * @param influence - overwritten; one number for each of the spectrum, n0·n1·(⌊n2/2⌋ + 1)
     */
    "mm/pmeInfluence": (
      influence: Float64Array,
      cell: Float64Array,
      beta: number,
      order: number,
      form: Influence,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /**
     * Turns the spectrum of the charges into that of their long-range potential, in place.
     *
     * @param virial - adds −∂E/∂ε of the charges' energy; length 0 when not wanted
     * @param influence - of the same cell, β and grid
     */
    "mm/pmeConvolve": (
      spectrum: Float64Array,
      virial: Float64Array,
      influence: Float64Array,
      cell: Float64Array,
      beta: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /**
     * Potential and its gradient at points from a grid, by the same splines; both are overwritten.
     *
     * @param gradient - three numbers per point, or nothing when not wanted
     */
    "mm/pmeInterpolate": (
      potential: Float64Array,
      gradient: Float64Array,
      grid: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      order: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /**
     * The factors that turn a spectrum of dispersion coefficients into that of their smooth potential: −π^(3/2)·F(m²)/(3V) times the
     * splines' factors (`DispersionWave`), and the same with dF/d(m²); zero for the highest index of even directions.
     *
     * @param influence - overwritten; one number for each of the spectrum, as of `mm/pmeInfluence`
     * @param slopes - likewise
     */
    "mm/dispersionInfluence": (
      influence: Float64Array,
      slopes: Float64Array,
      cell: Float64Array,
      beta: number,
      order: number,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /**
     * Turns the spectrum of dispersion coefficients into that of their smooth potential, in place.
     *
     * @param virial - adds −∂E/∂ε of their energy; length 0 when not wanted
     * @param influence - and slopes of the same cell and grid
     */
    "mm/dispersionConvolve": (
      spectrum: Float64Array,
      virial: Float64Array,
      influence: Float64Array,
      slopes: Float64Array,
      cell: Float64Array,
      n0: number,
      n1: number,
      n2: number,
    ) => void;
    /** Takes excluded pairs out of dispersion on a mesh, nearest images; adds; energies [sum]. */
    "mm/dispersionExclusions": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      atoms: DispersionAtoms,
      beta: number,
      exclusionStart: Int32Array,
      exclusions: Int32Array,
    ) => void;
    /** Spectrum of a real grid, exponent −2πi, not normalised. */
    "mm/fftForward": FftKernel;
    /** Real grid of a spectrum, exponent +2πi, not normalised; the spectrum is destroyed. */
    "mm/fftBackward": FftKernel;
  }
}
