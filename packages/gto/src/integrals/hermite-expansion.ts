import { hermiteCount, hermiteIndex, hermitePowers } from "./hermite-index.js";
import type { ShellGroup } from "./shell-groups.js";

/** 2π^(5/2), the factor of every repulsion integral over Hermite Gaussians. */
export const REPULSION = 2 * Math.PI ** 2.5;

/**
 * Expands the products of two shell groups in Hermite Gaussians, one pair of groups at a time. The result stays in this
 * object's arrays until the next call.
 *
 * E_t^(i+1,j) = E_(t−1)^(ij)/2p + X_PA E_t^(ij) + (t+1) E_(t+1)^(ij), likewise in j with X_PB; see Helgaker, Jørgensen &
 * Olsen (2000), section 9.5.1, doi:10.1002/9781119019572.
 */
export class HermiteExpansion {
  /** p, P, a/p and ab/p of the surviving primitive pairs, and an estimate of √(their largest self-repulsion). */
  exponent = new Float64Array(0);
  centre = new Float64Array(0);
  weightA = new Float64Array(0);
  reduced = new Float64Array(0);
  magnitude = new Float64Array(0);
  /** Dense coefficients at `(k·functions + f)·hermites + h`. */
  values = new Float64Array(0);
  /** Their derivatives along x, y, z with respect to A − B at fixed P, less −2(ab/p)(A−B) times the values. */
  readonly derivatives: [Float64Array, Float64Array, Float64Array];

  private readonly momentumSize: number;
  /** E_t^(ij) of x, y, z at `(i·momentumSize + j)·degreeSize + t`, and their derivatives. */
  private readonly e: [Float64Array, Float64Array, Float64Array];
  private readonly d: [Float64Array, Float64Array, Float64Array];
  private readonly degreeSize: number;
  private readonly indices: Int32Array;

  constructor(
    private readonly groups: readonly ShellGroup[],
    private readonly withDerivatives: boolean,
  ) {
    const l = groups.reduce((max, group) => Math.max(max, group.maxMomentum), 0);
    this.momentumSize = l + 1;
    this.degreeSize = 2 * l + 1;
    const one = () => new Float64Array(this.momentumSize * this.momentumSize * this.degreeSize);
    this.e = [one(), one(), one()];
    this.d = [one(), one(), one()];
    this.derivatives = [new Float64Array(0), new Float64Array(0), new Float64Array(0)];
    const n = this.degreeSize;
    this.indices = new Int32Array(n * n * n);
    for (let t = 0; t < n; t++) {
      for (let u = 0; u < n - t; u++) {
        for (let v = 0; v < n - t - u; v++) this.indices[(t * n + u) * n + v] = hermiteIndex(t, u, v);
      }
    }
  }

  /** Expands groups `ga` and `gb`; returns the number of primitive pairs whose magnitude reaches `cutoff`. */
  expand(ga: number, gb: number, nuclei: Float64Array, cutoff: number): number {
    const a = this.groups[ga];
    const b = this.groups[gb];
    const rows = a.functions.length * b.functions.length;
    const degree = a.maxMomentum + b.maxMomentum;
    const width = hermiteCount(degree);
    this.reserve(a.exponents.length * b.exponents.length, rows * width);
    const same = ga === gb;
    const oneAtom = a.atom === b.atom;
    const separation = [0, 1, 2].map((x) => nuclei[3 * a.atom + x] - nuclei[3 * b.atom + x]);
    const distance2 = separation[0] ** 2 + separation[1] ** 2 + separation[2] ** 2;
    const scaleOfDegree = new Float64Array(width);
    const powers = hermitePowers(degree);
    let found = 0;
    for (let i = 0; i < a.exponents.length; i++) {
      for (let j = 0; j < (same ? i + 1 : b.exponents.length); j++) {
        const alpha = a.exponents[i];
        const beta = b.exponents[j];
        const p = alpha + beta;
        const mu = (alpha * beta) / p;
        const overlap = Math.exp(-mu * distance2);
        if (overlap < 1e-30) continue;
        for (let x = 0; x < 3; x++) {
          // Formed from A−B so that it vanishes exactly where A−B does: that keeps the coefficients sparse.
          this.tabulate(x, alpha, beta, (-beta / p) * separation[x], (alpha / p) * separation[x], a, b);
        }
        const start = found * rows * width;
        const size = rows * width;
        this.values.fill(0, start, start + size);
        this.assemble(this.values, start, this.e, a, b, i, j, overlap, width);
        for (let h = 0; h < width; h++) {
          scaleOfDegree[h] = (2 * p) ** ((powers[3 * h] + powers[3 * h + 1] + powers[3 * h + 2]) / 2);
        }
        const magnitude =
          this.largestRow(start, rows, width, scaleOfDegree) * Math.sqrt(REPULSION / (p * p * Math.sqrt(2 * p)));
        if (magnitude < cutoff) continue;
        if (this.withDerivatives && !oneAtom) {
          for (let x = 0; x < 3; x++) {
            this.derivatives[x].fill(0, start, start + size);
            const tables: [Float64Array, Float64Array, Float64Array] = [this.e[0], this.e[1], this.e[2]];
            tables[x] = this.d[x];
            this.assemble(this.derivatives[x], start, tables, a, b, i, j, overlap, width);
          }
        }
        this.exponent[found] = p;
        this.weightA[found] = alpha / p;
        this.reduced[found] = mu;
        this.magnitude[found] = magnitude;
        for (let x = 0; x < 3; x++) this.centre[3 * found + x] = nuclei[3 * a.atom + x] - (beta / p) * separation[x];
        found++;
      }
    }
    return found;
  }

