import { UnsupportedError } from "@qmmm/core";
import type { DispersionResult } from "./dispersion-contribution.js";

/** C6, J·nm⁶/mol, and van der Waals radius, Å, of H to Kr: Grimme, J. Comput. Chem. 27, 1787 (2006), doi:10.1002/jcc.20495, table 1. */
const C6_AND_RADIUS: readonly (readonly [c6: number, radius: number])[] = [
  [0.14, 1.001],
  [0.08, 1.012],
  [1.61, 0.825],
  [1.61, 1.408],
  [3.13, 1.485],
  [1.75, 1.452],
  [1.23, 1.397],
  [0.7, 1.342],
  [0.75, 1.287],
  [0.63, 1.243],
  [5.71, 1.144],
  [5.71, 1.364],
  [10.79, 1.639],
  [9.23, 1.716],
  [7.84, 1.705],
  [5.57, 1.683],
  [5.07, 1.639],
  [4.61, 1.595],
  [10.8, 1.485],
  [10.8, 1.474],
  ...Array.from({ length: 10 }, (): readonly [number, number] => [10.8, 1.562]),
  [16.99, 1.65],
  [17.1, 1.727],
  [16.37, 1.76],
  [12.64, 1.771],
  [12.47, 1.749],
  [12.01, 1.727],
];

/** J·nm⁶/mol in Eh·a0⁶: 1e6 Å⁶ per nm⁶, over Eh in J/mol and a0⁶. */
const C6_UNIT = 1e6 / (4.359744722206e-18 * 6.02214076e23) / 0.529177210544 ** 6;
const ANGSTROM = 1 / 0.529177210544;

/** Steepness of the damping of ωB97X-D. */
const DAMPING = 6;

/**
 * Dispersion of ωB97X-D, −Σ C6/R⁶ · 1/(1 + a(R/R_r)⁻¹²) over pairs, C6 the geometric mean and R_r the sum of the atoms' radii:
 * Chai & Head-Gordon, Phys. Chem. Chem. Phys. 10, 6615 (2008), doi:10.1039/b810189b.
 */
export class PairDispersion {
  private readonly c6: Float64Array;
  private readonly radii: Float64Array;

  /** @throws UnsupportedError `QMMM_DISPERSION_ELEMENT` beyond Kr */
  constructor(elements: Uint8Array) {
    const beyond = elements.find((z) => C6_AND_RADIUS[z - 1] === undefined);
    if (beyond !== undefined) {
      throw new UnsupportedError("QMMM_DISPERSION_ELEMENT", `wB97X-D has no dispersion for atomic number ${beyond}`, {
        value: beyond,
        allowed: `1 to ${C6_AND_RADIUS.length}`,
        action: "Choose another functional",
      });
    }
    this.c6 = Float64Array.from(elements, (z) => C6_AND_RADIUS[z - 1][0] * C6_UNIT);
    this.radii = Float64Array.from(elements, (z) => C6_AND_RADIUS[z - 1][1] * ANGSTROM);
  }

  /** @param nuclei - positions, a0 */
  evaluate(nuclei: Float64Array, derivatives: boolean): DispersionResult {
    const { c6, radii } = this;
    const forces = new Float64Array(nuclei.length);
    let energy = 0;
    for (let i = 0; i < c6.length; i++) {
      for (let j = 0; j < i; j++) {
        const vector = [0, 1, 2].map((k) => nuclei[3 * i + k] - nuclei[3 * j + k]);
        const square = vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2;
        const strength = Math.sqrt(c6[i] * c6[j]) / square ** 3;
        const ratio = DAMPING * ((radii[i] + radii[j]) ** 2 / square) ** 6;
        const pair = -strength / (1 + ratio);
        energy += pair;
        if (!derivatives) continue;
        // dE/dR · 1/R
        const slope = (pair * (-6 + (12 * ratio) / (1 + ratio))) / square;
        for (let k = 0; k < 3; k++) {
          forces[3 * i + k] -= slope * vector[k];
          forces[3 * j + k] += slope * vector[k];
        }
      }
    }
    return { energy, ...(derivatives && { forces }) };
  }
}
