/** Something that is stated for a chain of atom types; `*` stands for any type. */
export interface TypePattern {
  readonly types: readonly string[];
}

function fits(pattern: readonly string[], types: readonly string[]): boolean {
  return pattern.every((type, k) => type === "*" || type === types[k]);
}

function wildcards(pattern: TypePattern): number {
  return pattern.types.filter((type) => type === "*").length;
}

/** The entries that fit a chain of types, read forwards or backwards: of those that fit, the ones with fewest `*`. */
export function bestMatches<T extends TypePattern>(entries: readonly T[], types: readonly string[]): readonly T[] {
  const backwards = types.toReversed();
  const matching = entries.filter((entry) => fits(entry.types, types) || fits(entry.types, backwards));
  const fewest = Math.min(...matching.map(wildcards));
  return matching.filter((entry) => wildcards(entry) === fewest);
}

/** The first order of the outer atoms in which a pattern with its centre third fits; undefined when none does. */
export function improperOrder(
  pattern: TypePattern,
  centre: number,
  outer: readonly [number, number, number],
  typeOf: (atom: number) => string,
): [number, number, number, number] | undefined {
  for (const [a, b, c] of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const) {
    const order: [number, number, number, number] = [outer[a], outer[b], centre, outer[c]];
    if (fits(pattern.types, order.map(typeOf))) return order;
  }
  return undefined;
}
