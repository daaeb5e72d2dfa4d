import { InputError } from "@qmmm/core";

/** An entry of a file of triplets. */
interface TripletEntry {
  readonly elements: readonly [string, string, string];
}

/** All triplets of types: entry (i·T + j)·T + k. @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming one without entry */
export function tripletTable<Entry extends TripletEntry>(
  names: readonly string[],
  entries: readonly Entry[],
  file: string,
): readonly Entry[] {
  const byElements = new Map(entries.map((entry) => [entry.elements.join(" "), entry]));
  return names.flatMap((a) =>
    names.flatMap((b) =>
      names.map((c) => {
        const found = byElements.get(`${a} ${b} ${c}`);
        if (found !== undefined) return found;
        throw new InputError("QMMM_MM_PARAMETERS_MISSING", `${file} has no entry for the triplet ${a} ${b} ${c}`, {
          value: `${a} ${b} ${c}`,
          allowed: [...byElements.keys()],
          action: "Use a potential file with all triplets of the elements",
          place: { file },
        });
      }),
    ),
  );
}

/**
 * Requires that the numbers of the pair i, j equal those of j, i: a pair has one energy.
 *
 * @param table - of `tripletTable`
 * @throws QmmmError `QMMM_MM_PARAMETERS_AMBIGUOUS`
 */
export function requireSymmetricPairs<Entry extends TripletEntry>(
  table: readonly Entry[],
  typeCount: number,
  numbers: (entry: Entry) => Readonly<Record<string, number>>,
  file: string,
): void {
  for (let i = 0; i < typeCount; i++) {
    for (let j = 0; j < i; j++) {
      const here = table[(i * typeCount + j) * typeCount + j]!;
      const there = table[(j * typeCount + i) * typeCount + i]!;
      const [one, other] = [numbers(here), numbers(there)];
      for (const name of Object.keys(one)) {
        if (one[name] === other[name]) continue;
        throw new InputError(
          "QMMM_MM_PARAMETERS_AMBIGUOUS",
          `${file} gives the pair ${here.elements[0]}–${here.elements[1]} two values of ${name}`,
          {
            value: [one[name], other[name]],
            allowed: `the same in ${here.elements.join(" ")} and ${there.elements.join(" ")}`,
            action: "Correct the file",
            place: { file },
          },
        );
      }
    }
  }
}

/** Largest of one number of every entry. */
export function longest(numbers: Float64Array, size: number, at: number): number {
  let most = 0;
  for (let k = at; k < numbers.length; k += size) most = Math.max(most, numbers[k]!);
  return most;
}
