import type { Snapshot } from "@qmmm/core";

/** A function's value and gradient at a point. */
export interface Point {
  /** Coordinates; a value: never modified. */
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Evaluates the function; what it returns may carry more than a {@link Point}. */
export type Objective<P extends Point> = (x: Float64Array) => Promise<P>;

/**
 * Walks downhill on a function of coordinates that come in triples (atoms; the images of a path, one after the other).
 * Knows nothing of molecules.
 */
export interface Minimiser {
  readonly name: string;
  /**
   * One step downhill.
   *
   * @returns the next point; undefined when none can be found: the function does not fall along its own gradient
   */
  advance<P extends Point>(from: P, objective: Objective<P>): Promise<P | undefined>;
  /** What the next step depends on beside the point. */
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

/** Inner product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** x + factor·step; fresh. */
export function displaced(x: Float64Array, step: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let k = 0; k < x.length; k++) out[k] = x[k]! + factor * step[k]!;
  return out;
}

/** Length of the longest move of a triple of coordinates. */
export function longestMove(step: Float64Array): number {
  let longest = 0;
  for (let k = 0; k < step.length; k += 3) {
    let squared = 0;
    for (let c = k; c < Math.min(k + 3, step.length); c++) squared += step[c]! * step[c]!;
    if (squared > longest) longest = squared;
  }
  return Math.sqrt(longest);
}
