/** Which tight-binding model. */
export type XtbModel = "gfn1" | "gfn2";

/** Parameters of one element; arrays have one entry per shell. Energies in eV, Slater exponents in a0⁻¹, as published. */
export interface ElementParameters {
  /** Principal quantum number and letter, such as `2s`. */
  readonly shells: readonly string[];
  /** Atomic levels, eV. */
  readonly levels: readonly number[];
  /** a0⁻¹. */
  readonly slaterExponents: readonly number[];
  /** Gaussians per Slater function. */
  readonly primitives: readonly number[];
  /** Electrons of the neutral atom. */
  readonly occupations: readonly number[];
  /** Linear coefficients of the distance polynomials. */
  readonly distancePolynomial: readonly number[];
  /** Decrease of the levels per neighbour, eV. */
  readonly coordinationShift: readonly number[];
  /** Chemical hardness, Eh/e². */
  readonly hardness: number;
  /** Factors of the hardness for every shell. */
  readonly shellHardness: readonly number[];
  /** Derivative of the hardness with respect to charge, Eh/e³. */
  readonly hardnessDerivative: number;
  /** Effective nuclear charge of the repulsion, e. */
  readonly repulsionCharge: number;
  readonly repulsionExponent: number;
  /** Strength of halogen bonds, Eh. */
  readonly halogenBond: number;
  /** Pauling's scale. */
  readonly electronegativity: number;
  /** Energy per square of the atomic dipole, Eh/(e·a0)². */
  readonly dipoleKernel: number;
  /** Energy per square of the atomic quadrupole, Eh/(e·a0²)². */
  readonly quadrupoleKernel: number;
  /** Radius of the damping of multipole interactions, a0. */
  readonly multipoleRadius: number;
  /** Coordination number at which that radius begins to grow. */
  readonly valenceCoordination: number;
}

/** Parameters of a tight-binding model. */
export interface XtbParameters {
  readonly name: string;
  /** Exponent of 2√(ζζ′)/(ζ + ζ′) in the Hamiltonian. */
  readonly slaterFactor: number;
  /** Scale of the Hamiltonian between polarisation functions (the second s shell of hydrogen). */
  readonly polarisationScale: number;
  /** Coefficient of the squared difference of electronegativities. */
  readonly electronegativityScale: number;
  /** Scales of the Hamiltonian by pair of shell letters; absent pairs take the mean of `aa` and `bb`. */
  readonly shellScale: Readonly<Record<string, number>>;
  /** Scales by pair of elements, such as `N-H`; absent pairs have 1. */
  readonly pairScale: Readonly<Record<string, number>>;
  readonly dispersion: {
    readonly s6: number;
    readonly s8: number;
    readonly a1: number;
    readonly a2: number;
    readonly s9: number;
  };
  /** Power of the distance in the exponent of the repulsion, and the one between H and He where that differs. */
  readonly repulsion: { readonly kexp: number; readonly klight?: number };
  /** Mean of two hardnesses in the electrostatics. */
  readonly hardnessMean: "harmonic" | "arithmetic";
  readonly halogen?: { readonly damping: number; readonly rscale: number };
  /** Factors of the hardness derivative by shell letter; absent: the third order works on whole atoms. */
  readonly thirdOrder?: Readonly<Record<string, number>>;
  /** Damping of the interactions of atomic multipoles; absent in models without them. */
  readonly multipoles?: {
    readonly dmp3: number;
    readonly dmp5: number;
    readonly kexp: number;
    readonly shift: number;
    readonly rmax: number;
  };
  /** Index: atomic number less 1. */
  readonly elements: readonly ElementParameters[];
}

/** Loads the parameters of a model. */
export async function loadParameters(model: XtbModel): Promise<XtbParameters> {
  return model === "gfn1" ? (await import("./data/gfn1.js")).GFN1 : (await import("./data/gfn2.js")).GFN2;
}
