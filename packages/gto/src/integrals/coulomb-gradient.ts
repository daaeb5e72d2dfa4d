import { HermiteCoulomb } from "./hermite-coulomb.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteCount, hermiteDerivatives, hermiteSigns, hermiteSums } from "./hermite-index.js";
import { PairDensities } from "./pair-densities.js";
import { maxDegree } from "./pair-sums.js";
import type { ShellPairs } from "./shell-pairs.js";

/** Ket primitives per batch. */
const BATCH = 64;
/** Primitive quartets are left out below this part of the threshold: many of them make up one contracted quartet. */
const PRIMITIVE_SHARE = 1e-3;

/**
 * Adds the derivative of ½ΣP·J[P] at fixed density to `gradient`.
 *
 * The density is expanded in Hermite Gaussians once; each primitive pair then feels the potential, and its derivatives, of
 * all others, and no four-index quantity appears. White & Head-Gordon, J. Chem. Phys. 104, 2620 (1996),
 * doi:10.1063/1.470986. Pairs of pairs below `threshold` (Eh, Schwarz bound times densities) are left out. `spread` belongs
 * to the operator, see `operatorSpread`.
 */
export function coulombGradient(
  gradient: Float64Array,
  pairs: ShellPairs,
  bounds: Float64Array,
  total: Float64Array,
  functionCount: number,
  threshold: number,
  spread = 0,
): void {
  const degree = maxDegree(pairs);
  const next = hermiteDerivatives(degree);
  const densities = new PairDensities(pairs, total, functionCount);
  const field = new Float64Array(hermiteCount(degree + 1));
  const potential = new HermitePotential(pairs, densities, degree, spread);
  for (let i = 0; i < pairs.count; i++) {
    const largest = densities.largest[i];
    if (largest === 0) continue;
    const groupA = pairs.groups[pairs.groupA[i]];
    const groupB = pairs.groups[pairs.groupB[i]];
    const width = hermiteCount(pairs.degree[i]);
    const cutoff = threshold / (bounds[i] * largest);
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      potential.at(field, k, pairs.degree[i] + 1, bounds, cutoff, (PRIMITIVE_SHARE * threshold) / largest);
      const d = densities.offset(i, k);
      let energy = 0;
      for (let h = 0; h < width; h++) energy += densities.values[d + h] * field[h];
      for (let x = 0; x < 3; x++) {
        let shift = 0;
        for (let h = 0; h < width; h++) shift += densities.values[d + h] * field[next[3 * h + x]];
        const weight = pairs.weightA[k];
        let relative = 0;
        if (groupA.atom !== groupB.atom) {
          relative = -2 * pairs.reduced[k] * pairs.separation[3 * i + x] * energy;
          const lowered = densities.lowered[x];
          for (let h = 0; h < width; h++) relative += lowered[d + h] * field[h];
        }
        gradient[3 * groupA.atom + x] += weight * shift + relative;
        gradient[3 * groupB.atom + x] += (1 - weight) * shift - relative;
      }
    }
  }
}

/** Potential of the whole Hermite density in one primitive pair's Hermite Gaussians. */
class HermitePotential {
  private readonly recursions: HermiteCoulomb[];
  private readonly sums: Int32Array[][] = [];
  private readonly signs: Float64Array;
  private readonly kept = new Int32Array(BATCH);
  private readonly vectors = new Float64Array(3 * BATCH);
  private readonly arguments = new Float64Array(BATCH);
  private readonly scales = new Float64Array(BATCH);
  private readonly factors = new Float64Array(BATCH);
  private readonly integrals: Float64Array;

  constructor(
    private readonly pairs: ShellPairs,
    private readonly densities: PairDensities,
    degree: number,
    private readonly spread: number,
  ) {
    this.recursions = Array.from({ length: 2 * degree + 2 }, (_, l) => new HermiteCoulomb(l));
    for (let a = 0; a <= degree + 1; a++) {
      this.sums.push([]);
      for (let b = 0; b <= degree; b++) this.sums[a].push(hermiteSums(b, a));
    }
    this.signs = hermiteSigns(degree);
    this.integrals = new Float64Array(BATCH * hermiteCount(2 * degree + 1));
  }

  /**
   * field[h] = Σ over pairs j and their primitives l of Σ_g (−1)^g D_l[g] R_kl[h + g], up to `degree` of h; overwritten.
   * Left out are pairs of bound times density below `cutoff`, primitives of estimate times density below `primitiveCutoff`.
   */
  at(
    field: Float64Array,
    k: number,
    degree: number,
    bounds: Float64Array,
    cutoff: number,
    primitiveCutoff: number,
  ): void {
    const { pairs, densities, spread, kept, vectors, arguments: t, scales, factors, integrals, signs } = this;
    const { exponent, centre, magnitude, primitiveStart } = pairs;
    const p = exponent[k];
    const px = centre[3 * k];
    const py = centre[3 * k + 1];
    const pz = centre[3 * k + 2];
    const width = hermiteCount(degree);
    for (let h = 0; h < width; h++) field[h] = 0;
    for (let j = 0; j < pairs.count; j++) {
      if (bounds[j] * densities.largest[j] < cutoff) continue;
      const sums = this.sums[degree][pairs.degree[j]];
      const widthKet = hermiteCount(pairs.degree[j]);
      const stride = hermiteCount(degree + pairs.degree[j]);
      const limit = primitiveCutoff / (magnitude[k] * densities.largest[j]);
      const recursion = this.recursions[degree + pairs.degree[j]];
      for (let l = primitiveStart[j]; l < primitiveStart[j + 1]; ) {
        let count = 0;
        for (; l < primitiveStart[j + 1] && count < BATCH; l++) {
          if (magnitude[l] < limit) continue;
          const q = exponent[l];
          const pq = p * q;
          const sum = p + q + pq * spread;
          const alpha = pq / sum;
          const dx = px - centre[3 * l];
          const dy = py - centre[3 * l + 1];
          const dz = pz - centre[3 * l + 2];
          vectors[3 * count] = dx;
          vectors[3 * count + 1] = dy;
          vectors[3 * count + 2] = dz;
          t[count] = alpha * (dx * dx + dy * dy + dz * dz);
          scales[count] = REPULSION / (pq * Math.sqrt(sum));
          factors[count] = -2 * alpha;
          kept[count++] = l;
        }
        if (count === 0) continue;
        recursion.compute(integrals, count, vectors, t, scales, factors);
        for (let c = 0, o = 0; c < count; c++, o += stride) {
          let d = densities.offset(j, kept[c]);
          for (let g = 0, m = 0; g < widthKet; g++, d++) {
            const value = signs[g] * densities.values[d];
            for (let h = 0; h < width; h++, m++) field[h] += value * integrals[o + sums[m]];
          }
        }
      }
    }
  }
}
