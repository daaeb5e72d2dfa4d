import type { Evaluation, Geometry, Snapshot } from "@qmmm/core";
import { FileError } from "@qmmm/core";

/** A snapshot that is a list of named entries. */
export type SnapshotRecord = { readonly [key: string]: Snapshot };

/** @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` */
function corrupt(what: string): FileError {
  return new FileError("QMMM_CHECKPOINT_CORRUPT", `The checkpoint does not fit this task: ${what}`, {
    action: "Resume with the input that wrote the checkpoint, or start the task again",
  });
}

/** Reads a snapshot entry by entry, refusing what has another type. */
export class SnapshotReader {
  constructor(
    private readonly entries: SnapshotRecord,
    private readonly place = "",
  ) {}

  /** @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` when it is not a record */
  static of(state: Snapshot | undefined, place = ""): SnapshotReader {
    if (typeof state !== "object" || state === null || Array.isArray(state) || ArrayBuffer.isView(state)) {
      throw corrupt(`${place || "it"} is not a record`);
    }
    return new SnapshotReader(state as SnapshotRecord, place);
  }

  private fail(key: string, wanted: string): FileError {
    return corrupt(`${this.place}${key} is not ${wanted}`);
  }

  /** Names of the entries. */
  keys(): readonly string[] {
    return Object.keys(this.entries);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.entries, key);
  }

  /** The entry as it is. */
  raw(key: string): Snapshot {
    const value = this.entries[key];
    if (value === undefined) throw corrupt(`${this.place}${key} is missing`);
    return value;
  }

  record(key: string): SnapshotReader {
    return SnapshotReader.of(this.entries[key], `${this.place}${key}.`);
  }

  list(key: string): readonly Snapshot[] {
    const value = this.raw(key);
    if (!Array.isArray(value)) throw this.fail(key, "a list");
    return value;
  }

  number(key: string): number {
    const value = this.raw(key);
    if (typeof value !== "number") throw this.fail(key, "a number");
    return value;
  }

  flag(key: string): boolean {
    const value = this.raw(key);
    if (typeof value !== "boolean") throw this.fail(key, "true or false");
    return value;
  }

  text(key: string): string {
    const value = this.raw(key);
    if (typeof value !== "string") throw this.fail(key, "text");
    return value;
  }

  /** A copy of an array of numbers, of the length given. */
  array(key: string, length?: number): Float64Array {
    const value = this.raw(key);
    if (!(value instanceof Float64Array)) throw this.fail(key, "an array of numbers");
    if (length !== undefined && value.length !== length) throw this.fail(key, `of length ${length}`);
    return value.slice();
  }

  /** @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` when the entry differs: a checkpoint of something else */
  expect(key: string, value: string | number): void {
    const found = this.raw(key);
    if (found !== value)
      throw corrupt(`its ${key} is ${JSON.stringify(found)}, and here it is ${JSON.stringify(value)}`);
  }
}

/** A geometry as plain data. */
export function geometrySnapshot(geometry: Geometry): SnapshotRecord {
  return {
    positions: geometry.positions.slice(),
    cell: geometry.cell === undefined ? null : geometry.cell.vectors.slice(),
  };
}

/** The geometry that `geometrySnapshot` gave. */
export function readGeometry(state: SnapshotReader, atomCount: number): Geometry {
  const positions = state.array("positions", 3 * atomCount);
  return state.raw("cell") === null ? { positions } : { positions, cell: { vectors: state.array("cell", 9) } };
}

const copied = (value: number | Float64Array): number | Float64Array =>
  typeof value === "number" ? value : value.slice();

/** An evaluation as plain data. */
export function evaluationSnapshot(evaluation: Evaluation): SnapshotRecord {
  const { energy, terms, forces, virial, parameterDerivatives, observed } = evaluation;
  return {
    energy,
    terms: { ...terms },
    ...(forces === undefined ? {} : { forces: forces.slice() }),
    ...(virial === undefined ? {} : { virial: virial.slice() }),
    ...(parameterDerivatives === undefined ? {} : { parameterDerivatives: { ...parameterDerivatives } }),
    ...(observed === undefined
      ? {}
      : { observed: Object.fromEntries(Object.entries(observed).map(([name, value]) => [name, copied(value)])) }),
  };
}

/** The evaluation that `evaluationSnapshot` gave. */
export function readEvaluation(state: SnapshotReader, atomCount: number): Evaluation {
  const numbers = (key: string): Record<string, number> => {
    const reader = state.record(key);
    return Object.fromEntries(reader.keys().map((name) => [name, reader.number(name)]));
  };
  const observations = (): Record<string, number | Float64Array> => {
    const reader = state.record("observed");
    const value = (name: string) => (typeof reader.raw(name) === "number" ? reader.number(name) : reader.array(name));
    return Object.fromEntries(reader.keys().map((name) => [name, value(name)]));
  };
  return {
    energy: state.number("energy"),
    terms: numbers("terms"),
    ...(state.has("forces") ? { forces: state.array("forces", 3 * atomCount) } : {}),
    ...(state.has("virial") ? { virial: state.array("virial", 9) } : {}),
    ...(state.has("parameterDerivatives") ? { parameterDerivatives: numbers("parameterDerivatives") } : {}),
    ...(state.has("observed") ? { observed: observations() } : {}),
  };
}
