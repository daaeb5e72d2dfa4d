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
  return dispersionConstants(table, form, cutoff, count, exclusions).reduce((sum, constant) => sum + constant, 0);
}

/** The same by pairs of types, whose sum it is: a matrix, length typeCount². */
export function dispersionConstants(
  { typeOf, typeCount, c12, c6 }: LennardJonesTable,
  form: LennardJonesForm,
  cutoff: number,
  count: DispersionPairs,
  { exclusionStart, exclusions }: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array },
): Float64Array {
  const sixth = missingIntegral(form, 6, cutoff);
  const twelfth = count === "gromacs" ? 0 : missingIntegral(form, 12, cutoff);
  const n = typeOf.length;
  const atoms = new Float64Array(typeCount);
  for (const type of typeOf) atoms[type]!++;
  // How many pairs of atoms count, each both ways.
  const pairs = new Float64Array(typeCount * typeCount);
  for (let a = 0; a < typeCount; a++) {
    for (let b = 0; b < typeCount; b++) pairs[a * typeCount + b] = atoms[a]! * atoms[b]!;
    if (count === "openmm") pairs[a * typeCount + a]! += atoms[a]!;
    if (count === "gromacs") pairs[a * typeCount + a]! -= atoms[a]!;
  }
  let scale = 1;
  if (count === "openmm") scale = n / (n + 1);
  if (count === "gromacs") {
    for (let i = 0; i < n; i++) {
      for (let k = exclusionStart[i]!; k < exclusionStart[i + 1]!; k++) {
        const [a, b] = [typeOf[i]!, typeOf[exclusions[k]!]!];
        pairs[a * typeCount + b]!--;
        pairs[b * typeCount + a]!--;
      }
    }
    const counted = n * (n - 1) - 2 * exclusions.length;
    scale = counted > 0 ? (n * n) / counted : 0;
  }
  return pairs.map((number, pair) => 2 * Math.PI * scale * number * (c12[pair]! * twelfth - c6[pair]! * sixth));
}
