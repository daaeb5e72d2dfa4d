import type { SelfConsistencyProgress } from "./self-consistency.js";

/** Iterations give way to the event loop this often, ms, so that aborting and progress work. */
const YIELD_AFTER = 40;

/** Reports iterations, gives way to the event loop now and then, and stops when aborted. */
export function yielding(
  onIteration: ((progress: SelfConsistencyProgress) => void) | undefined,
  signal: AbortSignal | undefined,
): (progress: SelfConsistencyProgress) => Promise<void> | undefined {
  let last = performance.now();
  return (progress) => {
    onIteration?.(progress);
    signal?.throwIfAborted();
    if (performance.now() - last < YIELD_AFTER) return undefined;
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}
