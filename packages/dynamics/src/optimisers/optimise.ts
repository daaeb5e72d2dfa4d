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
import { isQmmmError } from "@qmmm/core";
import type { DriveOptions } from "../driver/drive.js";
import { drive } from "../driver/drive.js";
import type { AtomLabel } from "../driver/guards.js";
import { evaluateFinite, indexLabel, requireForces } from "../driver/guards.js";
import { MobileCoordinates, mobileAtoms, requireMobile } from "../driver/mobile-atoms.js";
import type { SteppedProcess } from "../driver/process.js";
import { evaluationSnapshot, geometrySnapshot, readEvaluation, readGeometry, SnapshotReader } from "../driver/state.js";
import type { ConvergenceCriteria, ConvergenceMeasures } from "./convergence.js";
import { CONVERGENCE_PRESETS, isConverged, measureConvergence } from "./convergence.js";
import { Lbfgs } from "./lbfgs.js";
import type { Minimiser, Point } from "./minimiser.js";
import { displaced } from "./minimiser.js";

/** Options of {@link optimise}, in atomic units. */
export interface OptimiseOptions {
  /** How to walk downhill; L-BFGS when absent. It learns: give each optimisation its own. */
  readonly minimiser?: Minimiser | undefined;
  /** Gaussian's default criteria when absent. */
  readonly convergence?: ConvergenceCriteria | undefined;
  /** Steps after which to give up; 200 when absent. */
  readonly maxSteps?: number | undefined;
  /** Indices from 0 of atoms that stay where they are. */
  readonly frozen?: ArrayLike<number> | undefined;
  /** Sites that follow other atoms; the potential spreads the forces on them (`withVirtualSites`). */
  readonly virtualSites?: VirtualSites | undefined;
  /** A frame is written every so many steps, and at the end; 1 when absent. */
  readonly frameEvery?: number | undefined;
  /** Names atoms in messages. */
  readonly label?: AtomLabel | undefined;
  /** Name in reports; `optimise` when absent. */
  readonly task?: string | undefined;
}

/** A point of the energy surface as the minimiser sees it, with what belongs to it. */
interface SurfacePoint extends Point {
  readonly geometry: Geometry;
  readonly evaluation: Evaluation;
}

/** A trial point at which the potential failed to converge: infinitely high, so that a minimiser steps back from it. */
function unusable(x: Float64Array, geometry: Geometry): SurfacePoint {
  const gradient = new Float64Array(x.length).fill(Number.NaN);
  const value = Number.POSITIVE_INFINITY;
  return { x, value, gradient, geometry, evaluation: { energy: value, terms: {} } };
}

/** Walks to a minimum of the energy. One step is one accepted move, which may take several evaluations. */
export class Optimisation implements SteppedProcess {
  readonly task: string;
  step = 0;
  private readonly minimiser: Minimiser;
  private readonly criteria: ConvergenceCriteria;
  private readonly maxSteps: number;
  private readonly frameEvery: number;
  private readonly label: AtomLabel;
  private readonly coordinates: MobileCoordinates;
  private readonly start: Geometry;
  private readonly virtualSites: VirtualSites | undefined;
  private evaluations = 0;
  private point: SurfacePoint | undefined;
  private measures: ConvergenceMeasures | undefined;
  private energyChange = 0;
  /** The minimiser found no way down. */
  private stalled = false;

  constructor(
    private readonly potential: Potential,
    start: Geometry,
    options: OptimiseOptions = {},
  ) {
    const mobile = mobileAtoms(start.positions.length / 3, options.frozen, options.virtualSites);
    this.virtualSites = options.virtualSites;
    this.start = options.virtualSites?.placed(start) ?? start;
    this.task = options.task ?? "optimise";
    this.minimiser = options.minimiser ?? new Lbfgs();
    this.criteria = options.convergence ?? CONVERGENCE_PRESETS.default;
    this.maxSteps = options.maxSteps ?? 200;
    this.frameEvery = options.frameEvery ?? 1;
    this.label = options.label ?? indexLabel;
    this.coordinates = new MobileCoordinates(mobile);
    requireForces(potential, this.task);
    requireMobile(mobile, this.task);
  }

  private get here(): { readonly point: SurfacePoint; readonly measures: ConvergenceMeasures } {
    const { point, measures } = this;
    if (point === undefined || measures === undefined) throw new Error("The optimisation has not begun");
    return { point, measures };
  }

  get geometry(): Geometry {
    return this.point?.geometry ?? this.start;
  }

  private get converged(): boolean {
    return isConverged(this.here.measures, this.criteria);
  }

  get finished(): boolean {
    return this.stalled || this.step >= this.maxSteps || this.converged;
  }

  get frameDue(): boolean {
    return this.step % this.frameEvery === 0 || this.finished;
  }

  private async evaluate(geometry: Geometry, step: number, signal: AbortSignal | undefined): Promise<SurfacePoint> {
    const evaluation = await evaluateFinite(this.potential, geometry, step, this.label, signal);
    this.evaluations++;
    const x = this.coordinates.gather(geometry.positions);
    return {
      x,
      value: evaluation.energy,
      gradient: this.coordinates.gather(evaluation.forces!, -1),
      geometry,
      evaluation,
    };
  }

