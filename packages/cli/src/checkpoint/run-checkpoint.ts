import { type Evaluation, FileError, type Geometry, type Snapshot, type System } from "@qmmm/core";

/** State of a run between two steps, or between two stages: everything that `qmmm resume` needs beside the input. */
export interface RunCheckpoint {
  /** Stage that runs, from 0; the number of stages when all are done. */
  readonly stage: number;
  /** State of the stage's task; undefined before its first step. */
  readonly task?: Snapshot | undefined;
  /** State of the potential when the stage has not begun. */
  readonly potential?: Snapshot | undefined;
  /** State of the stage's random stream. */
  readonly random?: Snapshot | undefined;
  /** Where the stage starts from. */
  readonly start: Pick<System, "geometry" | "velocities">;
  /** Value of the potential at the end of the last stage, when all are done. */
  readonly last?: Evaluation | undefined;
  /** Results of the stages done, as JSON. */
  readonly finished: string;
  /** Length of the log, bytes. */
  readonly log: number;
  /** State of the stage's files; undefined before its first step. */
  readonly output?: Snapshot | undefined;
  /** Wall time spent so far, s. */
  readonly seconds: number;
  /** How often the run has been resumed. */
  readonly resumed: number;
}

const FORMAT = 1;

function optional(value: Snapshot | undefined): Snapshot {
  return value === undefined ? { absent: true } : { value };
}

function readOptional(value: Snapshot | undefined): Snapshot | undefined {
  return (value as { readonly value?: Snapshot }).value;
}

function evaluationSnapshot({ energy, terms, forces, observed = {} }: Evaluation): Snapshot {
  return { energy, terms: { ...terms }, forces: optional(forces), observed: { ...observed } };
}

function readEvaluation(snapshot: Snapshot): Evaluation {
  const entries = snapshot as Readonly<Record<string, Snapshot>>;
  const forces = readOptional(entries.forces) as Float64Array | undefined;
  return {
    energy: entries.energy as number,
    terms: entries.terms as Record<string, number>,
    observed: entries.observed as Record<string, number | Float64Array>,
    ...(forces === undefined ? {} : { forces }),
  };
}

/** A checkpoint as plain data. */
export function checkpointSnapshot(checkpoint: RunCheckpoint): Snapshot {
  const { geometry, velocities } = checkpoint.start;
  return {
    format: FORMAT,
    stage: checkpoint.stage,
    task: optional(checkpoint.task),
    potential: optional(checkpoint.potential),
    random: optional(checkpoint.random),
    positions: geometry.positions,
    cell: optional(geometry.cell?.vectors),
    velocities: optional(velocities),
    last: optional(checkpoint.last === undefined ? undefined : evaluationSnapshot(checkpoint.last)),
    finished: checkpoint.finished,
    log: checkpoint.log,
    output: optional(checkpoint.output),
    seconds: checkpoint.seconds,
    resumed: checkpoint.resumed,
  };
}

/** Reads what `checkpointSnapshot` gave. @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` */
export function readCheckpoint(snapshot: Snapshot): RunCheckpoint {
  const entries = snapshot as Readonly<Record<string, Snapshot>> | null;
  if (entries === null || typeof entries !== "object" || entries.format !== FORMAT) {
    throw new FileError("QMMM_CHECKPOINT_CORRUPT", "The checkpoint was not written by this version of the program", {
      value: entries !== null && typeof entries === "object" ? entries.format : undefined,
      allowed: String(FORMAT),
      action: "Resume with the version that started the run, or start it again",
    });
  }
  const cell = readOptional(entries.cell) as Float64Array | undefined;
  const geometry: Geometry = {
    positions: entries.positions as Float64Array,
    ...(cell === undefined ? {} : { cell: { vectors: cell } }),
  };
  const velocities = readOptional(entries.velocities) as Float64Array | undefined;
  const last = readOptional(entries.last);
  return {
    stage: entries.stage as number,
    task: readOptional(entries.task),
    potential: readOptional(entries.potential),
    random: readOptional(entries.random),
    start: { geometry, ...(velocities === undefined ? {} : { velocities }) },
    ...(last === undefined ? {} : { last: readEvaluation(last) }),
    finished: entries.finished as string,
    log: entries.log as number,
    output: readOptional(entries.output),
    seconds: entries.seconds as number,
    resumed: entries.resumed as number,
  };
}