  /** Fills the one-dimensional tables along one axis; `pa` and `pb` are P − A and P − B. */
  private tabulate(
    axis: number,
    alpha: number,
    beta: number,
    pa: number,
    pb: number,
    a: ShellGroup,
    b: ShellGroup,
  ): void {
    const { momentumSize: m, degreeSize: n } = this;
    const e = this.e[axis];
    const p = alpha + beta;
    const half = 0.5 / p;
    e[0] = 1;
    for (let i = 0; i <= a.maxMomentum; i++) {
      for (let j = i === 0 ? 1 : 0; j <= b.maxMomentum; j++) {
        // Raised in j where possible, else in i.
        const from = (j > 0 ? i * m + j - 1 : (i - 1) * m + j) * n;
        const shift = j > 0 ? pb : pa;
        const to = (i * m + j) * n;
        for (let t = 0; t <= i + j; t++) {
          let value = t > 0 ? half * e[from + t - 1] : 0;
          if (t < i + j) value += shift * e[from + t];
          if (t + 1 < i + j) value += (t + 1) * e[from + t + 1];
          e[to + t] = value;
        }
      }
    }
    if (!this.withDerivatives) return;
    const d = this.d[axis];
    // ∂x_A/∂(A−B) = −b/p and ∂x_B/∂(A−B) = a/p at fixed P.
    for (let i = 0; i <= a.maxMomentum; i++) {
      for (let j = 0; j <= b.maxMomentum; j++) {
        const to = (i * m + j) * n;
        for (let t = 0; t <= i + j; t++) {
          let value = 0;
          if (t < i + j) {
            if (i > 0) value -= (beta / p) * i * e[((i - 1) * m + j) * n + t];
            if (j > 0) value += (alpha / p) * j * e[(i * m + j - 1) * n + t];
          }
          d[to + t] = value;
        }
      }
    }
  }

  /** Adds the coefficients of all function pairs in one primitive pair to `target`, which starts as zero. */
  private assemble(
    target: Float64Array,
    start: number,
    [ex, ey, ez]: [Float64Array, Float64Array, Float64Array],
    a: ShellGroup,
    b: ShellGroup,
    i: number,
    j: number,
    overlap: number,
    width: number,
  ): void {
    const { momentumSize: m, degreeSize: n, indices } = this;
    const na = a.functions.length;
    const nb = b.functions.length;
    // On one centre the expansion depends on the sum of the exponents only: (i, j) and (j, i) are added up here.
    const twice = a === b && i !== j;
    for (let fa = 0; fa < na; fa++) {
      for (let fb = 0; fb < nb; fb++) {
        let c = a.coefficients[i * na + fa] * b.coefficients[j * nb + fb];
        if (twice) c += a.coefficients[j * na + fa] * b.coefficients[i * nb + fb];
        if (c === 0) continue;
        c *= overlap;
        const row = start + (fa * nb + fb) * width;
        const partA = a.angular[fa];
        const partB = b.angular[fb];
        for (let ta = 0; ta < partA.factors.length; ta++) {
          const [ax, ay, az] = partA.powers[ta];
          const ca = c * partA.factors[ta];
          for (let tb = 0; tb < partB.factors.length; tb++) {
            const [bx, by, bz] = partB.powers[tb];
            const cab = ca * partB.factors[tb];
            const ox = (ax * m + bx) * n;
            const oy = (ay * m + by) * n;
            const oz = (az * m + bz) * n;
            for (let t = 0; t <= ax + bx; t++) {
              const cx = cab * ex[ox + t];
              if (cx === 0) continue;
              for (let u = 0; u <= ay + by; u++) {
                const cy = cx * ey[oy + u];
                if (cy === 0) continue;
                for (let v = 0; v <= az + bz; v++) {
                  target[row + indices[(t * n + u) * n + v]] += cy * ez[oz + v];
                }
              }
            }
          }
        }
      }
    }
  }

  private largestRow(start: number, rows: number, width: number, scaleOfDegree: Float64Array): number {
    let largest = 0;
    for (let f = 0, o = start; f < rows; f++) {
      let sum = 0;
      for (let h = 0; h < width; h++, o++) sum += Math.abs(this.values[o]) * scaleOfDegree[h];
      if (sum > largest) largest = sum;
    }
    return largest;
  }

  private reserve(primitives: number, size: number): void {
    if (this.exponent.length < primitives) {
      this.exponent = new Float64Array(primitives);
      this.weightA = new Float64Array(primitives);
      this.reduced = new Float64Array(primitives);
      this.magnitude = new Float64Array(primitives);
      this.centre = new Float64Array(3 * primitives);
    }
    if (this.values.length < primitives * size) this.values = new Float64Array(primitives * size);
    if (!this.withDerivatives) return;
    for (let x = 0; x < 3; x++) {
      if (this.derivatives[x].length < primitives * size) this.derivatives[x] = new Float64Array(primitives * size);
    }
  }
}
