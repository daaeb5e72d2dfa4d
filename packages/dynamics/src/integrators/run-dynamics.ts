import type {
  Evaluation,
  Geometry,
  Measured,
  Potential,
  Snapshot,
  StepReport,
  TaskResult,
  VirtualSites,
} from "@qmmm/core";
import { BOHR_IN_ANGSTROM, InputError, TIME_IN_FEMTOSECOND } from "@qmmm/core";
import type { DriveOptions } from "../driver/drive.js";
import { drive } from "../driver/drive.js";
import type { AtomLabel } from "../driver/guards.js";
import { evaluateFinite, indexLabel, requireForces, requireSmallStep } from "../driver/guards.js";
import { mobileAtoms, requireMobile } from "../driver/mobile-atoms.js";
import type { SteppedProcess } from "../driver/process.js";
import { evaluationSnapshot, geometrySnapshot, readEvaluation, readGeometry, SnapshotReader } from "../driver/state.js";
import { DriftLine } from "../kinetics/drift.js";
import { kineticEnergy, temperature } from "../kinetics/kinetic-energy.js";
import type { CellReportOptions } from "./cell-report.js";
import { CellReport } from "./cell-report.js";
import type { DynamicsState, Integrator } from "./integrator.js";

/** What {@link runDynamics} moves, in atomic units. Nothing of it is modified. */
export interface DynamicsStart {
  readonly geometry: Geometry;
  /** Velocities, a0·Eh/ħ; length 3N. */
  readonly velocities: Float64Array;
  /** Masses, mₑ; length N. */
  readonly masses: Float64Array;
}

/** Options of {@link runDynamics}, in atomic units. */
export interface DynamicsOptions extends CellReportOptions {
  readonly integrator: Integrator;
  /** Time step of the integrator, ħ/Eh. */
  readonly timeStep: number;
  /** Number of steps in all, those before a resumption included. */
  readonly steps: number;
  /** Degrees of freedom over which the kinetic energy is spread; three per mobile atom when absent. */
  readonly degreesOfFreedom?: number | undefined;
  /** Indices from 0 of atoms that stay where they are; the integrator must leave them alone too. */
  readonly frozen?: ArrayLike<number> | undefined;
  /**
   * Sites that follow other atoms, without freedom of their own: placed at every step. The potential spreads the forces on
   * them (`withVirtualSites`), and the integrator leaves them alone.
   */
  readonly virtualSites?: VirtualSites | undefined;
  /** A frame is written every so many steps; 1 when absent. */
  readonly frameEvery?: number | undefined;
  /** Longest way that an atom may go in one step before the run is called unstable, a0; 1 Å when absent. */
  readonly maxDisplacement?: number | undefined;
  /** Names atoms in messages. */
  readonly label?: AtomLabel | undefined;
  /** Name in reports; `dynamics` when absent. */
  readonly task?: string | undefined;
}

/** Energies of a moment, Eh, and its temperature, K. */
interface Thermodynamics {
  readonly potential: number;
  readonly kinetic: number;
  readonly conserved: number;
  readonly temperature: number;
}

/** Refuses atoms that are to move but have no mass. */
function requireMasses(masses: Float64Array, mobile: Uint8Array, label: AtomLabel): void {
  const atom = masses.findIndex((mass, k) => mobile[k] === 1 && !(mass > 0));
  if (atom < 0) return;
  throw new InputError("QMMM_DYNAMICS_MASS", `The ${label(atom)} has no mass and can't move in time`, {
    value: masses[atom],
    atom,
    action: "Give it a mass, freeze it, or leave it out of the system",
  });
}

/** Follows atoms in time. */
export class Dynamics implements SteppedProcess {
  readonly task: string;
  step = 0;
  private readonly masses: Float64Array;
  private readonly degreesOfFreedom: number;
  private readonly frameEvery: number;
  private readonly maxDisplacement: number;
  private readonly label: AtomLabel;
  private state: DynamicsState | undefined;
  private readonly conserved = new DriftLine();
  private readonly temperatures = new DriftLine();
  private readonly cell: CellReport;

  constructor(
    private readonly potential: Potential,
    private readonly start: DynamicsStart,
    private readonly options: DynamicsOptions,
  ) {
    const { masses } = start;
    const mobile = mobileAtoms(masses.length, options.frozen, options.virtualSites);
    this.task = options.task ?? "dynamics";
    this.label = options.label ?? indexLabel;
    this.frameEvery = options.frameEvery ?? 1;
    this.maxDisplacement = options.maxDisplacement ?? 1 / BOHR_IN_ANGSTROM;
    this.degreesOfFreedom = options.degreesOfFreedom ?? 3 * mobile.reduce((sum, one) => sum + one, 0);
    this.masses = masses;
    this.cell = new CellReport(masses, options);
    requireForces(potential, this.task);
    requireMobile(mobile, this.task);
    requireMasses(masses, mobile, this.label);
  }

  private get here(): DynamicsState {
    if (this.state === undefined) throw new Error("The dynamics has not begun");
    return this.state;
  }

  get geometry(): Geometry {
    return this.state?.geometry ?? this.start.geometry;
  }

  get finished(): boolean {
    return this.step >= this.options.steps;
  }

  get frameDue(): boolean {
    return this.step % this.frameEvery === 0;
  }

  /** Time since the start, ħ/Eh. */
  private get time(): number {
    return this.step * this.options.timeStep;
  }

  private evaluate(geometry: Geometry, step: number, signal: AbortSignal | undefined): Promise<Evaluation> {
    const want = this.options.reportPressure === true ? { forces: true, virial: true } : { forces: true };
    return evaluateFinite(this.potential, geometry, step, this.label, signal, want);
  }

