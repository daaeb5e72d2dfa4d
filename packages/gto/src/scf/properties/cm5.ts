import { BOHR_IN_ANGSTROM } from "@qmmm/core";

/** Decay of the correction with distance, a0⁻¹: 2.474 Å⁻¹. */
const DECAY = 2.474 * BOHR_IN_ANGSTROM;

/** Covalent radii, Å, Z = 1–36: CRC Handbook of Chemistry and Physics, 91st edition (2010), as CM5 uses them. */
const RADII_ANGSTROM = [
  ...[0.32, 0.37, 1.3, 0.99, 0.84, 0.75, 0.71, 0.64, 0.6, 0.62, 1.6, 1.4, 1.24, 1.14, 1.09, 1.04, 1, 1.01],
  ...[2, 1.74, 1.59, 1.48, 1.44, 1.3, 1.29, 1.24, 1.18, 1.17, 1.22, 1.2, 1.23, 1.2, 1.2, 1.18, 1.17, 1.16],
];

/** D_Z, e, Z = 1–36: zero for lithium, magnesium, calcium and the transition metals. */
const OF_ELEMENT = [
  ...[0.0056, -0.1543, 0, 0.0333, -0.103, -0.0446, -0.1072, -0.0802, -0.0629, -0.1088],
  ...[0.0184, 0, -0.0726, -0.079, -0.0756, -0.0565, -0.0444, -0.0767, 0.013, 0],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.0512, -0.0557, -0.0533, -0.0399, -0.0313, -0.0541],
];

/** D_ZZ', e, of pairs that have their own. */
const OF_PAIR = [
  [1, 6, 0.0502],
  [1, 7, 0.1747],
  [1, 8, 0.1671],
  [6, 7, 0.0556],
  [6, 8, 0.0234],
  [7, 8, -0.0346],
] as const;

/** Heaviest element with parameters here. */
export const LAST_CM5_ELEMENT = RADII_ANGSTROM.length;

/**
 * Charge model 5: Hirshfeld charges q_A + Σ_B T_AB exp(−α(R_AB − R_A − R_B)), so that they reproduce dipole moments. Marenich,
 * Jerome, Cramer & Truhlar, J. Chem. Theory Comput. 8, 527 (2012), doi:10.1021/ct200866d, table 1.
 *
 * @param nuclei - positions, a0; length 3n
 * @param hirshfeld - e; length n
 * @returns charges, e; length n; fresh
 */
export function cm5Charges(elements: Uint8Array, nuclei: Float64Array, hirshfeld: Float64Array): Float64Array {
  const charges = hirshfeld.slice();
  for (let a = 0; a < elements.length; a++) {
    for (let b = 0; b < a; b++) {
      const strength = transfer(elements[a], elements[b]);
      if (strength === 0) continue;
      const distance = Math.hypot(
        nuclei[3 * a] - nuclei[3 * b],
        nuclei[3 * a + 1] - nuclei[3 * b + 1],
        nuclei[3 * a + 2] - nuclei[3 * b + 2],
      );
      const radii = (RADII_ANGSTROM[elements[a] - 1] + RADII_ANGSTROM[elements[b] - 1]) / BOHR_IN_ANGSTROM;
      const moved = strength * Math.exp(-DECAY * (distance - radii));
      charges[a] += moved;
      charges[b] -= moved;
    }
  }
  return charges;
}

/** T_AB, antisymmetric. */
function transfer(first: number, second: number): number {
  if (first === second) return 0;
  for (const [low, high, value] of OF_PAIR) {
    if (first === low && second === high) return value;
    if (first === high && second === low) return -value;
  }
  return OF_ELEMENT[first - 1] - OF_ELEMENT[second - 1];
}
