import { BOLTZMANN } from "@qmmm/core";

/**
 * Kinetic energy ½Σmv², Eh.
 *
 * @param velocities - a0·Eh/ħ; length 3N
 * @param masses - mₑ; length N
 */
export function kineticEnergy(velocities: Float64Array, masses: Float64Array): number {
  let sum = 0;
  for (let atom = 0; atom < masses.length; atom++) {
    const k = 3 * atom;
    sum += masses[atom]! * (velocities[k]! ** 2 + velocities[k + 1]! ** 2 + velocities[k + 2]! ** 2);
  }
  return 0.5 * sum;
}

/** Temperature 2K/(f·k), K, of a kinetic energy (Eh) that is spread over f degrees of freedom; 0 when there are none. */
export function temperature(kinetic: number, degreesOfFreedom: number): number {
  return degreesOfFreedom > 0 ? (2 * kinetic) / (degreesOfFreedom * BOLTZMANN) : 0;
}