  async begin(signal: AbortSignal | undefined): Promise<void> {
    const point = await this.evaluate(this.start, 0, signal);
    this.point = point;
    this.measures = measureConvergence(point.gradient, undefined);
  }

  async advance(signal: AbortSignal | undefined): Promise<void> {
    const { point: from } = this.here;
    const step = this.step + 1;
    let failure: unknown;
    const next = await this.minimiser.advance(from, async (x) => {
      const moved = { ...from.geometry, positions: this.coordinates.scatter(x, from.geometry.positions) };
      const geometry = this.virtualSites?.placed(moved) ?? moved;
      try {
        failure = undefined;
        return await this.evaluate(geometry, step, signal);
      } catch (error) {
        if (!isQmmmError(error) || error.recoverability !== "convergence") throw error;
        failure = error;
        return unusable(x, geometry);
      }
    });
    if (failure !== undefined) throw failure;
    const to = next ?? from;
    this.step = step;
    this.stalled = next === undefined;
    this.point = to;
    this.energyChange = to.value - from.value;
    this.measures = measureConvergence(to.gradient, displaced(to.x, from.x, -1));
  }

  private quantities(): Record<string, Measured> {
    const { point, measures } = this.here;
    const moved = this.step > 0;
    return {
      energy: { value: point.value, unit: "Eh" },
      ...(moved ? { energyChange: { value: this.energyChange, unit: "Eh" } } : {}),
      maxForce: { value: measures.maxForce, unit: "Eh/a0" },
      rmsForce: { value: measures.rmsForce, unit: "Eh/a0" },
      ...(moved
        ? {
            maxDisplacement: { value: measures.maxDisplacement, unit: "a0" },
            rmsDisplacement: { value: measures.rmsDisplacement, unit: "a0" },
          }
        : {}),
    };
  }

  report(): StepReport {
    const { geometry, evaluation } = this.here.point;
    const { task, step, maxSteps } = this;
    return { task, step, lastStep: maxSteps, geometry, evaluation, quantities: this.quantities() };
  }

  private message(): string {
    const { measures } = this.here;
    const where = `largest force ${measures.maxForce.toExponential(2)} Eh/a0, wanted ${this.criteria.maxForce.toExponential(2)}`;
    if (this.converged) return `Converged after ${this.step} steps (${this.evaluations} evaluations)`;
    if (this.stalled) {
      return (
        `Not converged: after ${this.step} steps no step along the forces lowers the energy any more (${where}). ` +
        "The forces are at the noise of the energy, or do not belong to it: tighten the SCF convergence, or try the FIRE algorithm"
      );
    }
    if (this.step >= this.maxSteps) {
      return (
        `Not converged within ${this.maxSteps} steps (${where}). ` +
        "Go on from the last structure with more steps; where the energy no longer falls, look at the structure"
      );
    }
    return `Stopped on request after ${this.step} steps (${where})`;
  }

  result(): TaskResult {
    const { geometry, evaluation } = this.here.point;
    const { task, step: steps, converged } = this;
    return {
      task,
      converged,
      message: this.message(),
      steps,
      geometry,
      evaluation,
      summary: { ...this.quantities(), evaluations: { value: this.evaluations, unit: "1" } },
    };
  }

  snapshot(): Snapshot {
    const { point } = this.here;
    return {
      task: this.task,
      algorithm: this.minimiser.name,
      step: this.step,
      evaluations: this.evaluations,
      energyChange: this.energyChange,
      stalled: this.stalled,
      measures: { ...this.here.measures },
      geometry: geometrySnapshot(point.geometry),
      evaluation: evaluationSnapshot(point.evaluation),
      minimiser: this.minimiser.snapshot(),
      potential: this.potential.snapshot(),
    };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state);
    const atomCount = this.start.positions.length / 3;
    reader.expect("task", this.task);
    reader.expect("algorithm", this.minimiser.name);
    const geometry = readGeometry(reader.record("geometry"), atomCount);
    const evaluation = readEvaluation(reader.record("evaluation"), atomCount);
    const measures = reader.record("measures");
    this.step = reader.number("step");
    this.evaluations = reader.number("evaluations");
    this.energyChange = reader.number("energyChange");
    this.stalled = reader.flag("stalled");
    this.measures = {
      maxForce: measures.number("maxForce"),
      rmsForce: measures.number("rmsForce"),
      maxDisplacement: measures.number("maxDisplacement"),
      rmsDisplacement: measures.number("rmsDisplacement"),
    };
    this.point = {
      x: this.coordinates.gather(geometry.positions),
      value: evaluation.energy,
      gradient: this.coordinates.gather(reader.record("evaluation").array("forces", 3 * atomCount), -1),
      geometry,
      evaluation,
    };
    this.minimiser.restore(reader.raw("minimiser"));
    this.potential.restore(reader.raw("potential"));
  }
}

/**
 * Moves atoms downhill to a minimum of a potential.
 *
 * @param geometry - where to start; not modified
 * @returns `converged: false`, with a message, when `maxSteps` or a stop came first
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE`, `QMMM_DYNAMICS_NOTHING_MOVES`, `QMMM_QUANTITY_UNSUPPORTED`, and what the
 * potential throws
 */
export function optimise(
  potential: Potential,
  geometry: Geometry,
  options: OptimiseOptions & DriveOptions = {},
): Promise<TaskResult> {
  return drive(new Optimisation(potential, geometry, options), options);
}
