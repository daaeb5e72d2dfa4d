import { InputError } from "@qmmm/core";
import { PAIR_FORM } from "../pair-forms/kernels.js";
import { buckinghamNumbers, morseNumbers, type PairForms } from "../pair-forms/pair-forms.js";
import { BUCKINGHAM_PAIR } from "../solids/kernels/signatures.js";
import type { PairOptions } from "./options.js";
import type { PairTable } from "./pair-table.js";

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
  if (entry.form === "morse") return morseNumbers(entry, cutoff);
  const numbers = buckinghamNumbers({ A: entry.A, b: 1 / entry.rho, c: entry.C }, cutoff);
  if (numbers === undefined) throw noCore(entry);
  return numbers;
}

function noCore({ between }: PairOptions): InputError {
  return new InputError(
    "QMMM_MM_PAIR_CORE",
    `The Buckingham pair ${between.join(" with ")} attracts at every distance: its repulsion is too weak for its C`,
    { value: between.join(" with "), allowed: "terms that repel somewhere", action: "Check the units of A, rho and C" },
  );
}
