/** What the program's exit status means. Scripts may rely on these numbers. */
export const EXIT = {
  /** Everything was done. */
  ok: 0,
  /** A fault of the program itself. */
  internal: 1,
  /** The command line or the input file asks for something that is wrong or not on offer. */
  input: 2,
  /** An iteration (SCF, optimisation) did not converge. */
  notConverged: 3,
  /** A plugin is absent, incompatible or failed. */
  plugin: 4,
  /** A file, disk or memory failed. */
  file: 5,
  /** Stopped on request, with a checkpoint to resume from (EX_TEMPFAIL of sysexits.h). */
  stopped: 75,
} as const;

const BY_RECOVERABILITY: Readonly<Record<string, number>> = {
  input: EXIT.input,
  unsupported: EXIT.input,
  convergence: EXIT.notConverged,
  plugin: EXIT.plugin,
  io: EXIT.file,
  resource: EXIT.file,
};

/** Exit status for an error, whichever copy of core it came from. */
export function exitCodeOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("recoverability" in error)) return EXIT.internal;
  // A hook or plugin that only passes on another failure does not change what kind of failure it is.
  const cause = "cause" in error ? exitCodeOf(error.cause) : EXIT.internal;
  const own = BY_RECOVERABILITY[String(error.recoverability)] ?? EXIT.internal;
  return own === EXIT.plugin && cause !== EXIT.internal ? cause : own;
}
