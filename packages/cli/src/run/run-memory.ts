import { totalmem } from "node:os";

/** Most that a run takes unasked, bytes. */
const MOST = 4e9;
/** Share of the machine's memory that a run takes at most unasked. */
const SHARE = 0.5;

/**
 * Memory for stored intermediates, bytes: as asked for, or what fits into the machine.
 *
 * @param machine - memory of the machine or of the container that the process lives in, bytes
 */
export function runMemory(asked: number | "auto", machine = machineMemory()): number {
  return asked === "auto" ? Math.min(MOST, SHARE * machine) : asked;
}

function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
