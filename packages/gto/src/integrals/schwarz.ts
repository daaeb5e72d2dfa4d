import type { RepulsionQuartets } from "./repulsion-quartets.js";
import type { ShellPairs } from "./shell-pairs.js";

/**
 * √max(ab|ab) of every shell pair, so that |(ab|cd)| ≤ bound(ab)·bound(cd).
 * Häser & Ahlrichs, J. Comput. Chem. 10, 104 (1989), doi:10.1002/jcc.540100111.
 */
export function schwarzBounds(pairs: ShellPairs, quartets: RepulsionQuartets): Float64Array {
  const bounds = new Float64Array(pairs.count);
  for (let i = 0; i < pairs.count; i++) {
    // Nothing may be left out: the square root makes much of little.
    quartets.compute(i, i, 0);
    const size = pairs.size[i];
    let largest = 0;
    for (let f = 0; f < size; f++) largest = Math.max(largest, Math.abs(quartets.block[f * size + f]));
    bounds[i] = Math.sqrt(largest);
  }
  return bounds;
}
