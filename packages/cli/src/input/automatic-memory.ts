import { totalmem } from "node:os";

/** Most that a run takes unasked, bytes. */
const MOST = 4e9;
/** Share of the machine's memory that a run takes at most unasked. */
const SHARE = 0.5;

/**
 * Memory for stored intermediates of a run that asks for none, bytes.
 *
 * @param machine - memory of the machine or of the container that the process lives in, bytes
 */
export function automaticMemory(machine = machineMemory()): number {
  return Math.min(MOST, SHARE * machine);
}

function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
