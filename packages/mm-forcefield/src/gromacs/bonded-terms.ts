import type { GromacsInteraction } from "@qmmm/io";
import type { BondedTypeSection } from "./bonded-types.js";
import { invalid } from "./errors.js";
import { periodicTermsOf, rbConstantsOfFourier } from "./rb-series.js";
import { DEGREE, KJ, NM } from "./units.js";

/** Terms of the engine that GROMACS's functions become. */
export type TermKind =
  | "bonds"
  | "quarticBonds"
  | "angles"
  | "cosineAngles"
  | "ureyBradley"
  | "torsions"
  | "impropers"
  | "harmonicImpropers";

/** Takes a term: which of the interaction's atoms (by position), and its numbers in atomic units. */
export type Emit = (kind: TermKind, members: readonly number[], numbers: readonly number[]) => void;

/** A function of a section: its parameters and what they become. */
export interface BondedFunction {
  /** Names of the parameters, in order. */
  readonly parameters: readonly string[];
  /** Number of further parameters where a line states a second (perturbed) state, which is left out. */
  readonly perturbed: number;
  emit(numbers: readonly number[], emit: Emit, line: GromacsInteraction): void;
}

const STRETCH = KJ / NM ** 2;
const PAIR = [0, 1];
const TRIPLE = [0, 1, 2];
const QUADRUPLE = [0, 1, 2, 3];

const harmonicBond: BondedFunction = {
  parameters: ["b0", "k"],
  perturbed: 2,
  emit: ([b0, k], emit) => emit("bonds", PAIR, [(k! * STRETCH) / 2, b0! * NM]),
};

const seriesDihedral = (constants: readonly number[], emit: Emit): void => {
  for (const [k, m] of periodicTermsOf(constants)) emit("torsions", QUADRUPLE, [k * KJ, m, 0]);
};

const periodic = (kind: "torsions" | "impropers"): BondedFunction => ({
  parameters: ["phi0", "k", "multiplicity"],
  perturbed: 2,
  emit([phi0, k, n], emit, line) {
    if (!Number.isInteger(n)) {
      throw invalid(line.place, `the multiplicity of a dihedral is ${n}`, { value: n, allowed: "whole numbers" });
    }
    if (k !== 0) emit(kind, QUADRUPLE, [k! * KJ, n!, phi0! * DEGREE]);
  },
});

/**
 * The functions that are computed (GROMACS manual, "Interaction function and force fields"), by section and number. Where
 * GROMACS states ½k the engine's k is half of it.
 */
export const BONDED_FUNCTIONS: Readonly<
  Record<"bonds" | "angles" | "dihedrals", Readonly<Record<number, BondedFunction>>>
> = {
  bonds: {
    1: harmonicBond,
    // GROMOS-96: ¼k(r² − b0²)².
    2: {
      parameters: ["b0", "k"],
      perturbed: 2,
      emit: ([b0, k], emit) => emit("quarticBonds", PAIR, [(k! * KJ) / NM ** 4 / 4, b0! * NM]),
    },
    // A chemical bond without energy.
    5: { parameters: [], perturbed: 0, emit: () => {} },
    // A harmonic potential that is no chemical bond.
    6: harmonicBond,
  },
  angles: {
    1: {
      parameters: ["theta0", "k"],
      perturbed: 2,
      emit: ([theta0, k], emit) => emit("angles", TRIPLE, [(k! * KJ) / 2, theta0! * DEGREE]),
    },
    // GROMOS-96: ½k(cos θ − cos θ0)².
    2: {
      parameters: ["theta0", "k"],
      perturbed: 2,
      emit: ([theta0, k], emit) => emit("cosineAngles", TRIPLE, [(k! * KJ) / 2, Math.cos(theta0! * DEGREE)]),
    },
    // Urey–Bradley: an angle and a spring between its ends.
    5: {
      parameters: ["theta0", "k", "r13", "kUB"],
      perturbed: 4,
      emit([theta0, k, r13, kUB], emit) {
        emit("angles", TRIPLE, [(k! * KJ) / 2, theta0! * DEGREE]);
        if (kUB !== 0) emit("ureyBradley", [0, 2], [(kUB! * STRETCH) / 2, r13! * NM]);
      },
    },
  },
  dihedrals: {
    1: periodic("torsions"),
    2: {
      parameters: ["xi0", "k"],
      perturbed: 2,
      emit: ([xi0, k], emit) => emit("harmonicImpropers", QUADRUPLE, [(k! * KJ) / 2, xi0! * DEGREE]),
    },
    3: {
      parameters: ["C0", "C1", "C2", "C3", "C4", "C5"],
      perturbed: 6,
      emit: (constants, emit) => seriesDihedral(constants, emit),
    },
    4: periodic("impropers"),
    5: {
      parameters: ["F1", "F2", "F3", "F4"],
      perturbed: 4,
      emit: ([f1, f2, f3, f4], emit) => seriesDihedral(rbConstantsOfFourier([f1!, f2!, f3!, f4!]), emit),
    },
    9: periodic("torsions"),
  },
};

/** Where each section finds parameters that its lines do not state. */
export const TYPES_OF: Readonly<Record<"bonds" | "angles" | "dihedrals", BondedTypeSection>> = {
  bonds: "bondtypes",
  angles: "angletypes",
  dihedrals: "dihedraltypes",
};
