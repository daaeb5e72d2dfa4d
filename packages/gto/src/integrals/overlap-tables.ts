import type { ShellGroup } from "./shell-groups.js";

type Three = readonly [Float64Array, Float64Array, Float64Array];

/**
 * One-dimensional overlaps and kinetic energies of a primitive pair along x, y and z, entry (i, j) at `i·size + j`.
 *
 * S_(i+1,j) = X_PA S_ij + (i S_(i−1,j) + j S_(i,j−1))/2p, and T_ij = −2b² S_(i,j+2) + b(2j+1) S_ij − ½j(j−1) S_(i,j−2).
 * Obara & Saika, J. Chem. Phys. 84, 3963 (1986), doi:10.1063/1.450106.
 */
export class OverlapTables {
  readonly size: number;
  readonly overlap: Three;
  readonly kinetic: Three;

  /** @param raise How far i must go above the angular momenta: 1 for first derivatives. */
  constructor(
    groups: readonly ShellGroup[],
    private readonly raise: number,
  ) {
    this.size = groups.reduce((max, group) => Math.max(max, group.maxMomentum), 0) + 3;
    const table = () => new Float64Array(this.size * this.size);
    this.overlap = [table(), table(), table()];
    this.kinetic = [table(), table(), table()];
  }

  /** Fills the tables for primitives of exponents `alpha` on A and `beta` on B; `separation` is A − B. */
  fill(a: ShellGroup, b: ShellGroup, alpha: number, beta: number, separation: ArrayLike<number>): void {
    const { size } = this;
    const p = alpha + beta;
    const half = 0.5 / p;
    const root = Math.sqrt(Math.PI / p);
    const la = a.maxMomentum + this.raise;
    const lb = b.maxMomentum + 2;
    for (let x = 0; x < 3; x++) {
      const s = this.overlap[x];
      const t = this.kinetic[x];
      const d = separation[x];
      const pa = (-beta / p) * d;
      const pb = (alpha / p) * d;
      s[0] = root * Math.exp(((-alpha * beta) / p) * d * d);
      for (let j = 1; j <= lb; j++) s[j] = pb * s[j - 1] + (j > 1 ? half * (j - 1) * s[j - 2] : 0);
      for (let i = 1; i <= la; i++) {
        for (let j = 0; j <= lb; j++) {
          let value = pa * s[(i - 1) * size + j];
          if (i > 1) value += half * (i - 1) * s[(i - 2) * size + j];
          if (j > 0) value += half * j * s[(i - 1) * size + j - 1];
          s[i * size + j] = value;
        }
      }
      for (let i = 0; i <= la; i++) {
        for (let j = 0; j <= b.maxMomentum; j++) {
          const o = i * size + j;
          let value = -2 * beta * beta * s[o + 2] + beta * (2 * j + 1) * s[o];
          if (j > 1) value -= 0.5 * j * (j - 1) * s[o - 2];
          t[o] = value;
        }
      }
    }
  }
}

/** Exponent of the Gaussian product above which its overlap (below 1e-17) is left out. */
const NEGLIGIBLE = 40;

/** Fills the tables for every primitive pair of every pair of groups a ≥ b, then calls `visit`. */
export function forEachPrimitivePair(
  groups: readonly ShellGroup[],
  nuclei: Float64Array,
  tables: OverlapTables,
  visit: (a: ShellGroup, b: ShellGroup, i: number, j: number) => void,
): void {
  const separation = new Float64Array(3);
  for (let ga = 0; ga < groups.length; ga++) {
    const a = groups[ga];
    for (let gb = 0; gb <= ga; gb++) {
      const b = groups[gb];
      let distance2 = 0;
      for (let x = 0; x < 3; x++) {
        separation[x] = nuclei[3 * a.atom + x] - nuclei[3 * b.atom + x];
        distance2 += separation[x] * separation[x];
      }
      for (let i = 0; i < a.exponents.length; i++) {
        const alpha = a.exponents[i];
        for (let j = 0; j < b.exponents.length; j++) {
          const beta = b.exponents[j];
          if (((alpha * beta) / (alpha + beta)) * distance2 > NEGLIGIBLE) continue;
          tables.fill(a, b, alpha, beta, separation);
          visit(a, b, i, j);
        }
      }
    }
  }
}
