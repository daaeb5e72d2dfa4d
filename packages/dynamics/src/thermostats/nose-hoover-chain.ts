import type { Snapshot } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import { kineticEnergy } from "../kinetics/kinetic-energy.js";
import type { Thermostat, ThermostatOptions } from "./thermostat.js";
import { scaleVelocities } from "./thermostat.js";

/** Parameters of {@link NoseHooverChain}. */
export interface NoseHooverOptions extends ThermostatOptions {
  /** Period 2π/ω of the oscillation of the first thermostat about equilibrium, ħ/Eh: Q₁ = f·kT/ω², Qₖ = kT/ω². */
  readonly period: number;
  /** Thermostats in the chain; 3 when absent. */
  readonly length?: number | undefined;
}

/** Weights of the fourth-order composition of five steps (Suzuki 1990, doi:10.1016/0375-9601(90)90962-N; Yoshida 1990). */
function suzukiWeights(): readonly number[] {
  const outer = 1 / (4 - 4 ** (1 / 3));
  return [outer, outer, 1 - 4 * outer, outer, outer];
}

/**
 * A chain of Nosé–Hoover thermostats on the kinetic energy of the whole system (Martyna, Klein, Tuckerman 1992,
 * doi:10.1063/1.463940), by the reversible explicit integrator of Martyna, Tuckerman, Tobias and Klein (1996,
 * doi:10.1080/00268979600100761). Deterministic; `heat` is the energy of the chain with the sign reversed:
 * −(Σ½Qₖξ̇ₖ² + f·kT·ξ₁ + kT·Σξₖ).
 */
export class NoseHooverChain implements Thermostat {
  readonly name = "nose-hoover-chain";
  private readonly inertia: Float64Array;
  private readonly weights = suzukiWeights();
  private positions: Float64Array;
  private velocities: Float64Array;

  constructor(private readonly options: NoseHooverOptions) {
    const { degreesOfFreedom, thermalEnergy, period, length = 3 } = options;
    const unit = thermalEnergy * (period / (2 * Math.PI)) ** 2;
    this.inertia = new Float64Array(length).fill(unit);
    this.inertia[0] = degreesOfFreedom * unit;
    this.positions = new Float64Array(length);
    this.velocities = new Float64Array(length);
  }

  get heat(): number {
    const { degreesOfFreedom, thermalEnergy } = this.options;
    let energy = 0;
    for (let k = 0; k < this.inertia.length; k++) {
      const freedom = k === 0 ? degreesOfFreedom : 1;
      energy += 0.5 * this.inertia[k] * this.velocities[k] ** 2 + freedom * thermalEnergy * this.positions[k];
    }
    return -energy;
  }

  /** Half a kick of one thermostat: by what drives it, under the friction of its successor. */
  private push(k: number, twiceKinetic: number, time: number): void {
    const { degreesOfFreedom, thermalEnergy } = this.options;
    const { inertia, velocities } = this;
    const driving =
      k === 0
        ? twiceKinetic - degreesOfFreedom * thermalEnergy
        : inertia[k - 1] * velocities[k - 1] ** 2 - thermalEnergy;
    const friction = k + 1 < velocities.length ? Math.exp(-0.25 * time * velocities[k + 1]) : 1;
    velocities[k] = (velocities[k] * friction + (0.5 * time * driving) / inertia[k]) * friction;
  }

  act(velocities: Float64Array, time: number): void {
    const last = this.inertia.length - 1;
    let twiceKinetic = 2 * kineticEnergy(velocities, this.options.masses);
    let factor = 1;
    for (const weight of this.weights) {
      const part = weight * time;
      for (let k = last; k >= 0; k--) this.push(k, twiceKinetic, part);
      const damping = Math.exp(-part * this.velocities[0]);
      factor *= damping;
      twiceKinetic *= damping * damping;
      for (let k = 0; k <= last; k++) this.positions[k] += part * this.velocities[k];
      for (let k = 0; k <= last; k++) this.push(k, twiceKinetic, part);
    }
    scaleVelocities(velocities, factor);
  }

  snapshot(): Snapshot {
    return { positions: this.positions.slice(), velocities: this.velocities.slice() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "thermostat.");
    this.positions = reader.array("positions", this.inertia.length);
    this.velocities = reader.array("velocities", this.inertia.length);
  }
}
