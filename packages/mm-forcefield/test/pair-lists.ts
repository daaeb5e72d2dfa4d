import { pairList } from "../src/kernels/pair-list.js";
import type { ListedPairs, PairParameters } from "../src/kernels/signatures.js";
import { interactionsOf, PairList } from "../src/nonbonded/pair-list.js";

/** The list of pairs within a cutoff, and a little more. */
export function listOf(
  pairs: PairParameters,
  positions: Float64Array,
  cell: Float64Array,
  cutoff: number,
  skin = 0.5,
): ListedPairs {
  return new PairList(pairList, { ...pairs, interacting: interactionsOf(pairs) }, cutoff, skin).at(positions, cell);
}
