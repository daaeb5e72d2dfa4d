import type { DistanceConstraints } from "./distance-constraints.js";

/** Arms whose lengths differ by less, relatively, are equal to SETTLE. */
const EQUAL = 1e-9;

/**
 * Splits constraints into those that SETTLE solves and the others. SETTLE takes triangles of three free atoms, connected to
 * no further constraint, with two equal arms that end in equal masses: rigid water, whatever it is called.
 *
 * @param masses - mₑ; length N
 * @param mobile - 1 for atoms that may move; length N
 * @returns the triangles' sides in SETTLE's order: the two arms, then the base
 */
export function settleTriangles(
  list: DistanceConstraints,
  masses: Float64Array,
  mobile: Uint8Array,
): { readonly triangles: DistanceConstraints; readonly others: DistanceConstraints } {
  const { pairs, lengths } = list;
  const touching = new Map<number, number[]>();
  const touch = (atom: number, k: number): void => {
    const held = touching.get(atom);
    if (held === undefined) touching.set(atom, [k]);
    else held.push(k);
  };
  for (let k = 0; k < lengths.length; k++) {
    touch(pairs[2 * k], k);
    touch(pairs[2 * k + 1], k);
  }
  const farEnd = (k: number, atom: number): number => (pairs[2 * k] === atom ? pairs[2 * k + 1] : pairs[2 * k]);
  const taken = new Uint8Array(lengths.length);
  const sides: { readonly k: number; readonly from: number; readonly to: number }[] = [];
  for (let first = 0; first < lengths.length; first++) {
    if (taken[first] === 1) continue;
    for (const apex of [pairs[2 * first], pairs[2 * first + 1]]) {
      const held = touching.get(apex)!;
      if (held.length !== 2) continue;
      const [one, two] = held;
      const [a, b] = [farEnd(one, apex), farEnd(two, apex)];
      const base = touching.get(a)!.find((k) => farEnd(k, a) === b);
      if (base === undefined || touching.get(a)!.length !== 2 || touching.get(b)!.length !== 2) continue;
      const free = mobile[apex] === 1 && mobile[a] === 1 && mobile[b] === 1;
      const isosceles = Math.abs(lengths[one] - lengths[two]) <= EQUAL * lengths[one];
      if (!free || !isosceles || masses[a] !== masses[b]) continue;
      sides.push({ k: one, from: apex, to: a }, { k: two, from: apex, to: b }, { k: base, from: a, to: b });
      for (const k of [one, two, base]) taken[k] = 1;
      break;
    }
  }
  const rest = [...lengths.keys()]
    .filter((k) => taken[k] === 0)
    .map((k) => ({ k, from: pairs[2 * k], to: pairs[2 * k + 1] }));
  return { triangles: oriented(list, sides), others: oriented(list, rest) };
}

/** Constraints in an order, each as seen from one of its ends. */
function oriented(
  { pairs, lengths, images }: DistanceConstraints,
  order: readonly { readonly k: number; readonly from: number; readonly to: number }[],
): DistanceConstraints {
  return {
    pairs: Int32Array.from(order.flatMap(({ from, to }) => [from, to])),
    lengths: Float64Array.from(order, ({ k }) => lengths[k]),
    images: Int32Array.from(
      order.flatMap(({ k, from }) => {
        const image = Array.from(images.subarray(3 * k, 3 * k + 3));
        return pairs[2 * k] === from ? image : image.map((n) => 0 - n);
      }),
    ),
  };
}
