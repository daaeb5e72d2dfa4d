import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { buildShellPairs } from "./shell-pairs.js";

/**
 * Kernel `gto/multipoles`: ⟨μ|x|ν⟩, y, z, then xx, xy, xz, yy, yz, zz about `origin`, nine N×N matrices, overwritten.
 *
 * Moments of Hermite Gaussians are zero above their own degree: ∫x Λ_0 = X, ∫x Λ_1 = 1, ∫x² Λ_0 = X² + 1/2p, ∫x² Λ_1 = 2X,
 * ∫x² Λ_2 = 2, each times √(π/p) (Helgaker, Jørgensen & Olsen (2000), section 9.5.3, doi:10.1002/9781119019572).
 */
export function multipoles(
  out: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  origin: ArrayLike<number>,
): void {
  const n = basis.functionCount;
  out.fill(0);
  const pairs = buildShellPairs(basis, nuclei, false);
  const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
  // Moment c of Hermite Gaussian h at 9h + c; Hermite order: 1, x, y, z, xx, xy, xz, yy, yz, zz.
  const moments = new Float64Array(90);
  const sums = new Float64Array(9);
  for (let i = 0; i < pairs.count; i++) {
    const a = pairs.groups[pairs.groupA[i]].functions;
    const b = pairs.groups[pairs.groupB[i]].functions;
    const nonzeros = nonzeroStart[i + 1] - nonzeroStart[i];
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      hermiteMoments(moments, pairs.exponent[k], pairs.centre, 3 * k, origin);
      const v = valueStart[i] + (k - pairs.primitiveStart[i]) * nonzeros;
      for (let f = 0; f < pairs.size[i]; f++) {
        sums.fill(0);
        const end = rows[rowStart[i] + f + 1];
        for (let j = rows[rowStart[i] + f]; j < end; j++) {
          const h = columns[nonzeroStart[i] + j];
          if (h > 9) continue;
          for (let c = 0; c < 9; c++) sums[c] += values[v + j] * moments[9 * h + c];
        }
        const place = a[Math.floor(f / b.length)] * n + b[f % b.length];
        for (let c = 0; c < 9; c++) out[c * n * n + place] += sums[c];
      }
    }
    if (pairs.groupA[i] === pairs.groupB[i]) continue;
    for (let c = 0; c < 9; c++) {
      for (let fa = 0; fa < a.length; fa++) {
        for (let fb = 0; fb < b.length; fb++) {
          out[(c * n + b[fb]) * n + a[fa]] = out[(c * n + a[fa]) * n + b[fb]];
        }
      }
    }
  }
}

/** Moments of all Hermite Gaussians up to degree 2 about the origin. */
function hermiteMoments(
  out: Float64Array,
  exponent: number,
  centre: Float64Array,
  offset: number,
  origin: ArrayLike<number>,
): void {
  const scale = (Math.PI / exponent) ** 1.5;
  out.fill(0);
  for (let x = 0; x < 3; x++) {
    const rx = centre[offset + x] - origin[x];
    out[x] = scale * rx;
    out[9 * (1 + x) + x] = scale;
    for (let y = x; y < 3; y++) {
      const ry = centre[offset + y] - origin[y];
      const c = SECOND[3 * x + y];
      out[c] = scale * (rx * ry + (x === y ? 0.5 / exponent : 0));
      out[9 * (1 + x) + c] += scale * ry;
      out[9 * (1 + y) + c] += scale * rx;
      // Hermite Gaussians of degree 2 stand in the same order, one place later.
      out[9 * (c + 1) + c] = scale * (x === y ? 2 : 1);
    }
  }
}

/** Component of the second moment xy. */
const SECOND: readonly number[] = [3, 4, 5, 4, 6, 7, 5, 7, 8];
