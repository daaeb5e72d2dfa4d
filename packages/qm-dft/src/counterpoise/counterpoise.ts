import { BOHR_IN_ANGSTROM, UnsupportedError } from "@qmmm/core";
import type { DispersionResult } from "../dispersion-contribution.js";
import { CUTOFF_RADII } from "./data/cutoff-radii.js";
import { type SlaterFunction, slaterOverlap } from "./slater-overlap.js";

/** Scale σ, scale η of the exponents, and decay α·R^β of the correction of r²SCAN-3c; exponents beyond Ne are scaled once more. */
const SIGMA = 1;
const ETA = 1.315;
const ETA_BEYOND_NEON = 1.15;
const ALPHA = 0.941;
const BETA = 1.4636;
/** Damping 1 − 1/(1 + 4(R/R₀)⁶). */
const DAMPING_SCALE = 4;
const DAMPING_POWER = 6;
/** Distances beyond this contribute nothing, a0. */
const REACH = 60;

/** Missing energy of an atom in the basis set, Eh, H to Kr. */
const MISSING_ENERGY = [
  ...[0.027, 0, 0, 0, 0.2, 0.02, 0.18, 0.08, 0.07, 0.065, 0, 0, 0, 0.2, 0.6, 0.6, 0.6, 0.3, 0, 0],
  ...[0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0],
];
/** Effective number of virtual orbitals, where it is not 1. */
const VIRTUALS: Readonly<Record<number, number>> = { 6: 3, 7: 0.5, 8: 0.5 };

/**
 * Slater exponents of valence s, p and d functions, H to Kr, as the program gcp averages them; s-dftd3 1.7 averages those of Sc to Kr
 * otherwise.
 */
const EXPONENTS_S = [
  ...[1.2, 1.6469, 0.6534, 1.0365, 1.399, 1.721, 2.0348, 2.2399, 2.5644, 2.8812, 0.8675, 1.1935, 1.5143, 1.758, 1.986],
  ...[2.1362, 2.3617, 2.5796, 0.9362, 1.2112, 1.287, 1.3416, 1.357, 1.3804, 1.4761, 1.5465, 1.565, 1.5532, 1.5781],
  ...[1.7778, 2.0675, 2.2702, 2.4546, 2.568, 2.7523, 2.9299],
];
const EXPONENTS_P = [
  ...[0, 0, 0.5305, 0.8994, 1.2685, 1.6105, 1.9398, 2.0477, 2.4022, 2.7421, 0.6148, 0.8809, 1.166, 1.4337, 1.6755],
  ...[1.7721, 2.0176, 2.2501, 0.6914, 0.9329, 0.9828, 1.0104, 0.9947, 0.9784, 1.0641, 1.1114, 1.1001, 1.0594, 1.0527],
  ...[1.2448, 1.5073, 1.768, 1.9819, 2.0548, 2.2652, 2.4617],
];
/** Of scandium to zinc. */
const EXPONENTS_D = [2.4341, 2.6439, 2.7809, 2.9775, 3.2208, 3.4537, 3.6023, 3.7017, 3.8962, 2.0477];

/** What a pair of atoms needs. */
interface Atom {
  readonly function: SlaterFunction;
  readonly missing: number;
  /** 1/√N of the virtual orbitals. */
  readonly receiving: number;
}

/**
 * The geometrical counterpoise correction of r²SCAN-3c, Σ_A Σ_{B≠A} E_A·σ/√N_B·exp(−αR^β)/√S_AB·f(R), for what is too low in an energy
 * because atoms use each other's basis functions: Kruse & Grimme, J. Chem. Phys. 136, 154101 (2012), doi:10.1063/1.3700154, with the
 * parameters of Grimme, Hansen, Ehlert & Mewes, J. Chem. Phys. 154, 064103 (2021), doi:10.1063/5.0040021, as in the program gcp.
 */
export class Counterpoise {
  private readonly atoms: readonly Atom[];
  /** R₀ of every pair, a0; n×n. */
  private readonly radii: Float64Array;

  /** @throws UnsupportedError `QMMM_COUNTERPOISE_ELEMENT` beyond Kr */
  constructor(elements: Uint8Array) {
    const beyond = elements.find((z) => MISSING_ENERGY[z - 1] === undefined);
    if (beyond !== undefined) {
      throw new UnsupportedError(
        "QMMM_COUNTERPOISE_ELEMENT",
        `The counterpoise correction has no parameters for atomic number ${beyond}`,
        { value: beyond, allowed: `1 to ${MISSING_ENERGY.length}`, action: "Choose another functional" },
      );
    }
    this.atoms = Array.from(elements, atomOf);
    const rows = CUTOFF_RADII.split("\n").map((line) => line.split(" ").map(Number));
    const n = elements.length;
    this.radii = Float64Array.from({ length: n * n }, (_, k) => {
      const a = elements[Math.floor(k / n)];
      const b = elements[k % n];
      return (1e-4 * rows[Math.max(a, b) - 1][Math.min(a, b) - 1]) / BOHR_IN_ANGSTROM;
    });
  }

  /** @param nuclei - positions, a0 */
  evaluate(nuclei: Float64Array, derivatives: boolean): DispersionResult {
    const { atoms, radii } = this;
    const n = atoms.length;
    const forces = new Float64Array(nuclei.length);
    let energy = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const strength = SIGMA * (atoms[i].missing * atoms[j].receiving + atoms[j].missing * atoms[i].receiving);
        const vector = [0, 1, 2].map((k) => nuclei[3 * i + k] - nuclei[3 * j + k]);
        const distance = Math.hypot(vector[0], vector[1], vector[2]);
        if (strength === 0 || distance > REACH) continue;
        const overlap = slaterOverlap(atoms[i].function, atoms[j].function, distance);
        const ratio = DAMPING_SCALE * (distance / radii[i * n + j]) ** DAMPING_POWER;
        const damping = ratio / (1 + ratio);
        const pair = (strength * Math.exp(-ALPHA * distance ** BETA) * damping) / Math.sqrt(overlap.value);
        energy += pair;
        if (!derivatives) continue;
        // dE/dR · 1/R
        const slope =
          (pair *
            (-ALPHA * BETA * distance ** (BETA - 1) -
              (0.5 * overlap.slope) / overlap.value +
              DAMPING_POWER / (distance * (1 + ratio)))) /
          distance;
        for (let k = 0; k < 3; k++) {
          forces[3 * i + k] -= slope * vector[k];
          forces[3 * j + k] += slope * vector[k];
        }
      }
    }
    return { energy, ...(derivatives && { forces }) };
  }
}

function atomOf(z: number): Atom {
  const exponent = ETA * (z > 10 ? ETA_BEYOND_NEON : 1) * meanExponent(z);
  return {
    // Beyond argon as if it were the third shell.
    function: { shell: z <= 2 ? 1 : z <= 10 ? 2 : 3, exponent },
    missing: MISSING_ENERGY[z - 1],
    receiving: 1 / Math.sqrt(VIRTUALS[z] ?? 1),
  };
}

function meanExponent(z: number): number {
  const s = EXPONENTS_S[z - 1];
  const p = EXPONENTS_P[z - 1];
  if (z <= 2) return s;
  return z > 20 && z <= 30 ? (s + p + EXPONENTS_D[z - 21]) / 3 : (s + p) / 2;
}
