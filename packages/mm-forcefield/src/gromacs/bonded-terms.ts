import type { GromacsInteraction } from "@qmmm/io";
import type { BondedKind } from "../parameters/bonded-kinds.js";
import type { BondedTypeSection } from "./bonded-types.js";
import { invalid } from "./errors.js";
import { periodicTermsOf, rbConstantsOfFourier } from "./rb-series.js";
import { DEGREE, KJ, NM } from "./units.js";

/** Takes a term: which of the interaction's atoms (by position), and its numbers in atomic units. */
export type Emit = (kind: BondedKind, members: readonly number[], numbers: readonly number[]) => void;

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
    // Morse: D(1 − exp(−β(r − b0)))².
    3: {
      parameters: ["b0", "D", "beta"],
      perturbed: 3,
      emit: ([b0, depth, beta], emit) => emit("morseBonds", PAIR, [depth! * KJ, beta! / NM, b0! * NM]),
    },
    // Cubic: k(r − b0)²(1 + c(r − b0)), without ½.
    4: {
      parameters: ["b0", "k", "c"],
      perturbed: 0,
      emit: ([b0, k, c], emit) => emit("cubicBonds", PAIR, [k! * STRETCH, c! / NM, b0! * NM]),
    },
    // A chemical bond without energy.
    5: { parameters: [], perturbed: 0, emit: () => {} },
    // A harmonic potential that is no chemical bond.
    6: harmonicBond,
    // FENE: −½kR² ln(1 − r²/R²).
    7: {
      parameters: ["bm", "k"],
      perturbed: 0,
      emit([limit, k], emit, line) {
        if (!(limit! > 0)) {
          throw invalid(line.place, `a FENE bond extends to ${limit} nm`, { value: limit, allowed: "above 0" });
        }
        emit("feneBonds", PAIR, [k! * STRETCH, limit! * NM]);
      },
    },
    // A restraint, no chemical bond: free from low to up1, harmonic to up2, linear beyond.
    10: {
      parameters: ["low", "up1", "up2", "k"],
      perturbed: 4,
      emit([low, first, second, k], emit, line) {
        if (!(low! <= first! && first! <= second!)) {
          throw invalid(line.place, "the limits of a restraint are not in order", {
            value: [low, first, second],
            allowed: "low, up1, up2 ascending",
          });
        }
        emit("flatBonds", PAIR, [(k! * STRETCH) / 2, low! * NM, first! * NM, second! * NM]);
      },
    },
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
    3: {
      parameters: ["r1e", "r2e", "k"],
      perturbed: 0,
      emit: ([first, second, k], emit) => emit("bondBondCross", TRIPLE, [k! * STRETCH, first! * NM, second! * NM]),
    },
    4: {
      parameters: ["r1e", "r2e", "r3e", "k"],
      perturbed: 0,
      emit: ([first, second, third, k], emit) =>
        emit("bondAngleCross", TRIPLE, [k! * STRETCH, first! * NM, second! * NM, third! * NM]),
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
    6: {
      parameters: ["theta0", "C0", "C1", "C2", "C3", "C4"],
      perturbed: 0,
      emit: ([theta0, ...constants], emit) =>
        emit("quarticAngles", TRIPLE, [theta0! * DEGREE, ...constants.map((constant) => constant * KJ)]),
    },
    9: {
      parameters: ["a", "k"],
      perturbed: 2,
      emit: ([a, k], emit) => emit("linearAngles", TRIPLE, [(k! * STRETCH) / 2, a!]),
    },
    // Restricted bending: ½k(cos θ − cos θ0)²/sin²θ.
    10: {
      parameters: ["theta0", "k"],
      perturbed: 2,
      emit: ([theta0, k], emit) => emit("restrictedAngles", TRIPLE, [(k! * KJ) / 2, Math.cos(theta0! * DEGREE)]),
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
    // Restricted torsion: ½k(cos φ − cos φ0)²/sin²φ.
    10: {
      parameters: ["phi0", "k"],
      perturbed: 2,
      emit: ([phi0, k], emit) => emit("restrictedTorsions", QUADRUPLE, [(k! * KJ) / 2, Math.cos(phi0! * DEGREE)]),
    },
    // Combined bending and torsion: k·sin³θ1·sin³θ2·Σ aₙcosⁿφ.
    11: {
      parameters: ["k", "a0", "a1", "a2", "a3", "a4"],
      perturbed: 0,
      emit: ([k, ...constants], emit) =>
        emit(
          "bendingTorsions",
          QUADRUPLE,
          constants.map((constant) => k! * constant * KJ),
        ),
    },
  },
};

/** Where each section finds parameters that its lines do not state. */
export const TYPES_OF: Readonly<Record<"bonds" | "angles" | "dihedrals", BondedTypeSection>> = {
  bonds: "bondtypes",
  angles: "angletypes",
  dihedrals: "dihedraltypes",
};
