import { BUCKINGHAM_PAIR as PAIR } from "./kernels/signatures.js";

/** The wall of the core is this many times slope × distance at the guard. */
const WALL = 4;

/** E = A exp(−b r) − c/r⁶: Eh, 1/a0, Eh·a0⁶. */
export interface Buckingham {
  readonly A: number;
  readonly b: number;
  readonly c: number;
}

/** Energy of the bare term, Eh. */
export function energyAt({ A, b, c }: Buckingham, r: number): number {
  return A * Math.exp(-b * r) - c / r ** 6;
}

/** Its derivative by the distance, Eh/a0. */
export function slopeAt({ A, b, c }: Buckingham, r: number): number {
  return 6 * (c / r ** 7) - A * b * Math.exp(-b * r);
}

/**
 * Where Buckingham's curvature vanishes on the inner side, a0: below, its repulsion weakens until it turns into attraction.
 * There A b² exp(−b r) r⁸ = 42 c; the left side grows up to r = 8/b.
 */
export function innerInflection({ A, b, c }: Buckingham): number {
  let [low, high] = [0, 8 / b];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (A * b * b * Math.exp(-b * middle) * middle ** 8 < 42 * c) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * A Buckingham term by shifted force with its core guarded below the inner inflection, in the order of `BUCKINGHAM_PAIR`.
 *
 * @param cutoff - a0; Infinity for none
 */
export function guardedBuckingham(pair: Buckingham, cutoff: number): readonly number[] {
  const guard = innerInflection(pair);
  const slope = slopeAt(pair, guard);
  const numbers = new Array<number>(PAIR.size).fill(0);
  numbers[PAIR.A] = pair.A;
  numbers[PAIR.b] = pair.b;
  numbers[PAIR.c] = pair.c;
  numbers[PAIR.guard] = guard;
  numbers[PAIR.valueAtGuard] = energyAt(pair, guard);
  numbers[PAIR.slopeAtGuard] = slope;
  numbers[PAIR.wall] = -WALL * slope * guard;
  numbers[PAIR.valueAtCutoff] = energyAt(pair, cutoff);
  numbers[PAIR.slopeAtCutoff] = slopeAt(pair, cutoff);
  return numbers;
}
