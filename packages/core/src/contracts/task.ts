import type { SimulationHooks } from "../hooks/hooks.js";
import type { Geometry } from "../model/geometry.js";
import type { RandomStream } from "../model/random.js";
import type { Snapshot } from "../model/snapshot.js";
import type { System } from "../model/system.js";
import type { Mechanics } from "./mechanics.js";
import type { Evaluation, Potential } from "./potential.js";

/** A number with its unit, as results and logs show it. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
}

/** What a task works with. */
export interface TaskContext {
  readonly system: System;
  /** Of all atoms; places virtual sites itself, and spreads the forces on them. */
  readonly potential: Potential;
  /** Virtual sites, constraints and equilibrium values of the force field, where there is one. */
  readonly mechanics?: Mechanics | undefined;
  readonly hooks: SimulationHooks;
  /** The simulation's random stream; its state travels in checkpoints. */
  readonly random: RandomStream;
  readonly signal?: AbortSignal | undefined;
  /** State from which to go on, as this task's own checkpoint gave it; undefined to begin. */
  readonly resume?: Snapshot | undefined;
}

/** One step of a task as hooks see it. Arrays are the task's own: copy what is kept beyond the tap. */
export interface StepReport {
  readonly task: string;
  /** Steps done, from 0 for the starting point. */
  readonly step: number;
  /** Number of the last step, where it is known or bounded. */
  readonly lastStep?: number | undefined;
  readonly geometry: Geometry;
  readonly velocities?: Float64Array | undefined;
  readonly evaluation: Evaluation;
  /** What people watch (temperature, largest force, conserved energy), in people's units. */
  readonly quantities: Readonly<Record<string, Measured>>;
}

/** State of a task between two steps. `take` may be called once per offer; it costs nothing unless called. */
export interface CheckpointOffer {
  readonly task: string;
  readonly step: number;
  /** Everything from which the task goes on bit-identically, the potential's state included. */
  take(): Snapshot;
}

/** How a task ended. */
export interface TaskResult {
  readonly task: string;
  /** False when an iteration limit was reached first, or the run was asked to stop. */
  readonly converged: boolean;
  /** One sentence on how it ended, for people: why not converged, and what to do. */
  readonly message?: string | undefined;
  readonly steps: number;
  readonly geometry: Geometry;
  readonly velocities?: Float64Array | undefined;
  readonly evaluation: Evaluation;
  /** Figures for the record, each with its unit. */
  readonly summary: Readonly<Record<string, Measured>>;
  /** Tables for the record and for people. */
  readonly tables?: readonly ResultTable[] | undefined;
  /** Numbers of each atom, for a file of their own, by name. */
  readonly perAtom?: Readonly<Record<string, PerAtom>> | undefined;
}

/** A table of numbers in one unit. */
export interface ResultTable {
  readonly title: string;
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Numbers of each atom. */
export interface PerAtom {
  /** `width` numbers per atom, in `unit`. */
  readonly values: Float64Array;
  readonly width: number;
  readonly unit: string;
}

/** Something a researcher does with a potential: a single point, an optimisation, dynamics, a path. */
export interface Task {
  run(context: TaskContext): Promise<TaskResult>;
}

/** A thermodynamic state of a sampler. */
export interface SamplerState {
  readonly geometry: Geometry;
  readonly velocities?: Float64Array | undefined;
  readonly evaluation?: Evaluation | undefined;
  readonly step: number;
}

/** Produces states of an ensemble, one per step. */
export interface Sampler {
  run(start: SamplerState, context: TaskContext): AsyncIterable<SamplerState>;
}
