import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { RepulsionShares, SpinDensities } from "./contracts.js";
import { coulombGradient } from "./coulomb-gradient.js";
import { GradientQuartets } from "./gradient-quartets.js";
import { operatorSpread } from "./range-separation.js";
import { RepulsionQuartets } from "./repulsion-quartets.js";
import { schwarzBounds } from "./schwarz.js";
import { buildShellPairs } from "./shell-pairs.js";

/** Derivatives exceed what they derive by about the root of an exponent: screening is so much stricter here. */
const DERIVATIVE_MARGIN = 0.1;

/**
 * Kernel `gto/repulsionGradient`: adds the derivative of c·½ΣP·J[P] − x·½Σσ Pσ·K[Pσ] at fixed density to `gradient`.
 * Quartets whose Schwarz bound times two-particle density is a tenth of `threshold` (Eh) or less are left out. Without
 * exchange no four-index quantity is formed, which is cheaper.
 */
export function repulsionGradient(
  gradient: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  densities: SpinDensities,
  { coulomb, exchange, omega = 0 }: RepulsionShares,
  threshold: number,
): void {
  if (coulomb === 0 && exchange === 0) return;
  const spread = operatorSpread(omega);
  const n = basis.functionCount;
  const pairs = buildShellPairs(basis, nuclei, true);
  const bounds = schwarzBounds(pairs, new RepulsionQuartets(pairs, spread));
  const { alpha, beta } = densities;
  const closed = alpha === beta;
  const total = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) total[i] = alpha[i] + beta[i];
  const cutoff = DERIVATIVE_MARGIN * threshold;
  if (exchange === 0 && coulomb > 0) {
    const root = Math.sqrt(coulomb);
    const scaled = coulomb === 1 ? total : total.map((value) => root * value);
    coulombGradient(gradient, pairs, bounds, scaled, n, cutoff, spread);
    return;
  }
  const quartets = new GradientQuartets(pairs, spread);
  const { gamma } = quartets;
  for (let i = 0; i < pairs.count; i++) {
    for (let j = 0; j <= i; j++) {
      const [bra, ket] = quartets.swaps(i, j) ? [j, i] : [i, j];
      const groupA = pairs.groups[pairs.groupA[bra]];
      const groupB = pairs.groups[pairs.groupB[bra]];
      const groupC = pairs.groups[pairs.groupA[ket]];
      const groupD = pairs.groups[pairs.groupB[ket]];
      // Moving all four functions together changes nothing.
      if (groupA.atom === groupB.atom && groupC.atom === groupD.atom && groupA.atom === groupC.atom) continue;
      const weight = 0.5 * (groupA === groupB ? 1 : 2) * (groupC === groupD ? 1 : 2) * (i === j ? 1 : 2);
      const a = groupA.functions;
      const b = groupB.functions;
      const c = groupC.functions;
      const d = groupD.functions;
      let largest = 0;
      let s = 0;
      for (let ia = 0; ia < a.length; ia++) {
        const ra = a[ia] * n;
        for (let ib = 0; ib < b.length; ib++) {
          const rb = b[ib] * n;
          const pab = coulomb * total[ra + b[ib]];
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
      if (bounds[i] * bounds[j] * largest < cutoff * weight) continue;
      quartets.add(gradient, bra, ket);
    }
  }
}
