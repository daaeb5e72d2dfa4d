/** A set of charges whose energy with itself counts with a factor. */
export interface ChargePart {
  readonly factor: number;
  /** Length N, zero for atoms outside the set. */
  readonly charges: Float64Array;
}

/**
 * Coulomb energies are bilinear in the charges, so those of any mask are sums of whole ones: with A the region and B the rest,
 * w·E(A,A) + v·E(A,B) + u·E(B,B) = v·E(A+B) + (w − v)·E(A) + (u − v)·E(B). What stands for a pair, an atom's interaction with
 * its own images or with the background, goes with it.
 *
 * @param region - 1 for atoms of A; length N
 * @param kept - factors u, v, w of pairs with 0, 1 and 2 atoms in the region
 */
export function chargeParts(charges: Float64Array, region: Uint8Array, kept: ArrayLike<number>): readonly ChargePart[] {
  const [u, v, w] = [kept[0]!, kept[1]!, kept[2]!];
  const only = (flag: number): Float64Array => charges.map((q, atom) => (region[atom] === flag ? q : 0));
  if (!region.includes(1)) return nonZero([{ factor: u, charges }]);
  if (!region.includes(0)) return nonZero([{ factor: w, charges }]);
  return nonZero([
    { factor: v, charges },
    { factor: w - v, charges: only(1) },
    { factor: u - v, charges: only(0) },
  ]);
}

function nonZero(parts: readonly ChargePart[]): readonly ChargePart[] {
  return parts.filter(({ factor, charges }) => factor !== 0 && charges.some((q) => q !== 0));
}
