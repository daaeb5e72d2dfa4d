import { type Division, groupPairs, type TermMask } from "@qmmm/core";

/** The mask of some atoms (1 for each of them) as if there were no others. */
export function atomsAlone(region: Uint8Array): TermMask {
  const inside = { inside: true, across: false, outside: false };
  return { region, bonded: { inside: true, outside: false, rule: "all" }, lennardJones: inside, coulomb: inside };
}

/**
 * Divides an energy of many bodies among groups by its expansion in clusters of groups: with E(A) of the atoms of A alone, a
 * group has E(A), a pair of groups E(A ∪ B) − E(A) − E(B). What three and more groups have together, which sums over pairs do
 * not have, is divided equally among the pairs.
 *
 * @param whole - the energy of every term, Eh
 * @param energiesOf - the energies of some atoms (1 for each of them) alone
 */
export function divideByGroups(
  names: readonly string[],
  whole: Float64Array,
  { groupOf, groupCount }: Division,
  energiesOf: (atoms: Uint8Array) => Float64Array,
): Record<string, Float64Array> {
  const pairs = groupPairs(groupCount);
  const union = (a: number, b: number): Uint8Array => Uint8Array.from(groupOf, (g) => (g === a || g === b ? 1 : 0));
  const everyone = groupCount <= 2;
  const alone = Array.from({ length: groupCount }, (_, a) => (groupCount === 1 ? whole : energiesOf(union(a, a))));
  const energies = pairs.map(([a, b]) => {
    if (a === b) return alone[a]!;
    const both = everyone ? whole : energiesOf(union(a, b));
    return both.map((energy, term) => energy - alone[a]![term]! - alone[b]![term]!);
  });
  const unlike = pairs.length - groupCount;
  const rest = whole.map((energy, term) => energies.reduce((left, of) => left - of[term]!, energy));
  return Object.fromEntries(
    names.map((name, term) => [
      name,
      Float64Array.from(pairs, ([a, b], k) => energies[k]![term]! + (a === b ? 0 : rest[term]! / unlike)),
    ]),
  );
}
