import { type Buckingham, guardedBuckingham, innerInflection, slopeAt } from "../solids/guarded-buckingham.js";
import { type FormPairs, MORSE_PAIR } from "./kernels.js";

/** Pairs of some atoms that are no Lennard-Jones ones. */
export interface PairForms extends Omit<FormPairs, "region" | "kept"> {
  /** The atoms that have such pairs; `classOf` is theirs. */
  readonly members: Int32Array;
  readonly atomCount: number;
  readonly skin: number;
  /** Pairs of members left out, by their places in `members`: partners j > i, ascending. Absent: none. */
  readonly excluded?: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array } | undefined;
}

/**
 * Numbers of a Buckingham pair by shifted force, its core guarded; undefined for a term that repels nowhere.
 *
 * @param cutoff - a0; Infinity for none
 */
export function buckinghamNumbers(pair: Buckingham, cutoff: number): readonly number[] | undefined {
  const guard = innerInflection(pair);
  if (!(slopeAt(pair, guard) < 0) || (pair.c > 0 && guard >= 7.99 / pair.b)) return undefined;
  return guardedBuckingham(pair, cutoff);
}

/** Numbers of a Morse pair by shifted force: Eh, 1/a0, a0. */
export function morseNumbers(
  { depth, alpha, r0 }: { readonly depth: number; readonly alpha: number; readonly r0: number },
  cutoff: number,
): readonly number[] {
  const decay = Math.exp(-alpha * (cutoff - r0));
  const numbers = new Array<number>(5).fill(0);
  numbers[MORSE_PAIR.depth] = depth;
  numbers[MORSE_PAIR.alpha] = alpha;
  numbers[MORSE_PAIR.r0] = r0;
  numbers[MORSE_PAIR.valueAtCutoff] = depth * decay * (decay - 2);
  numbers[MORSE_PAIR.slopeAtCutoff] = 2 * depth * alpha * decay * (1 - decay);
  return numbers;
}
