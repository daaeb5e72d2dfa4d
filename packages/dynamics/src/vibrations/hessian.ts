import type { Evaluation, Geometry, Potential, Snapshot, StepReport, TaskResult, Want } from "@qmmm/core";
import { isQmmmError, UnsupportedError } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import { evaluateFinite, requireForces } from "../driver/guards.js";
import type { SteppedProcess } from "../driver/process.js";
import { evaluationSnapshot, readEvaluation, SnapshotReader } from "../driver/state.js";

/** Second derivatives of an energy with respect to the coordinates of some atoms. */
export interface Hessian {
  /** Indices from 0 of the atoms, ascending. */
  readonly atoms: Int32Array;
  /** ∂²E/∂xᵢ∂xⱼ, Eh/a0², symmetric; length (3n)². */
  readonly matrix: Float64Array;
  /** Largest difference between two elements that ought to be equal, Eh/a0²: what the differences are worth. */
  readonly asymmetry: number;
  /** ∂μ/∂xᵢ, e: three components for each coordinate, length 9n; undefined when there is no dipole moment. */
  readonly dipoleDerivatives?: Float64Array | undefined;
}

/** Displacements, in steps, and their weights in a derivative times the step (Fornberg 1988, doi:10.1090/S0025-5718-1988-0935077-0). */
const STENCILS = {
  2: [
    [1, 1 / 2],
    [-1, -1 / 2],
  ],
  4: [
    [1, 2 / 3],
    [-1, -2 / 3],
    [2, -1 / 12],
    [-2, 1 / 12],
  ],
} as const;

/** Number of evaluations per coordinate: errors fall with the second or the fourth power of the step. */
export type Stencil = keyof typeof STENCILS;

/** Options of {@link HessianProcess}. */
export interface HessianOptions {
  /** Atoms that are displaced, ascending. */
  readonly atoms: Int32Array;
  /** a0. */
  readonly step: number;
  readonly stencil: Stencil;
  /** Whether to differentiate the dipole moment too: always, never, or where the potential reports one. */
  readonly dipole: boolean | "auto";
  readonly label: AtomLabel;
  /** What to make of the Hessian at the end. */
  readonly finish: (hessian: Hessian, reference: Evaluation) => Omit<TaskResult, "task" | "steps" | "geometry">;
}

/** The Hessian by central differences of forces: one displacement per step, the structure itself first. */
export class HessianProcess implements SteppedProcess {
  readonly task = "frequencies";
  step = 0;
  private readonly derivatives: Float64Array;
  private readonly dipoles: Float64Array;
  private reference: Evaluation | undefined;
  private latest: Evaluation | undefined;
  private at: Float64Array;
  private withDipole: boolean;

  constructor(
    private readonly potential: Potential,
    private readonly start: Geometry,
    private readonly options: HessianOptions,
  ) {
    const size = 3 * options.atoms.length;
    this.derivatives = new Float64Array(size * size);
    this.dipoles = new Float64Array(3 * size);
    this.at = start.positions;
    this.withDipole = options.dipole !== false;
  }

  private get lastStep(): number {
    return 3 * this.options.atoms.length * this.options.stencil;
  }

  get finished(): boolean {
    return this.step === this.lastStep;
  }

  /** Displaced structures are no course of anything: only the structure itself is a frame. */
  get frameDue(): boolean {
    return this.step === 0;
  }

  get geometry(): Geometry {
    return { ...this.start, positions: this.at };
  }

  private get want(): Want {
    return { forces: true, ...(this.withDipole ? { properties: { dipole: true } } : {}) };
  }

  private evaluate(positions: Float64Array, step: number, signal: AbortSignal | undefined): Promise<Evaluation> {
    return evaluateFinite(this.potential, { ...this.start, positions }, step, this.options.label, signal, this.want);
  }

  async begin(signal: AbortSignal | undefined): Promise<void> {
    requireForces(this.potential, this.task);
    try {
      this.reference = await this.evaluate(this.start.positions, 0, signal);
    } catch (error) {
      if (this.options.dipole !== "auto" || !isQmmmError(error, "QMMM_QUANTITY_UNSUPPORTED")) throw error;
      this.withDipole = false;
      this.reference = await this.evaluate(this.start.positions, 0, signal);
    }
    if (dipoleOf(this.reference) === undefined) {
      if (this.options.dipole === true) throw noDipole();
      this.withDipole = false;
    }
    this.latest = this.reference;
  }

