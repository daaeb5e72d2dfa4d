import type { Measured, RandomStream, Snapshot } from "@qmmm/core";
import { ConvergenceError, cellVolume } from "@qmmm/core";
import { SnapshotReader } from "../driver/state.js";
import type { DynamicsState, Evaluate } from "../integrators/integrator.js";
import type { Barostat } from "./barostat.js";
import type { GroupScaling } from "./group-scaling.js";
import { requireCell } from "./periodic.js";

/** Parameters of {@link StochasticCellRescaling}. */
export interface CellRescalingOptions {
  readonly scaling: GroupScaling;
  /** Pressure of the bath, Eh/a0³. */
  readonly pressure: number;
  /** Thermal energy kT of the bath, Eh. */
  readonly thermalEnergy: number;
  /** Isothermal compressibility β of the system, a0³/Eh: only with it is `timeConstant` the time of relaxation. */
  readonly compressibility: number;
  /** Relaxation time of the volume, ħ/Eh. */
  readonly timeConstant: number;
  /** Time step of the dynamics, ħ/Eh. */
  readonly timeStep: number;
  /** Steps between two changes of the cell. */
  readonly every: number;
  /** True where the dynamics keeps the total momentum at zero: three momenta that are not there to push the walls. */
  readonly momentumIsZero: boolean;
  readonly random: RandomStream;
}

/**
 * Largest relative change of λ in one action. A drift beyond it has nothing to do with the equation; changes that are larger by the noise
 * are refused, as are their reverses.
 */
const GENTLE = 0.3;

/** @throws QmmmError `QMMM_DYNAMICS_UNSTABLE` for a change that is too large or not a number */
function requireGentle(change: number, { timeConstant, timeStep, every }: CellRescalingOptions): void {
  if (Math.abs(change) <= GENTLE) return;
  throw new ConvergenceError(
    "QMMM_DYNAMICS_UNSTABLE",
    `The barostat would change the volume by ${(200 * change).toPrecision(3)} % at once: the pressure is far from that of the bath, or the barostat too fast`,
    {
      value: change,
      allowed: `up to ${200 * GENTLE} %`,
      action: `Use a timeConstant much longer than the ${every * timeStep} ħ/Eh between its actions (it is ${timeConstant}), or bring the density nearer to its value first, in nvt or with barostat: { type: monte-carlo }`,
      place: { path: "barostat" },
    },
  );
}

/**
 * Stochastic cell rescaling, isotropic (Bernetti & Bussi 2020, doi:10.1063/5.0020514): the volume follows first-order
 * dynamics with noise whose stationary distribution is that of constant pressure. In λ = √V the noise is constant:
 *
 *   dλ = (βλ/2τ)·(P − P₀ + kT/2V)·dt + √(βkT/2τ)·dW
 *
 * with the instantaneous pressure P. Centres of groups are scaled by s = (V′/V)^⅓ and their velocities by 1/s. Each change
 * costs one evaluation, which gives the drift at both ends and so the exact ratio of the probabilities of a change and of
 * its reverse: `heat` collects it, so that total energy minus heat is conserved for short intervals. What it is not conserved
 * by decides whether the change is accepted (Metropolis's rule, as the authors suggest): volumes have the right distribution
 * for any interval, where the steps of the equation alone would widen it by interval/2τ.
 */
export class StochasticCellRescaling implements Barostat {
  readonly name = "stochastic-cell-rescaling";
  readonly every: number;
  heat = 0;
  private trials = 0;
  private accepted = 0;

  constructor(private readonly options: CellRescalingOptions) {
    this.every = options.every;
  }

  get figures(): Readonly<Record<string, Measured>> {
    return { volumeAcceptance: { value: this.trials === 0 ? 0 : this.accepted / this.trials, unit: "1" } };
  }

  /** Powers of V in the weight of a volume beside those of centres and momenta. */
  private get missing(): number {
    return this.options.momentumIsZero ? 1 : 0;
  }

  /** Drift of λ per time. */
  private drift({ geometry, velocities, evaluation }: DynamicsState, volume: number): number {
    const { scaling, pressure, thermalEnergy, compressibility, timeConstant } = this.options;
    const trace = scaling.virialTrace(geometry, evaluation.forces!, evaluation.virial!);
    const pushing = scaling.twiceKineticEnergy(velocities) + trace;
    const excess = pushing / (3 * volume) + ((this.missing + 0.5) * thermalEnergy) / volume - pressure;
    return (0.5 * compressibility * Math.sqrt(volume) * excess) / timeConstant;
  }

  async act(state: DynamicsState, evaluate: Evaluate): Promise<DynamicsState> {
    const { scaling, pressure, thermalEnergy, compressibility, timeConstant, timeStep, random } = this.options;
    const from = requireCell(state.geometry);
    const time = this.every * timeStep;
    const volume = cellVolume(from.cell);
    const diffusion = (compressibility * thermalEnergy) / (4 * timeConstant);
    const drift = this.drift(state, volume);
    const change = drift * time + Math.sqrt(2 * diffusion * time) * random.normal();
    // Drawn always, so that the stream does not depend on the outcome.
    const threshold = Math.log(1 - random.uniform());
    requireGentle((drift * time) / Math.sqrt(volume), this.options);
    this.trials++;
    const stretch = 1 + change / Math.sqrt(volume);
    if (!(stretch <= 1 + GENTLE && stretch >= 1 / (1 + GENTLE))) return state;
    const factor = stretch ** (2 / 3);
    const geometry = scaling.scaled(from, factor);
    const velocities = scaling.scaledVelocities(state.velocities, 1 / factor);
    const next = { geometry, velocities, evaluation: await evaluate(geometry) };
    const newVolume = cellVolume(geometry.cell);
    const newDrift = this.drift(next, newVolume);
    // Logarithm of the probability density of the change over that of its reverse.
    const forward =
      (change * (drift + newDrift)) / (2 * diffusion) + ((newDrift ** 2 - drift ** 2) * time) / (4 * diffusion);
    const weight = (this.missing + 0.5) * Math.log(newVolume / volume);
    const heat = thermalEnergy * (weight - forward) - pressure * (newVolume - volume);
    const kineticGain = 0.5 * scaling.twiceKineticEnergy(state.velocities) * (factor ** -2 - 1);
    const gain = next.evaluation.energy - state.evaluation.energy + kineticGain;
    if (threshold >= (heat - gain) / thermalEnergy) return state;
    this.accepted++;
    this.heat += heat;
    return next;
  }

  snapshot(): Snapshot {
    const { heat, trials, accepted } = this;
    return { heat, trials, accepted, random: this.options.random.snapshot() };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state, "barostat.");
    this.heat = reader.number("heat");
    this.trials = reader.number("trials");
    this.accepted = reader.number("accepted");
    this.options.random.restore(reader.raw("random"));
  }
}
