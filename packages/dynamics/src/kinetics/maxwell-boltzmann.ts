import type { RandomStream } from "@qmmm/core";
import { kineticEnergy } from "./kinetic-energy.js";

/**
 * Velocities drawn from the Maxwell–Boltzmann distribution.
 *
 * @param masses - mₑ; length N
 * @param thermalEnergy - kT, Eh
 * @param mobile - 1 for atoms that move, 0 for those that get no velocity; length N
 * @returns a0·Eh/ħ; length 3N; fresh
 */
export function maxwellBoltzmannVelocities(
  masses: Float64Array,
  thermalEnergy: number,
  mobile: Uint8Array,
  random: RandomStream,
): Float64Array {
  const velocities = new Float64Array(3 * masses.length);
  for (let atom = 0; atom < masses.length; atom++) {
    if (mobile[atom] === 0) continue;
    const width = Math.sqrt(thermalEnergy / masses[atom]!);
    for (let k = 3 * atom; k < 3 * atom + 3; k++) velocities[k] = width * random.normal();
  }
  return velocities;
}

/** Velocities scaled so that their kinetic energy is exactly ½·f·kT; unchanged when there is none to scale. Fresh. */
export function scaledToTemperature(
  velocities: Float64Array,
  masses: Float64Array,
  thermalEnergy: number,
  degreesOfFreedom: number,
): Float64Array {
  const kinetic = kineticEnergy(velocities, masses);
  const factor = kinetic > 0 ? Math.sqrt((0.5 * degreesOfFreedom * thermalEnergy) / kinetic) : 1;
  return velocities.map((v) => v * factor);
}
