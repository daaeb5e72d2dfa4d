import type { RandomStream, Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import { kineticEnergy } from "../kinetics/kinetic-energy.js";
import type { Thermostat, ThermostatOptions } from "./thermostat.js";
import { scaleVelocities } from "./thermostat.js";

/** Parameters of {@link BussiThermostat}. */
export interface BussiOptions extends ThermostatOptions {
  /** Time in which a deviation of the kinetic energy falls by 1/e, ħ/Eh. */
  readonly timeConstant: number;
  /** Source of the noise; its state travels in the snapshot. */
  readonly random: RandomStream;
}

/** A number of the gamma distribution of unit scale, shape ≥ 1 (Marsaglia & Tsang 2000, doi:10.1145/358407.358414). */
function gamma(shape: number, random: RandomStream): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** The sum of the squares of n standard normals: χ² of n degrees of freedom. */
export function chiSquare(n: number, random: RandomStream): number {
  if (n >= 2) return 2 * gamma(0.5 * n, random);
  return n === 1 ? random.normal() ** 2 : 0;
}

/**
 * The kinetic energy after a time of stochastic dynamics towards the canonical distribution, over that before: the exact
 * solution (Bussi, Donadio, Parrinello 2007, doi:10.1063/1.2408420, eq. A7).
 *
 * @param ratio - kinetic energy over its canonical mean ½f·kT; above zero
 * @param damping - e^(−t/τ)
 * @returns a number ≥ 0
 */
export function kineticEnergyRatio(
  ratio: number,
  degreesOfFreedom: number,
  damping: number,
  random: RandomStream,
): number {
  const share = (1 - damping) / (degreesOfFreedom * ratio);
  const first = random.normal();
  const rest = chiSquare(degreesOfFreedom - 1, random);
  // The square of c^½ + (share)^½·R₁ is never negative, so the sum isn't either.
  return (Math.sqrt(damping) + Math.sqrt(share) * first) ** 2 + share * rest;
}

/**
 * Stochastic velocity rescaling: the kinetic energy of the whole system follows a stochastic equation whose stationary
 * distribution is the canonical one; velocities are scaled to it (Bussi, Donadio, Parrinello 2007, doi:10.1063/1.2408420).
 * `heat` is the kinetic energy brought in so far.
 */
export class BussiThermostat implements Thermostat {
  readonly name = "bussi";
  heat = 0;

  constructor(private readonly options: BussiOptions) {}

  act(velocities: Float64Array, time: number): void {
    const { masses, degreesOfFreedom, thermalEnergy, timeConstant, random } = this.options;
    const kinetic = kineticEnergy(velocities, masses);
    const mean = 0.5 * degreesOfFreedom * thermalEnergy;
    if (kinetic === 0 || mean === 0) return;
    const ratio = kineticEnergyRatio(kinetic / mean, degreesOfFreedom, Math.exp(-time / timeConstant), random);
    scaleVelocities(velocities, Math.sqrt(ratio));
    this.heat += (ratio - 1) * kinetic;
  }

  snapshot(): Snapshot {
    return { heat: this.heat, random: this.options.random.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "thermostat.");
    this.heat = reader.number("heat");
    this.options.random.restore(reader.raw("random"));
  }
}
