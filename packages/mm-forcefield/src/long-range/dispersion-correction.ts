import type { LennardJonesTable } from "../parameters/mm-parameters.js";
import { type LennardJonesForm, missingIntegral } from "./lennard-jones-form.js";

/**
 * Which pairs the correction counts: `all` for every atom with every other and with images of itself, as beyond the cutoff
 * they do interact; or the mean over some pairs of the central cell for all: those not excluded, of r⁻⁶ alone (`gromacs`),
 * or each pair once and each atom with itself (`openmm`). They differ in the third or fourth digit.
 */
export const DISPERSION_PAIRS = ["all", "gromacs", "openmm"] as const;
export type DispersionPairs = (typeof DISPERSION_PAIRS)[number];

/**
 * Long-range correction of Lennard-Jones energies for a fluid without structure beyond the cutoff (Allen and Tildesley 2017,
 * section 2.8): what the form leaves out, integrated over all distances.
 *
 * @param exclusions - partners j > i of each atom i, as lists
 * @returns energy times volume, Eh·a0³; the virial is the energy times the unit matrix
 */
export function dispersionConstant(
  table: LennardJonesTable,
  form: LennardJonesForm,
  cutoff: number,
  count: DispersionPairs,
  exclusions: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array },
): number {
  const { typeOf, typeCount, c12, c6 } = table;
  const sixth = missingIntegral(form, 6, cutoff);
  const twelfth = count === "gromacs" ? 0 : missingIntegral(form, 12, cutoff);
  const missing = (a: number, b: number): number => {
    const pair = a * typeCount + b;
    return c12[pair]! * twelfth - c6[pair]! * sixth;
  };
  const atoms = new Float64Array(typeCount);
  for (const type of typeOf) atoms[type]!++;
  let sum = 0;
  for (let a = 0; a < typeCount; a++) {
    for (let b = 0; b < typeCount; b++) sum += atoms[a]! * atoms[b]! * missing(a, b);
  }
  const n = typeOf.length;
  let itself = 0;
  for (let type = 0; type < typeCount; type++) itself += atoms[type]! * missing(type, type);
  if (count === "openmm") sum = ((sum + itself) * n) / (n + 1);
  if (count === "gromacs") {
    let excluded = 0;
    for (let i = 0; i < n; i++) {
      for (let k = exclusions.exclusionStart[i]!; k < exclusions.exclusionStart[i + 1]!; k++) {
        excluded += 2 * missing(typeOf[i]!, typeOf[exclusions.exclusions[k]!]!);
      }
    }
    const pairs = n * (n - 1) - 2 * exclusions.exclusions.length;
    sum = pairs > 0 ? ((sum - itself - excluded) * n * n) / pairs : 0;
  }
  return 2 * Math.PI * sum;
}
