import { InputError, type System, selectNonEmpty } from "@qmmm/core";
import type { CompositeParameters, PairOptions } from "./options.js";
import type { Part } from "./parts.js";

/** What acts between classes of atoms, for classes in different parts. */
export interface PairTable {
  /** Class of each atom, from 0; atoms of one class are of one part and in the same selections. Length N. */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** The entry of the input for pairs of two classes; undefined: by the combining rule. */
  entry(a: number, b: number): PairOptions | undefined;
}

/**
 * Sorts atoms into classes by the entries that name them.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_AMBIGUOUS` where two entries describe the same pairs, `QMMM_MM_PAIR_UNUSED`,
 * `QMMM_SELECTION_…`
 */
export function pairTable(system: System, parts: readonly Part[], { pairs }: CompositeParameters): PairTable {
  const { atomCount } = system.topology;
  const sides = pairs.map(({ between }) =>
    between.map((selection) => {
      const flags = new Uint8Array(atomCount);
      for (const atom of selectNonEmpty(selection, system)) flags[atom] = 1;
      return flags;
    }),
  );
  const partOf = new Int32Array(atomCount);
  for (const [n, { atoms }] of parts.entries()) for (const atom of atoms) partOf[atom] = n;
  const classes = new Map<string, number>();
  /** One atom of each class. */
  const example: number[] = [];
  const classOf = Int32Array.from({ length: atomCount }, (_, atom) => {
    const key = `${partOf[atom]}:${sides.map(([a, b]) => 2 * a![atom]! + b![atom]!).join("")}`;
    const known = classes.get(key) ?? classes.size;
    if (known === classes.size) {
      classes.set(key, known);
      example.push(atom);
    }
    return known;
  });
  const classCount = example.length;
  const entries = new Int32Array(classCount * classCount).fill(-1);
  const used = new Set<number>();
  for (const [a, i] of example.entries()) {
    for (const [b, j] of example.entries()) {
      if (partOf[i] === partOf[j]) continue;
      for (const [n, [first, second]] of sides.entries()) {
        if (!((first![i] && second![j]) || (first![j] && second![i]))) continue;
        const before = entries[a * classCount + b]!;
        if (before !== -1) throw ambiguous(pairs[before]!, pairs[n]!);
        entries[a * classCount + b] = n;
        used.add(n);
      }
    }
  }
  for (const [n, pair] of pairs.entries()) if (!used.has(n)) throw unused(pair);
  return { classOf, classCount, entry: (a, b) => pairs[entries[a * classCount + b]!] };
}

function ambiguous(first: PairOptions, second: PairOptions): InputError {
  const [one, other] = [first, second].map(({ between }) => between.map((text) => `"${text}"`).join(" with "));
  return new InputError(
    "QMMM_MM_PARAMETERS_AMBIGUOUS",
    `Two entries of pairs describe the same atoms: ${one}; ${other}`,
    {
      value: other,
      allowed: "every pair of atoms in at most one entry",
      action: "Narrow one of the selections",
    },
  );
}

function unused({ between }: PairOptions): InputError {
  const value = between.join(" with ");
  return new InputError("QMMM_MM_PAIR_UNUSED", `An entry of pairs describes no pair between parts: ${value}`, {
    value,
    allowed: "selections with atoms of different parts",
    action: "Correct the selections; what acts within a part is said by its own force field",
  });
}
