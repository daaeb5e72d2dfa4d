import type { Measured, Snapshot } from "@qmmm/core";
import { AVOGADRO, BOHR_IN_ANGSTROM, cellVolume, DALTON, PRESSURE_IN_BAR } from "@qmmm/core";
import type { Constraints } from "../constraints/constraints.js";
import type { SnapshotReader } from "../driver/state.js";
import { DriftLine } from "../kinetics/drift.js";
import { kineticEnergy } from "../kinetics/kinetic-energy.js";
import { pressure } from "../kinetics/pressure.js";
import type { DynamicsState } from "./integrator.js";

/** What to report of the cell. */
export interface CellReportOptions {
  /** Constraints that the integrator keeps; here for their part in the pressure. */
  readonly constraints?: Constraints | undefined;
  /** Whether to report volume and density of the cell; false when absent. */
  readonly reportVolume?: boolean | undefined;
  /** Whether to evaluate the virial at every step and report the pressure, volume and density; false when absent. */
  readonly reportPressure?: boolean | undefined;
}

interface CellQuantities {
  readonly volume?: Measured;
  readonly density?: Measured;
  readonly pressure?: Measured;
}

const CUBIC_BOHR_IN_CUBIC_ANGSTROM = BOHR_IN_ANGSTROM ** 3;
const DALTON_PER_CUBIC_ANGSTROM_IN_GRAM_PER_CUBIC_CENTIMETRE = 1e24 / AVOGADRO;

/** Volume, density and pressure of a run, and their means. */
export class CellReport {
  private readonly volumes = new DriftLine();
  private readonly pressures = new DriftLine();
  /** u */
  private readonly mass: number;

  constructor(
    private readonly masses: Float64Array,
    private readonly options: CellReportOptions,
  ) {
    this.mass = masses.reduce((sum, mass) => sum + mass, 0) / DALTON;
  }

  private density(volume: number): Measured {
    return { value: (this.mass / volume) * DALTON_PER_CUBIC_ANGSTROM_IN_GRAM_PER_CUBIC_CENTIMETRE, unit: "g/cm^3" };
  }

  /** Of a moment; nothing in an open system, or when nothing is asked for. */
  quantities({ geometry, velocities, evaluation }: DynamicsState): CellQuantities & Record<string, Measured> {
    const { reportVolume, reportPressure, constraints } = this.options;
    if (geometry.cell === undefined || !(reportVolume || reportPressure)) return {};
    const volume = cellVolume(geometry.cell);
    const cubicAngstrom = volume * CUBIC_BOHR_IN_CUBIC_ANGSTROM;
    const size = { volume: { value: cubicAngstrom, unit: "Å^3" }, density: this.density(cubicAngstrom) };
    if (!reportPressure || evaluation.virial === undefined) return size;
    const virial = evaluation.virial.slice();
    constraints?.addVirial(virial, geometry, velocities, evaluation.forces!);
    const now = pressure(kineticEnergy(velocities, this.masses), virial, volume);
    return { ...size, pressure: { value: now * PRESSURE_IN_BAR, unit: "bar" } };
  }

  /** Counts a moment in. */
  add(time: number, state: DynamicsState): void {
    const now = this.quantities(state);
    if (now.volume !== undefined) this.volumes.add(time, now.volume.value);
    if (now.pressure !== undefined) this.pressures.add(time, now.pressure.value);
  }

  /** Of the last moment, and means over the run; the mean density is that of the mean volume. */
  summary(state: DynamicsState): Record<string, Measured> {
    const now = this.quantities(state);
    if (now.volume === undefined) return {};
    const meanVolume = { ...now.volume, value: this.volumes.mean };
    const means = { meanVolume, meanDensity: this.density(meanVolume.value) };
    if (now.pressure === undefined) return { ...now, ...means };
    return { ...now, ...means, meanPressure: { ...now.pressure, value: this.pressures.mean } };
  }

  snapshot(): Snapshot {
    return { volumes: this.volumes.snapshot(), pressures: this.pressures.snapshot() };
  }

  restore(state: SnapshotReader): void {
    this.volumes.restore(state.record("volumes"));
    this.pressures.restore(state.record("pressures"));
  }
}
