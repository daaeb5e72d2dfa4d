import type { Snapshot } from "@qmmm/core";

/** A bath that acts on the velocities of all atoms between steps. */
export interface Thermostat {
  readonly name: string;
  /** Energy given to the system so far, less what the bath stores for it: total energy minus this is conserved, Eh. */
  readonly heat: number;
  /**
   * Acts for a time.
   *
   * @param velocities - a0·Eh/ħ; length 3N; scaled in place
   * @param time - ħ/Eh
   */
  act(velocities: Float64Array, time: number): void;
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

/** What every thermostat of the whole system goes by. */
export interface ThermostatOptions {
  /** mₑ; length N. */
  readonly masses: Float64Array;
  /** Degrees of freedom of the kinetic energy: those that constraints and conserved momenta take are not among them. */
  readonly degreesOfFreedom: number;
  /** Thermal energy kT of the bath, Eh. */
  readonly thermalEnergy: number;
}

/** Multiplies velocities by a number, in place. */
export function scaleVelocities(velocities: Float64Array, factor: number): void {
  for (let k = 0; k < velocities.length; k++) velocities[k] *= factor;
}