  private enter(moved: DynamicsState): void {
    const geometry = this.options.virtualSites?.placed(moved.geometry) ?? moved.geometry;
    const state = { ...moved, geometry };
    this.state = state;
    const now = this.thermodynamics();
    this.conserved.add(this.time, now.conserved);
    this.temperatures.add(this.time, now.temperature);
    this.cell.add(this.time, state);
  }

  async begin(signal: AbortSignal | undefined): Promise<void> {
    const { geometry, velocities } = this.start;
    this.enter({ geometry, velocities, evaluation: await this.evaluate(geometry, 0, signal) });
  }

  async advance(signal: AbortSignal | undefined): Promise<void> {
    const from = this.here;
    const step = this.step + 1;
    const next = await this.options.integrator.advance(from, (geometry) => {
      // A change of the cell moves far atoms a long way and none relative to its neighbours.
      if (geometry.cell === from.geometry.cell)
        requireSmallStep(from.geometry.positions, geometry.positions, this.maxDisplacement, step, this.label);
      return this.evaluate(geometry, step, signal);
    });
    this.step = step;
    this.enter(next);
  }

  private thermodynamics(): Thermodynamics {
    const { velocities, evaluation } = this.here;
    const kinetic = kineticEnergy(velocities, this.masses);
    return {
      potential: evaluation.energy,
      kinetic,
      conserved: evaluation.energy + kinetic - this.options.integrator.heat,
      temperature: temperature(kinetic, this.degreesOfFreedom),
    };
  }

  report(): StepReport {
    const { geometry, velocities, evaluation } = this.here;
    const now = this.thermodynamics();
    return {
      task: this.task,
      step: this.step,
      lastStep: this.options.steps,
      geometry,
      velocities,
      evaluation,
      quantities: {
        time: { value: this.time * TIME_IN_FEMTOSECOND, unit: "fs" },
        potentialEnergy: { value: now.potential, unit: "Eh" },
        kineticEnergy: { value: now.kinetic, unit: "Eh" },
        totalEnergy: { value: now.potential + now.kinetic, unit: "Eh" },
        conservedEnergy: { value: now.conserved, unit: "Eh" },
        temperature: { value: now.temperature, unit: "K" },
        ...this.cell.quantities(this.here),
      },
    };
  }

  private summary(): Record<string, Measured> {
    const now = this.thermodynamics();
    const perPicosecond = 1000 / TIME_IN_FEMTOSECOND;
    return {
      time: { value: this.time * TIME_IN_FEMTOSECOND, unit: "fs" },
      timeStep: { value: this.options.timeStep * TIME_IN_FEMTOSECOND, unit: "fs" },
      degreesOfFreedom: { value: this.degreesOfFreedom, unit: "1" },
      potentialEnergy: { value: now.potential, unit: "Eh" },
      temperature: { value: now.temperature, unit: "K" },
      meanTemperature: { value: this.temperatures.mean, unit: "K" },
      conservedEnergy: { value: now.conserved, unit: "Eh" },
      conservedEnergyDrift: { value: this.conserved.slope * perPicosecond, unit: "Eh/ps" },
      conservedEnergyFluctuation: { value: this.conserved.fluctuation, unit: "Eh" },
      heat: { value: this.options.integrator.heat, unit: "Eh" },
      ...this.cell.summary(this.here),
      ...this.options.integrator.figures,
    };
  }

  result(): TaskResult {
    const { geometry, velocities, evaluation } = this.here;
    const { task, step: steps, finished: converged } = this;
    const time = `${(this.time * TIME_IN_FEMTOSECOND).toFixed(2)} fs`;
    const message = converged
      ? `Ran ${steps} steps, ${time}`
      : `Stopped on request after ${steps} of ${this.options.steps} steps, ${time}`;
    return { task, converged, message, steps, geometry, velocities, evaluation, summary: this.summary() };
  }

  snapshot(): Snapshot {
    const { geometry, velocities, evaluation } = this.here;
    const { integrator, timeStep } = this.options;
    return {
      task: this.task,
      algorithm: integrator.name,
      step: this.step,
      timeStep,
      geometry: geometrySnapshot(geometry),
      velocities: velocities.slice(),
      evaluation: evaluationSnapshot(evaluation),
      conserved: this.conserved.snapshot(),
      temperatures: this.temperatures.snapshot(),
      cell: this.cell.snapshot(),
      integrator: integrator.snapshot(),
      potential: this.potential.snapshot(),
    };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state);
    const { integrator, timeStep } = this.options;
    const atomCount = this.masses.length;
    reader.expect("task", this.task);
    reader.expect("algorithm", integrator.name);
    reader.expect("timeStep", timeStep);
    this.step = reader.number("step");
    this.state = {
      geometry: readGeometry(reader.record("geometry"), atomCount),
      velocities: reader.array("velocities", 3 * atomCount),
      evaluation: readEvaluation(reader.record("evaluation"), atomCount),
    };
    this.conserved.restore(reader.record("conserved"));
    this.temperatures.restore(reader.record("temperatures"));
    this.cell.restore(reader.record("cell"));
    integrator.restore(reader.raw("integrator"));
    this.potential.restore(reader.raw("potential"));
  }
}

/**
 * Follows atoms in time for a number of steps.
 *
 * @returns `converged: false` when a stop came before the last step
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE`, `QMMM_DYNAMICS_NOTHING_MOVES`, `QMMM_DYNAMICS_MASS`,
 * `QMMM_QUANTITY_UNSUPPORTED`, and what the potential throws
 */
export function runDynamics(
  potential: Potential,
  start: DynamicsStart,
  options: DynamicsOptions & DriveOptions,
): Promise<TaskResult> {
  return drive(new Dynamics(potential, start, options), options);
}
