import type { Snapshot } from "../model/snapshot.js";
import type { Scope } from "../plugin/di.js";
import type { Volume, VolumeWant } from "./volume.js";

/** Nuclei and electrons of one quantum calculation; positions are given to each solve. */
export interface Molecule {
  /** Atomic numbers; length n. */
  readonly elements: Uint8Array;
  /** Net charge, e. */
  readonly charge: number;
  /** Spin multiplicity 2S + 1. */
  readonly multiplicity: number;
}

/** A response of the surroundings to the quantum charge density: polarisable sites, periodic images. */
export interface FieldResponse {
  readonly name: string;
  /** Points at which the response feels the electrostatic potential of the molecule, a0; length 3p. */
  readonly points: Float64Array;
  /**
   * True when it feels the molecule's field too, and acts back with dipoles: `respond` then needs all four arrays, and the
   * engine `field:dipoleResponse`. Absent: potential and charges only.
   */
  readonly dipolar?: boolean;
  /**
   * Free energy of the response (Eh) to the molecule's potential at `points` (Eh/e, length p), and its derivative with
   * respect to that potential: the charges (e, length p, overwritten) that act back on the molecule. For a dipolar response
   * also minus its derivative with respect to the molecule's field −∇φ at `points` (Eh/(e·a0), length 3p): the dipoles
   * (e·a0, length 3p, overwritten) that act back.
   */
  respond(charges: Float64Array, potential: Float64Array, dipoles?: Float64Array, field?: Float64Array): number;
}

/** What surrounds the molecule. All in atomic units; absent arrays mean none. */
export interface ExternalField {
  /** Site positions, a0; length 3m. */
  readonly sites: Float64Array;
  /** Site charges, e; length m. */
  readonly charges: Float64Array;
  /** Gaussian widths w of the charges, ρ ∝ exp(−r²/w²), a0; 0 for a point charge; length m. */
  readonly widths?: Float64Array | undefined;
  /** Point dipoles on the sites, e·a0; length 3m. */
  readonly dipoles?: Float64Array | undefined;
  /** Uniform electric field, Eh/(e·a0): adds −μ·F. */
  readonly uniform?: readonly [number, number, number] | undefined;
  readonly response?: FieldResponse | undefined;
}

/** The field of empty space. */
export const NO_FIELD: ExternalField = { sites: new Float64Array(0), charges: new Float64Array(0) };

/** Ways of dividing the charge among the atoms. */
export const CHARGE_MODELS = ["mulliken", "loewdin", "esp", "hirshfeld", "cm5"] as const;

/** One of {@link CHARGE_MODELS}. */
export type ChargeModel = (typeof CHARGE_MODELS)[number];

/** What an engine can deliver beside the energy. `charges:…` names a charge model; `field:…` what a field may contain. */
export type QmQuantity =
  | "forces"
  | "fieldForces"
  | "fieldPotential"
  | "dipole"
  | "quadrupole"
  | "potentialAt"
  | "spin"
  | "orbitals"
  | "bondOrders"
  | "fukui"
  | "volumes"
  | `charges:${ChargeModel}`
  | "field:widths"
  | "field:dipoles"
  | "field:uniform"
  | "field:response"
  | "field:dipoleResponse";

/** What the caller wants beside the energy. */
export interface QmWant {
  readonly forces?: boolean;
  /** Forces on the field's sites, and potential at them. */
  readonly fieldForces?: boolean;
  readonly charges?: ChargeModel;
  readonly dipole?: boolean;
  readonly quadrupole?: boolean;
  /** Points, a0 (3p), at which to give the molecule's potential and field. */
  readonly potentialAt?: Float64Array;
  readonly spin?: boolean;
  readonly orbitals?: boolean;
  readonly bondOrders?: boolean;
  /** Condensed Fukui functions of this charge model. Engines need not give them: `openMolecule` adds them to any with charges. */
  readonly fukui?: ChargeModel;
  /** Fields at the points of a regular grid. */
  readonly volumes?: VolumeWant;
}

/** Molecular orbitals of a solution. */
export interface Orbitals {
  /** Orbital energies, Eh, ascending; alpha, and beta when it differs. */
  readonly energies: readonly Float64Array[];
  /** Occupations, 0 to 2 (closed shell) or 0 to 1. */
  readonly occupations: readonly Float64Array[];
  /** The orbitals in the Molden format, when the method has a Gaussian basis. */
  readonly molden?: string;
}

/**
 * How the charge of the atoms answers to one electron more or less, at fixed nuclei and field. Lengths n; `plus`, `minus` and
 * `zero` sum to 1, `dual` to 0, the local softnesses to the softness.
 */