  async advance(signal: AbortSignal | undefined): Promise<void> {
    const { atoms, stencil, step: length } = this.options;
    const coordinate = Math.floor(this.step / stencil);
    const [shift, weight] = STENCILS[stencil][this.step % stencil]!;
    const positions = this.start.positions.slice();
    positions[3 * atoms[Math.floor(coordinate / 3)]! + (coordinate % 3)]! += shift * length;
    const evaluation = await this.evaluate(positions, this.step + 1, signal);
    const row = 3 * atoms.length * coordinate;
    for (const [n, atom] of atoms.entries()) {
      for (let d = 0; d < 3; d++) {
        this.derivatives[row + 3 * n + d]! -= (weight * evaluation.forces![3 * atom + d]!) / length;
      }
    }
    const dipole = this.withDipole ? dipoleOf(evaluation) : undefined;
    for (let d = 0; dipole !== undefined && d < 3; d++) {
      this.dipoles[3 * coordinate + d]! += (weight * dipole[d]!) / length;
    }
    this.at = positions;
    this.latest = evaluation;
    this.step++;
  }

  report(): StepReport {
    const { task, step, lastStep, geometry } = this;
    const evaluation = this.latest!;
    const largest = evaluation.forces!.reduce((most, force) => Math.max(most, Math.abs(force)), 0);
    return { task, step, lastStep, geometry, evaluation, quantities: { maxForce: { value: largest, unit: "Eh/a0" } } };
  }

  result(): TaskResult {
    const { task, step, start } = this;
    const evaluation = this.reference!;
    if (!this.finished) {
      const message = `Stopped after ${step} of ${this.lastStep} displacements: no frequencies yet`;
      return { task, steps: step, geometry: start, converged: false, message, evaluation, summary: {} };
    }
    return { task, steps: step, geometry: start, ...this.options.finish(this.hessian(), evaluation) };
  }

  private hessian(): Hessian {
    const size = 3 * this.options.atoms.length;
    const matrix = new Float64Array(size * size);
    let asymmetry = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const [one, other] = [this.derivatives[i * size + j]!, this.derivatives[j * size + i]!];
        asymmetry = Math.max(asymmetry, Math.abs(one - other));
        matrix[i * size + j] = matrix[j * size + i] = (one + other) / 2;
      }
    }
    return {
      atoms: this.options.atoms,
      matrix,
      asymmetry,
      dipoleDerivatives: this.withDipole ? this.dipoles.slice() : undefined,
    };
  }

  snapshot(): Snapshot {
    const { task, step, derivatives, dipoles, withDipole } = this;
    return {
      task,
      step,
      stencil: this.options.stencil,
      length: this.options.step,
      derivatives: derivatives.slice(),
      dipoles: dipoles.slice(),
      withDipole,
      reference: evaluationSnapshot(this.reference!),
      potential: this.potential.snapshot(),
    };
  }

  restore(state: Snapshot): void {
    const reader = SnapshotReader.of(state);
    reader.expect("task", this.task);
    reader.expect("stencil", this.options.stencil);
    reader.expect("length", this.options.step);
    this.step = reader.number("step");
    this.derivatives.set(reader.array("derivatives", this.derivatives.length));
    this.dipoles.set(reader.array("dipoles", this.dipoles.length));
    this.withDipole = reader.flag("withDipole");
    this.reference = readEvaluation(reader.record("reference"), this.start.positions.length / 3);
    this.latest = this.reference;
    this.potential.restore(reader.raw("potential"));
  }
}

function noDipole(): UnsupportedError {
  return new UnsupportedError(
    "QMMM_VIBRATIONS_DIPOLE",
    "Nothing in this calculation has a dipole moment: there are no infrared intensities",
    {
      value: "true",
      allowed: ["auto", "false"],
      action: "Set intensities to auto, or describe the atoms by a level of theory",
      place: { path: "task.intensities" },
    },
  );
}

/** Dipole moment (e·a0) that an evaluation reports. */
function dipoleOf({ observed }: Evaluation): Float64Array | undefined {
  const dipole = observed?.dipole;
  return dipole instanceof Float64Array && dipole.length === 3 ? dipole : undefined;
}
