import type { PairMask } from "@qmmm/core";

/** Factors of pairs with 0, 1 and 2 atoms in the region: 1 where a mask keeps them, 0 elsewhere. */
export function pairFactors({ inside, across, outside }: PairMask): Float64Array {
  return Float64Array.of(outside ? 1 : 0, across ? 1 : 0, inside ? 1 : 0);
}
