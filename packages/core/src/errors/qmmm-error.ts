/** How a caller may react to an error: correct the input, give more of something, or try another way. */
export type Recoverability = "input" | "unsupported" | "resource" | "convergence" | "plugin" | "io" | "internal";

/** Where in an input file something stands; lines and columns count from 1. */
export interface SourcePlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Path of keys, for example `levels.high.basis`. */
  readonly path?: string;
}

/** What an error knows beyond its message. Plain data, so that it can be written into a log or sent across a thread. */
export interface ErrorDetails {
  /** The offending value, as the user wrote it. */
  readonly value?: unknown;
  /** What would have been accepted. */
  readonly allowed?: readonly string[] | string;
  /** What to do next. */
  readonly action?: string;
  readonly place?: SourcePlace;
  /** Name of the plugin that raised the error. */
  readonly plugin?: string;
  readonly [key: string]: unknown;
}

/** Stable identifier of a kind of error. */
export type ErrorCode = `QMMM_${string}`;

/**
 * The one error of the project. Identify it by `code` (never by `instanceof` across packages: two copies of core may be
 * loaded). The message says what happened; `details` hold the offending value, what is allowed and what to do next.
 */
export class QmmmError extends Error {
  override readonly name: string = "QmmmError";
  readonly recoverability: Recoverability = "internal";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The input is wrong; the user can correct it. */
export class InputError extends QmmmError {
  override readonly name = "InputError";
  override readonly recoverability = "input";
}

/** The request is sensible but this component does not offer it. */
export class UnsupportedError extends QmmmError {
  override readonly name = "UnsupportedError";
  override readonly recoverability = "unsupported";
}

/** Memory, disk space or time ran out. */
export class ResourceError extends QmmmError {
  override readonly name = "ResourceError";
  override readonly recoverability = "resource";
}

/** An iteration did not reach its threshold. */
export class ConvergenceError extends QmmmError {
  override readonly name = "ConvergenceError";
  override readonly recoverability = "convergence";
}

/** A plugin is absent, incompatible or failed. */
export class PluginError extends QmmmError {
  override readonly name = "PluginError";
  override readonly recoverability = "plugin";
}

/** A file could not be read, parsed or written. */
export class FileError extends QmmmError {
  override readonly name = "FileError";
  override readonly recoverability = "io";
}

/** True for an error of this project, from whichever copy of core it came; with `code`, true for that code only. */
export function isQmmmError(error: unknown, code?: ErrorCode): error is QmmmError {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return code === undefined ? error.code.startsWith("QMMM_") : error.code === code;
}
