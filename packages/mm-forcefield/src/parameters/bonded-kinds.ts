/** Bonded terms of one kind: atoms and numbers of each term, one after the other. */
export interface BondedTerms {
  readonly atoms: Int32Array;
  readonly parameters: Float64Array;
}

/** Bonded terms by kind, in atomic units; the orders of atoms and numbers are those of the kernels. Absent: none. */
export interface BondedParameters {
  /** i, j; k (Eh/a0²), r0 (a0); E = k(r − r0)². */
  readonly bonds: BondedTerms;
  /** i, j (apex), k; k (Eh/rad²), θ0 (rad); E = k(θ − θ0)². */
  readonly angles: BondedTerms;
  /** i, j, k, l; k (Eh), n, δ (rad); E = k(1 + cos(nφ − δ)); n = 0 is a constant, so that series in cos φ fit in. */
  readonly torsions: BondedTerms;
  /** As torsions, of atoms bonded to a common one. */
  readonly impropers: BondedTerms;
  /** Urey–Bradley terms between the ends of angles: numbers as of bonds. */
  readonly ureyBradley?: BondedTerms | undefined;
  /** Bonds of GROMOS: i, j; k (Eh/a0⁴), r0 (a0); E = k(r² − r0²)². */
  readonly quarticBonds?: BondedTerms | undefined;
  /** i, j; D (Eh), β (1/a0), r0 (a0); E = D(1 − exp(−β(r − r0)))². */
  readonly morseBonds?: BondedTerms | undefined;
  /** i, j; k (Eh/a0²), c (1/a0), r0 (a0); E = k(r − r0)²(1 + c(r − r0)). */
  readonly cubicBonds?: BondedTerms | undefined;
  /** i, j; k (Eh/a0²), R (a0); E = −½kR² ln(1 − r²/R²). */
  readonly feneBonds?: BondedTerms | undefined;
  /** i, j; k (Eh/a0²), r1 ≤ r2 ≤ r3 (a0); E = k(r − edge)² outside r1 to r2, straight on beyond r3. */
  readonly flatBonds?: BondedTerms | undefined;
  /** Angles of GROMOS: i, j (apex), k; k (Eh), cos θ0; E = k(cos θ − cos θ0)². */
  readonly cosineAngles?: BondedTerms | undefined;
  /** i, j (apex), k; k (Eh), cos θ0; E = k((cos θ − cos θ0)/sin θ)². */
  readonly restrictedAngles?: BondedTerms | undefined;
  /** i, j (apex), k; θ0 (rad), c0 to c4 (Eh/radⁿ); E = Σ cₙ(θ − θ0)ⁿ. */
  readonly quarticAngles?: BondedTerms | undefined;
  /** i, j, k; k (Eh/a0²), a; E = k|a(r_i − r_j) + (1 − a)(r_k − r_j)|². */
  readonly linearAngles?: BondedTerms | undefined;
  /** i, j (apex), k; k (Eh/a0²), r_ij0, r_kj0 (a0); E = k(r_ij − r_ij0)(r_kj − r_kj0). */
  readonly bondBondCross?: BondedTerms | undefined;
  /** i, j (apex), k; k (Eh/a0²), r_ij0, r_kj0, r_ik0 (a0); E = k(r_ik − r_ik0)(r_ij − r_ij0 + r_kj − r_kj0). */
  readonly bondAngleCross?: BondedTerms | undefined;
  /** i, j, k, l; k (Eh/rad²), ψ0 (rad); E = k·d² with d = ψ − ψ0 brought to (−π, π]; ψ as a torsion. */
  readonly harmonicImpropers?: BondedTerms | undefined;
  /** i, j, k, l; k (Eh), cos φ0; E = k((cos φ − cos φ0)/sin φ)². */
  readonly restrictedTorsions?: BondedTerms | undefined;
  /** i, j, k, l; a0 to a4 (Eh); E = sin³θ₁·sin³θ₂·Σ aₙ·cosⁿφ with the angles at j and k. */
  readonly bendingTorsions?: BondedTerms | undefined;
}

export type BondedKind = keyof BondedParameters;

/** Every kind by its name on the ledger, in the order of the ledger: its kernel, and how many atoms a term has. */
export const BONDED_KINDS = {
  bonds: { kernel: "mm/bonds", atoms: 2 },
  angles: { kernel: "mm/angles", atoms: 3 },
  torsions: { kernel: "mm/torsions", atoms: 4 },
  impropers: { kernel: "mm/torsions", atoms: 4 },
  ureyBradley: { kernel: "mm/bonds", atoms: 2 },
  quarticBonds: { kernel: "mm/quarticBonds", atoms: 2 },
  morseBonds: { kernel: "mm/morseBonds", atoms: 2 },
  cubicBonds: { kernel: "mm/cubicBonds", atoms: 2 },
  feneBonds: { kernel: "mm/feneBonds", atoms: 2 },
  flatBonds: { kernel: "mm/flatBonds", atoms: 2 },
  cosineAngles: { kernel: "mm/cosineAngles", atoms: 3 },
  restrictedAngles: { kernel: "mm/restrictedAngles", atoms: 3 },
  quarticAngles: { kernel: "mm/quarticAngles", atoms: 3 },
  linearAngles: { kernel: "mm/linearAngles", atoms: 3 },
  bondBondCross: { kernel: "mm/bondBondCross", atoms: 3 },
  bondAngleCross: { kernel: "mm/bondAngleCross", atoms: 3 },
  harmonicImpropers: { kernel: "mm/harmonicImpropers", atoms: 4 },
  restrictedTorsions: { kernel: "mm/restrictedTorsions", atoms: 4 },
  bendingTorsions: { kernel: "mm/bendingTorsions", atoms: 4 },
} as const satisfies Record<BondedKind, { readonly kernel: string; readonly atoms: 2 | 3 | 4 }>;

/** What `make` gives for each kind. */
export function ofEachKind<T>(make: (kind: BondedKind, atoms: 2 | 3 | 4) => T): Record<BondedKind, T> {
  const kinds = Object.keys(BONDED_KINDS) as BondedKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, make(kind, BONDED_KINDS[kind].atoms)])) as Record<BondedKind, T>;
}
