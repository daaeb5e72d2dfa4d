import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { SpinDensities } from "./contracts.js";
import { GradientQuartets } from "./gradient-quartets.js";
import { RepulsionQuartets } from "./repulsion-quartets.js";
import { schwarzBounds } from "./schwarz.js";
import { buildShellPairs } from "./shell-pairs.js";

/**
 * Kernel `gto/repulsionGradient`: adds the derivative of ½ΣP·J[P] − ½·exchange·Σσ Pσ·K[Pσ] at fixed density to `gradient`.
 * Quartets whose Schwarz bound times two-particle density is below `threshold` (Eh) are left out.
 */
export function repulsionGradient(
  gradient: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  densities: SpinDensities,
  exchange: number,
  threshold: number,
): void {
  const n = basis.functionCount;
  const pairs = buildShellPairs(basis, nuclei, true);
  const bounds = schwarzBounds(pairs, new RepulsionQuartets(pairs));
  const quartets = new GradientQuartets(pairs);
  const { alpha, beta } = densities;
  const closed = alpha === beta;
  const total = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) total[i] = alpha[i] + beta[i];
  const { gamma } = quartets;
  for (let i = 0; i < pairs.count; i++) {
    const atomA = pairs.groups[pairs.groupA[i]].atom;
    const atomB = pairs.groups[pairs.groupB[i]].atom;
    const a = pairs.groups[pairs.groupA[i]].functions;
    const b = pairs.groups[pairs.groupB[i]].functions;
    for (let j = 0; j <= i; j++) {
      const groupC = pairs.groups[pairs.groupA[j]];
      const groupD = pairs.groups[pairs.groupB[j]];
      // Moving all four functions together changes nothing.
      if (atomA === atomB && groupC.atom === groupD.atom && atomA === groupC.atom) continue;
      const weight =
        0.5 *
        (pairs.groupA[i] === pairs.groupB[i] ? 1 : 2) *
        (pairs.groupA[j] === pairs.groupB[j] ? 1 : 2) *
        (i === j ? 1 : 2);
      const bound = bounds[i] * bounds[j] * weight;
      const c = groupC.functions;
      const d = groupD.functions;
      let largest = 0;
      let s = 0;
      for (let ia = 0; ia < a.length; ia++) {
        const ra = a[ia] * n;
        for (let ib = 0; ib < b.length; ib++) {
          const rb = b[ib] * n;
          const pab = total[ra + b[ib]];
          for (let ic = 0; ic < c.length; ic++) {
            const fc = c[ic];
            const aac = alpha[ra + fc];
            const abc = alpha[rb + fc];
            const bac = beta[ra + fc];
            const bbc = beta[rb + fc];
            for (let id = 0; id < d.length; id++) {
              const fd = d[id];
              let k = aac * alpha[rb + fd] + alpha[ra + fd] * abc;
              k += closed ? k : bac * beta[rb + fd] + beta[ra + fd] * bbc;
              const value = weight * (pab * total[fc * n + fd] - 0.5 * exchange * k);
              gamma[s++] = value;
              const size = Math.abs(value);
              if (size > largest) largest = size;
            }
          }
        }
      }
      if (bound * largest < threshold * weight) continue;
      quartets.add(gradient, i, j);
    }
  }
}
