import type { Mechanics, Potential, System, TaskContext } from "@qmmm/core";
import { selectNonEmpty, withVirtualSites } from "@qmmm/core";
import type { DriveOptions } from "../driver/drive.js";
import type { AtomLabel } from "../driver/guards.js";
import { topologyLabel } from "../driver/guards.js";
import { geometrySnapshot, readGeometry, SnapshotReader } from "../driver/state.js";
import { buildRestraints, restrained } from "../restraints/build-restraints.js";
import type { RestraintSpec } from "../restraints/options.js";
import type { Restraint } from "../restraints/restraint.js";

/** What a task's options mean for its system: all selections refer to the starting point of the task. */
export interface Stage {
  /** The system at the start of the task, also when the task is resumed later. */
  readonly system: System;
  /** The simulation's potential with the task's restraints; those may act on virtual sites too. */
  readonly potential: Potential;
  readonly restraints: readonly Restraint[];
  /** What the force field says beside its energy; empty without one. */
  readonly mechanics: Partial<Mechanics>;
  /** Indices from 0; virtual sites, which follow in any case, are not among them. */
  readonly frozen: Int32Array;
  readonly label: AtomLabel;
  readonly drive: DriveOptions;
}

/** What a task lays upon its atoms. */
export interface StageOptions {
  readonly frozen?: string | undefined;
  readonly restraints: readonly RestraintSpec[];
}

/**
 * Prepares a task. The starting geometry and the random stream travel in its checkpoints, so that a resumed task selects
 * the same atoms, holds them at the same places and leaves the stream to its successors as it would have done.
 */
export function openStage(context: TaskContext, options: StageOptions): Stage {
  const { hooks, signal, resume, random } = context;
  const mechanics: Partial<Mechanics> = context.mechanics ?? {};
  const { virtualSites } = mechanics;
  const atomCount = context.system.topology.atomCount;
  const geometry =
    resume === undefined
      ? context.system.geometry
      : readGeometry(SnapshotReader.of(resume).record("alongside").record("start"), atomCount);
  const system = { ...context.system, geometry };
  const restraints = buildRestraints(options.restraints, system);
  const start = { snapshot: () => geometrySnapshot(geometry), restore: () => {} };
  return {
    system,
    potential:
      restraints.length === 0
        ? context.potential
        : withVirtualSites(restrained(context.potential, restraints), virtualSites),
    restraints,
    mechanics,
    frozen:
      options.frozen === undefined
        ? new Int32Array(0)
        : selectNonEmpty(options.frozen, system).filter((atom) => virtualSites?.isSite[atom] !== 1),
    label: topologyLabel(system.topology),
    drive: { hooks, signal, resume, alongside: { start, random } },
  };
}
