import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { GridKernels } from "./contracts.js";
import { type AngularDerivatives, angularDerivatives, type FlatPolynomial, SECOND_AXES } from "./shell-polynomials.js";

/** Exponents beyond which a Gaussian is nothing: e⁻⁴⁶ = 1e-20. */
const NEGLIGIBLE_EXPONENT = 46;

/** Numbers of components (value and derivatives) up to each order. */
export const COMPONENTS = [1, 4, 10] as const;

/** Kernel `gto/orbitalsOnGrid`. */
export const orbitalsOnGrid: GridKernels["gto/orbitalsOnGrid"] = (out, basis, nuclei, shells, points, count, order) =>
  new OrbitalValues(basis, nuclei, count).compute(out, shells, points, count, order);

/** Values of basis functions and their derivatives; keeps its work space. */
export class OrbitalValues {
  private readonly angular: readonly (readonly AngularDerivatives[])[];
  /** Powers of x, y and z relative to the shell's atom: power i of axis k at `(k·(maximum + 1) + i)·capacity`. */
  private readonly powers: Float64Array;
  private readonly powersPerAxis: number;
  private readonly squares: Float64Array;
  /** Radial part R and its derivatives by r²/2, R₁ and R₂. */
  private readonly radial: readonly [Float64Array, Float64Array, Float64Array];
  /** Values of the polynomials of one function. */
  private readonly polynomials: readonly Float64Array[];

  /** @param capacity - largest number of points at once */
  constructor(
    private readonly basis: GaussianBasis,
    private readonly nuclei: Float64Array,
    private readonly capacity: number,
  ) {
    const kinds = new Map<number, AngularDerivatives[]>();
    let largest = 1;
    this.angular = Array.from({ length: basis.shellCount }, (_, s) => {
      const l = basis.shellMomentum[s];
      largest = Math.max(largest, l);
      const key = 2 * l + basis.shellSpherical[s];
      let own = kinds.get(key);
      if (own === undefined) kinds.set(key, (own = angularDerivatives(l, basis.shellSpherical[s] === 1)));
      return own;
    });
    this.powersPerAxis = largest + 1;
    this.powers = new Float64Array(3 * this.powersPerAxis * capacity);
    this.squares = new Float64Array(capacity);
    this.radial = [new Float64Array(capacity), new Float64Array(capacity), new Float64Array(capacity)];
    this.polynomials = Array.from({ length: COMPONENTS[2] }, () => new Float64Array(capacity));
  }

  compute(out: Float64Array, shells: Int32Array, points: Float64Array, count: number, order: 0 | 1 | 2): void {
    const { basis, angular } = this;
    let functions = 0;
    for (const s of shells) functions += angular[s].length;
    const stride = functions * count;
    let row = 0;
    let atom = -1;
    for (const s of shells) {
      if (basis.shellAtom[s] !== atom) {
        atom = basis.shellAtom[s];
        this.placeAt(atom, points, count);
      }
      this.setRadial(s, count, order);
      for (const parts of angular[s]) {
        this.setFunction(out, row * count, stride, parts, count, order);
        row++;
      }
    }
  }

  /** Coordinates relative to an atom and their powers. */
  private placeAt(atom: number, points: Float64Array, count: number): void {
    const { powers, powersPerAxis, capacity, squares, nuclei } = this;
    squares.fill(0, 0, count);
    for (let k = 0; k < 3; k++) {
      const first = k * powersPerAxis * capacity;
      const centre = nuclei[3 * atom + k];
      powers.fill(1, first, first + count);
      for (let p = 0; p < count; p++) {
        const x = points[3 * p + k] - centre;
        powers[first + capacity + p] = x;
        squares[p] += x * x;
      }
      for (let i = 2; i < powersPerAxis; i++) {
        const to = first + i * capacity;
        for (let p = 0; p < count; p++) powers[to + p] = powers[to - capacity + p] * powers[first + capacity + p];
      }
    }
  }

