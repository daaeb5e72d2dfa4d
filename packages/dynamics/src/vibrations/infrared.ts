import { AVOGADRO, BOHR_IN_ANGSTROM } from "@qmmm/core";

/** Speed of light in atomic units: the inverse of the fine-structure constant (CODATA 2022). */
const SPEED_OF_LIGHT = 137.035999177;

/** km/mol per (e/√mₑ)²: N·π/(3c²), in the double harmonic approximation. */
const KM_PER_MOL = ((Math.PI / (3 * SPEED_OF_LIGHT ** 2)) * BOHR_IN_ANGSTROM * 1e-10 * AVOGADRO) / 1000;

/**
 * Infrared intensities, km/mol: A = N·π/(3c²)·|∂μ/∂Q|² (Wilson, Decius, Cross, Molecular Vibrations, 1955, ch. 7).
 *
 * @param directions - modes in mass-weighted coordinates, normalised
 * @param dipoleDerivatives - ∂μ/∂x, e; three components for each of the 3n coordinates
 * @param masses - mₑ, length n
 */
export function infraredIntensities(
  directions: readonly Float64Array[],
  dipoleDerivatives: Float64Array,
  masses: Float64Array,
): Float64Array {
  return Float64Array.from(directions, (direction) => {
    const derivative = [0, 0, 0];
    for (let k = 0; k < direction.length; k++) {
      const displacement = direction[k]! / Math.sqrt(masses[Math.floor(k / 3)]!);
      for (let d = 0; d < 3; d++) derivative[d]! += displacement * dipoleDerivatives[3 * k + d]!;
    }
    return KM_PER_MOL * derivative.reduce((sum, value) => sum + value * value, 0);
  });
}