export interface CondensedFukui {
  /** f⁺: where an added electron goes, and nucleophiles attack. */
  readonly plus: Float64Array;
  /** f⁻: where a removed electron comes from, and electrophiles attack. */
  readonly minus: Float64Array;
  /** f⁰ = (f⁺ + f⁻)/2, for radicals. */
  readonly zero: Float64Array;
  /** Dual descriptor f⁺ − f⁻: positive where nucleophiles attack, negative where electrophiles do. */
  readonly dual: Float64Array;
  /** Vertical, in the field, Eh. */
  readonly ionisationEnergy: number;
  /** Vertical, in the field, Eh; positive when the molecule binds the electron. */
  readonly electronAffinity: number;
  /** μ = −(I + A)/2, Eh: Mulliken's electronegativity with the sign changed. */
  readonly chemicalPotential: number;
  /** η = I − A, Eh. */
  readonly hardness: number;
  /** S = 1/η, Eh⁻¹; S·f of an atom is its local softness. */
  readonly softness: number;
  /** ω = μ²/(2η), Eh. */
  readonly electrophilicity: number;
  /** Local softness S·f⁺, Eh⁻¹. */
  readonly softnessPlus: Float64Array;
  /** Local softness S·f⁻, Eh⁻¹. */
  readonly softnessMinus: Float64Array;
}

/**
 * Result of a solve. The energy contains nuclei, electrons and their interaction with the field, never that of the field
 * with itself.
 */
export interface QmSolution {
  /** Energy, Eh. */
  readonly energy: number;
  /** Named terms, Eh, that sum to `energy`. */
  readonly terms: Readonly<Record<string, number>>;
  /** Forces on the nuclei, Eh/a0; length 3n; fresh. */
  readonly forces?: Float64Array | undefined;
  /** Forces on the field's sites, Eh/a0; length 3m; fresh. The back-reaction on the surroundings. */
  readonly fieldForces?: Float64Array | undefined;
  /** ∂E/∂q of every site: the molecule's potential there (averaged over a Gaussian), Eh/e; length m; fresh. */
  readonly fieldPotential?: Float64Array | undefined;
  /**
   * Forces that the molecule exerts on the points of the field's response, at the charges and dipoles that it answers with,
   * Eh/a0; length 3p; fresh. Comes with `fieldForces` from engines that declare `field:dipoleResponse`. What the points owe to
   * the response itself comes on top.
   */
  readonly responseForces?: Float64Array | undefined;
  /** Atomic charges of the model asked for, e; length n. */
  readonly charges?: Float64Array | undefined;
  /** Dipole moment about the origin of coordinates, e·a0. */
  readonly dipole?: Float64Array | undefined;
  /** Second moments of charge xx, xy, xz, yy, yz, zz about the origin (not traceless), e·a0². */
  readonly quadrupole?: Float64Array | undefined;
  /** Potential (p) and field (3p) at the points asked for, Eh/e and Eh/(e·a0). */
  readonly potentialAt?: { readonly potential: Float64Array; readonly field: Float64Array } | undefined;
  /** Atomic spin populations (Mulliken, alpha − beta), length n, and ⟨S²⟩. */
  readonly spin?: { readonly populations: Float64Array; readonly s2: number } | undefined;
  readonly orbitals?: Orbitals | undefined;
  /** Bond orders of all pairs of atoms, zero on the diagonal; n×n. */
  readonly bondOrders?: Float64Array | undefined;
  readonly fukui?: CondensedFukui | undefined;
  /** The fields asked for, by the names that they were asked for by. */
  readonly volumes?: Readonly<Record<string, Volume>> | undefined;
  /** Observations for logs: `scfIterations`, `scfRetries`, …. */
  readonly observed?: Readonly<Record<string, number>> | undefined;
}

/** A quantum method bound to one molecule. Keeps its last density: warm starts are its business. */
export interface QmEngine extends AsyncDisposable {
  readonly supports: ReadonlySet<QmQuantity>;
  /**
   * Solves at one geometry.
   *
   * @param nuclei - positions, a0; length 3n; not modified
   * @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED`, `QMMM_SCF_NOT_CONVERGED`, or the signal's reason when aborted
   */
  solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution>;
  /** What the next result depends on (the density that serves as the next guess). */
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

/** A quantum method with its options: opens engines for molecules. */
export interface QmMethod {
  /** @throws QmmmError for a molecule that the method can't describe (`QMMM_QM_MULTIPLICITY`, `QMMM_BASIS_ELEMENT_MISSING`, …). */
  open(molecule: Molecule, scope: Scope): Promise<QmEngine>;
}
