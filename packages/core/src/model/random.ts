import type { Snapshot } from "./snapshot.js";

/** A seeded stream of random numbers that can be stopped and continued bit-identically. */
export interface RandomStream {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Fills an array with standard normals. */
  fillNormal(out: Float64Array): void;
  /** An independent stream for a named purpose; the same seed and name give the same stream. */
  split(name: string): RandomStream;
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}
