import { scaledBoys } from "./boys.js";
import { UNROLLED } from "./hermite-coulomb-unrolled.js";
import { hermiteCount, hermiteIndex, hermitePowers } from "./hermite-index.js";

/**
 * Hermite Coulomb integrals R_tuv = ∂_x^t ∂_y^u ∂_z^v of a scaled F_0(α r²) up to one degree, for many vectors at a time.
 *
 * R^m_(t+1)uv = x R^(m+1)_tuv + t R^(m+1)_(t−1)uv with R^m_000 = (−2α)^m F_m; the wanted ones have m = 0.
 * McMurchie & Davidson, J. Comput. Phys. 26, 218 (1978), doi:10.1016/0021-9991(78)90092-X.
 */
export class HermiteCoulomb {
  /** Steps of the in-place recursion, highest index first: axis, index once lowered, index twice lowered, factor. */
  private readonly steps: Int32Array;
  private readonly size: number;
  private boys = new Float64Array(0);

  constructor(readonly degree: number) {
    this.size = hermiteCount(degree);
    const powers = hermitePowers(degree);
    this.steps = new Int32Array(4 * this.size);
    for (let h = 1; h < this.size; h++) {
      const p = [powers[3 * h], powers[3 * h + 1], powers[3 * h + 2]];
      let axis = 0;
      for (let a = 1; a < 3; a++) if (p[a] > 0 && (p[axis] === 0 || p[a] < p[axis])) axis = a;
      p[axis]--;
      this.steps[4 * h] = axis;
      this.steps[4 * h + 1] = hermiteIndex(p[0], p[1], p[2]);
      this.steps[4 * h + 3] = p[axis];
      if (p[axis] > 0) p[axis]--;
      this.steps[4 * h + 2] = hermiteIndex(p[0], p[1], p[2]);
    }
  }

  /**
   * @param out `R` of vector k at `k·hermiteCount(degree)`; overwritten.
   * @param vectors x, y, z of each vector, r.
   * @param t α r² of each vector.
   * @param scales Prefactor of each vector.
   * @param factors −2α of each vector.
   */
  compute(
    out: Float64Array,
    count: number,
    vectors: Float64Array,
    t: Float64Array,
    scales: Float64Array,
    factors: Float64Array,
  ): void {
    if (this.degree < UNROLLED.length) {
      UNROLLED[this.degree](out, count, vectors, t, scales, factors);
      return;
    }
    if (this.boys.length < count * (this.degree + 1)) this.boys = new Float64Array(count * (this.degree + 1));
    scaledBoys(this.boys, this.degree, count, t, scales, factors);
    this.recursion(out, count, vectors, this.boys);
  }

  private recursion(out: Float64Array, count: number, vectors: Float64Array, boys: Float64Array): void {
    const { degree, size, steps } = this;
    for (let k = 0; k < count; k++) {
      const o = k * size;
      const f = k * (degree + 1);
      out[o] = boys[f + degree];
      for (let m = degree - 1; m >= 0; m--) {
        // From high to low degree, so that what is read still belongs to order m + 1.
        for (let h = hermiteCount(degree - m) - 1; h > 0; h--) {
          const s = 4 * h;
          const value = vectors[3 * k + steps[s]] * out[o + steps[s + 1]];
          const factor = steps[s + 3];
          out[o + h] = factor === 0 ? value : value + factor * out[o + steps[s + 2]];
        }
        out[o] = boys[f + m];
      }
    }
  }
}
