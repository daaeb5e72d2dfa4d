import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { hermiteCount } from "./hermite-index.js";
import { expandPairs } from "./pair-sums.js";
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
  const n2 = basis.functionCount * basis.functionCount;
  const pairs = buildShellPairs(basis, nuclei, false);
  // Hermite order: 1, x, y, z, xx, xy, xz, yy, yz, zz.
  const moments = new Float64Array(10);
  for (let component = 0; component < 9; component++) {
    const matrix = out.subarray(component * n2, (component + 1) * n2);
    expandPairs(matrix, basis.functionCount, pairs, (hermite, k, degree) => {
      const p = pairs.exponent[k];
      const scale = (Math.PI / p) ** 1.5;
      const r = [0, 1, 2].map((x) => pairs.centre[3 * k + x] - origin[x]);
      moments.fill(0);
      if (component < 3) {
        moments[0] = r[component];
        moments[1 + component] = 1;
      } else {
        const [x, y] = SECOND[component - 3];
        moments[0] = r[x] * r[y] + (x === y ? 0.5 / p : 0);
        moments[1 + x] += r[y];
        moments[1 + y] += r[x];
        moments[component + 1] = x === y ? 2 : 1;
      }
      const count = hermiteCount(degree);
      for (let h = 0; h < count; h++) hermite[h] = h < 10 ? scale * moments[h] : 0;
    });
  }
}

const SECOND: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
];
