import type { Measured, RandomStream, Snapshot } from "@qmmm/core";
import { cellVolume } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate } from "../integrators/integrator.js";
import type { Barostat } from "./barostat.js";
import type { GroupScaling } from "./group-scaling.js";
import { requireCell } from "./periodic.js";

/** Parameters of {@link MonteCarloBarostat}. */
export interface MonteCarloBarostatOptions {
  readonly scaling: GroupScaling;
  /** Pressure of the bath, Eh/a0³. */
  readonly pressure: number;
  /** Thermal energy kT of the bath, Eh. */
  readonly thermalEnergy: number;
  /** Steps between two trials. */
  readonly every: number;
  /** Largest change of the volume in a trial, a0³, to begin with. */
  readonly volumeStep: number;
  /** Number of trials during which the largest change adapts to an acceptance of 25 to 75 %; then it stays. */
  readonly adaptTrials: number;
  readonly random: RandomStream;
}

/** Trials between two adaptations. */
const BATCH = 10;

/**
 * Monte Carlo barostat: after every so many steps a change of volume is tried, in which the centres of groups (molecules)
 * move with the cell, and accepted with probability min(1, e^(−ΔH/kT)), ΔH = ΔE + P·ΔV − N·kT·ln(V′/V) for N groups (Chow &
 * Ferguson 1995, doi:10.1016/0010-4655(95)00059-O; Åqvist et al. 2004, doi:10.1016/j.cplett.2003.12.039). It needs energies
 * only. Velocities stay. `heat` is the potential energy that accepted changes brought in.
 */
export class MonteCarloBarostat implements Barostat {
  readonly name = "monte-carlo-barostat";
  readonly every: number;
  heat = 0;
  private volumeStep: number;
  private trials = 0;
  private accepted = 0;
  /** Accepted at the last adaptation. */
  private acceptedBefore = 0;

  constructor(private readonly options: MonteCarloBarostatOptions) {
    this.every = options.every;
    this.volumeStep = options.volumeStep;
  }

  get figures(): Readonly<Record<string, Measured>> {
    return { volumeAcceptance: { value: this.trials === 0 ? 0 : this.accepted / this.trials, unit: "1" } };
  }

  private adapt(volume: number): void {
    if (this.trials > this.options.adaptTrials || this.trials % BATCH !== 0) return;
    const share = (this.accepted - this.acceptedBefore) / BATCH;
    if (share < 0.25) this.volumeStep /= 1.5;
    else if (share > 0.75) this.volumeStep = Math.min(1.5 * this.volumeStep, 0.3 * volume);
    this.acceptedBefore = this.accepted;
  }

  async act(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { scaling, pressure, thermalEnergy, random } = this.options;
    const from = requireCell(state.geometry);
    const volume = cellVolume(from.cell);
    const change = this.volumeStep * (2 * random.uniform() - 1);
    // Drawn always, so that the stream does not depend on the outcome.
    const threshold = Math.log(1 - random.uniform());
    let next = state;
    if (volume + change > 0) {
      const geometry = scaling.scaled(from, Math.cbrt((volume + change) / volume));
      const evaluation = await evaluate(geometry);
      const gain = evaluation.energy - state.evaluation.energy;
      const exponent = scaling.count * Math.log1p(change / volume) - (gain + pressure * change) / thermalEnergy;
      if (threshold < exponent) {
        next = { geometry, velocities: state.velocities, evaluation };
        this.heat += gain;
        this.accepted++;
      }
    }
    this.trials++;
    this.adapt(volume);
    return next;
  }

  snapshot(): Snapshot {
    const { heat, volumeStep, trials, accepted, acceptedBefore } = this;
    return { heat, volumeStep, trials, accepted, acceptedBefore, random: this.options.random.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "barostat.");
    this.heat = reader.number("heat");
    this.volumeStep = reader.number("volumeStep");
    this.trials = reader.number("trials");
    this.accepted = reader.number("accepted");
    this.acceptedBefore = reader.number("acceptedBefore");
    this.options.random.restore(reader.raw("random"));
  }
}
