import { InputError } from "@qmmm/core";
import { guardedBuckingham, innerInflection, slopeAt } from "../solids/guarded-buckingham.js";
import { BUCKINGHAM_PAIR } from "../solids/kernels/signatures.js";
import { type FormPairs, MORSE_PAIR, PAIR_FORM } from "./kernels.js";
import type { PairOptions } from "./options.js";
import type { PairTable } from "./pair-table.js";

/** The pairs between parts that are no Lennard-Jones ones. */
export interface PairForms extends Omit<FormPairs, "region" | "kept"> {
  /** The atoms that have such pairs; `classOf` is theirs. */
  readonly members: Int32Array;
  readonly atomCount: number;
  readonly skin: number;
}

/**
 * The pairs of a table with Buckingham and Morse forms; undefined when there are none.
 *
 * @param cutoff - a0; undefined when all pairs interact
 * @throws QmmmError `QMMM_MM_PAIR_CORE` for a Buckingham term without a repulsive core
 */
export function pairForms(table: PairTable, cutoff: number | undefined, skin: number): PairForms | undefined {
  const { classCount } = table;
  const forms = new Uint8Array(classCount * classCount);
  const numbers = new Float64Array(classCount * classCount * BUCKINGHAM_PAIR.size);
  const end = cutoff ?? Number.POSITIVE_INFINITY;
  for (let a = 0; a < classCount; a++) {
    for (let b = 0; b < classCount; b++) {
      const entry = table.entry(a, b);
      if (entry === undefined || entry.form === "lennard-jones") continue;
      forms[a * classCount + b] = PAIR_FORM[entry.form];
      numbers.set(numbersOf(entry, end), (a * classCount + b) * BUCKINGHAM_PAIR.size);
    }
  }
  const active = (one: number): boolean =>
    forms.subarray(one * classCount, (one + 1) * classCount).some((form) => form > 0);
  const members = Int32Array.from(table.classOf.keys()).filter((atom) => active(table.classOf[atom]!));
  if (members.length === 0) return undefined;
  const classOf = members.map((atom) => table.classOf[atom]!);
  return { members, atomCount: table.classOf.length, skin, classOf, classCount, forms, numbers, cutoff: end };
}

function numbersOf(entry: Exclude<PairOptions, { form: "lennard-jones" }>, cutoff: number): readonly number[] {
  if (entry.form === "buckingham") {
    const pair = { A: entry.A, b: 1 / entry.rho, c: entry.C };
    const guard = innerInflection(pair);
    if (!(slopeAt(pair, guard) < 0) || (entry.C > 0 && guard >= 7.99 * entry.rho)) throw noCore(entry);
    return guardedBuckingham(pair, cutoff);
  }
  const { depth, alpha, r0 } = entry;
  const decay = Math.exp(-alpha * (cutoff - r0));
  const numbers = new Array<number>(5).fill(0);
  numbers[MORSE_PAIR.depth] = depth;
  numbers[MORSE_PAIR.alpha] = alpha;
  numbers[MORSE_PAIR.r0] = r0;
  numbers[MORSE_PAIR.valueAtCutoff] = depth * decay * (decay - 2);
  numbers[MORSE_PAIR.slopeAtCutoff] = 2 * depth * alpha * decay * (1 - decay);
  return numbers;
}

function noCore({ between }: PairOptions): InputError {
  return new InputError(
    "QMMM_MM_PAIR_CORE",
    `The Buckingham pair ${between.join(" with ")} attracts at every distance: its repulsion is too weak for its C`,
    { value: between.join(" with "), allowed: "terms that repel somewhere", action: "Check the units of A, rho and C" },
  );
}