  /** R = Σ c e^(−αr²), R₁ = Σ −2αc e^(−αr²), R₂ = Σ 4α²c e^(−αr²). */
  private setRadial(shell: number, count: number, order: number): void {
    const { basis, squares } = this;
    const [r0, r1, r2] = this.radial;
    r0.fill(0, 0, count);
    r1.fill(0, 0, count);
    r2.fill(0, 0, count);
    let nearest = Number.POSITIVE_INFINITY;
    for (let p = 0; p < count; p++) if (squares[p] < nearest) nearest = squares[p];
    for (let i = basis.primitiveOffset[shell]; i < basis.primitiveOffset[shell + 1]; i++) {
      const alpha = basis.exponents[i];
      if (alpha * nearest > NEGLIGIBLE_EXPONENT) continue;
      const c = basis.coefficients[i];
      const slope = -2 * alpha;
      if (order === 0) {
        for (let p = 0; p < count; p++) r0[p] += c * Math.exp(-alpha * squares[p]);
      } else if (order === 1) {
        for (let p = 0; p < count; p++) {
          const e = c * Math.exp(-alpha * squares[p]);
          r0[p] += e;
          r1[p] += slope * e;
        }
      } else {
        for (let p = 0; p < count; p++) {
          const e = c * Math.exp(-alpha * squares[p]);
          r0[p] += e;
          r1[p] += slope * e;
          r2[p] += slope * slope * e;
        }
      }
    }
  }

  /** φ = A R, with A_k and A_kl the derivatives of the angular part A. */
  private setFunction(
    out: Float64Array,
    start: number,
    stride: number,
    parts: AngularDerivatives,
    count: number,
    order: number,
  ): void {
    const { powers, powersPerAxis, capacity, polynomials } = this;
    const [r0, r1, r2] = this.radial;
    for (let c = 0; c < COMPONENTS[order]; c++) this.evaluate(polynomials[c], parts[c], count);
    const angular = polynomials[0];
    for (let p = 0; p < count; p++) out[start + p] = angular[p] * r0[p];
    if (order === 0) return;
    for (let k = 0; k < 3; k++) {
      const to = start + (k + 1) * stride;
      const x = (k * powersPerAxis + 1) * capacity;
      const slope = polynomials[k + 1];
      for (let p = 0; p < count; p++) out[to + p] = slope[p] * r0[p] + angular[p] * powers[x + p] * r1[p];
    }
    if (order === 1) return;
    for (let c = 4; c < 10; c++) {
      const [k, l] = SECOND_AXES[c - 4];
      const to = start + c * stride;
      const x = (k * powersPerAxis + 1) * capacity;
      const y = (l * powersPerAxis + 1) * capacity;
      const diagonal = k === l ? 1 : 0;
      const byX = polynomials[k + 1];
      const byY = polynomials[l + 1];
      const byBoth = polynomials[c];
      for (let p = 0; p < count; p++) {
        const u = powers[x + p];
        const v = powers[y + p];
        const a = angular[p];
        out[to + p] = byBoth[p] * r0[p] + (byX[p] * v + byY[p] * u + diagonal * a) * r1[p] + a * u * v * r2[p];
      }
    }
  }

  private evaluate(target: Float64Array, { factors, powers: exponents }: FlatPolynomial, count: number): void {
    const { powers, powersPerAxis, capacity } = this;
    target.fill(0, 0, count);
    for (let t = 0; t < factors.length; t++) {
      const factor = factors[t];
      const x = exponents[3 * t] * capacity;
      const y = (powersPerAxis + exponents[3 * t + 1]) * capacity;
      const z = (2 * powersPerAxis + exponents[3 * t + 2]) * capacity;
      for (let p = 0; p < count; p++) target[p] += factor * powers[x + p] * powers[y + p] * powers[z + p];
    }
  }
}
