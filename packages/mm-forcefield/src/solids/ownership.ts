import type { TermMask } from "@qmmm/core";
import type { Ownership } from "./kernels/signatures.js";

/** One evaluation of a many-body potential that a mask asks for. */
export interface Share {
  /** Whether all atoms take part, or those of the region as if there were no others. */
  readonly atoms: "all" | "region";
  readonly owned: Ownership;
}

/**
 * What a mask keeps of a many-body potential; the shares add up. The potential counts as bonded:
 *
 * - Rule `all`: inside is the energy that the region's atoms would have alone, outside is the rest. For sums over pairs
 *   and triplets that is the bonded rule, term by term; for bond orders and embedding it is the same rule applied to
 *   the expansion of the energy in clusters of atoms.
 * - Rule `majority`: pairs with 2, triplets with at least 2 atoms inside; a bond with its bond order where both atoms of
 *   the bond are inside, an atom's embedding energy where that atom is. What surrounds them may be outside.
 *
 * @param clusters - whether the potential is a sum over pairs and triplets
 */
export function sharesOf({ region, bonded }: TermMask, clusters: boolean): readonly Share[] {
  const { inside, outside, rule } = bonded;
  const atoms = region.slice();
  const all = (owned: Omit<Ownership, "region">): Share => ({ atoms: "all", owned: { region: atoms, ...owned } });
  const alone = (factor: 1 | -1): Share => ({
    atoms: "region",
    owned: {
      region: atoms,
      pair: Float64Array.of(0, 0, factor),
      triple: Float64Array.of(0, 0, 0, factor),
      site: Float64Array.of(0, factor),
    },
  });
  if (!inside && !outside) return [];
  if (inside && outside) return [all(fromInside(1, 1, 2, 2))];
  const [i, o] = [inside ? 1 : 0, outside ? 1 : 0];
  if (rule === "majority") return [all(fromInside(i, o, 2, 2))];
  if (clusters) return [all(fromInside(i, o, 2, 3))];
  return inside ? [alone(1)] : [all(fromInside(1, 1, 2, 2)), alone(-1)];
}

/** Factors where pairs and triplets with at least so many atoms in the region are inside. */
function fromInside(inside: number, outside: number, pair: number, triple: number): Omit<Ownership, "region"> {
  const factor = (fewest: number) => (count: number) => (count >= fewest ? inside : outside);
  return {
    pair: Float64Array.from([0, 1, 2], factor(pair)),
    triple: Float64Array.from([0, 1, 2, 3], factor(triple)),
    site: Float64Array.from([0, 1], factor(1)),
  };
}
