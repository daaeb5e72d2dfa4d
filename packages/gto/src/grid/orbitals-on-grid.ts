import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { GridKernels } from "./contracts.js";
import {
  type AngularDerivatives,
  angularDerivatives,
  type IndexedPolynomial,
  type Monomial,
  monomialCount,
  monomials,
  SECOND_AXES,
} from "./shell-polynomials.js";

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
  private readonly monomialList: readonly Monomial[];
  /** Monomials in the coordinates relative to the shell's atom, a row of `capacity` numbers each; the first is 1. */
  private readonly monomialRows: Float64Array;
  private readonly squares: Float64Array;
  /** Radial part R; x_k R₁; x_k x_l R₂ + δ_kl R₁, with R₁ and R₂ its derivatives by r²/2. A row each. */
  private readonly radialRows: Float64Array;
  private readonly slope: Float64Array;
  private readonly curvature: Float64Array;
  /** Angular part of one function. */
  private readonly part: Float64Array;

  /** @param capacity - largest number of points at once */
  constructor(
    private readonly basis: GaussianBasis,
    private readonly nuclei: Float64Array,
    private readonly capacity: number,
  ) {
    const kinds = new Map<number, AngularDerivatives[]>();
    let degree = 1;
    this.angular = Array.from({ length: basis.shellCount }, (_, s) => {
      const l = basis.shellMomentum[s];
      degree = Math.max(degree, l);
      const key = 2 * l + basis.shellSpherical[s];
      let own = kinds.get(key);
      if (own === undefined) kinds.set(key, (own = angularDerivatives(l, basis.shellSpherical[s] === 1)));
      return own;
    });
    this.monomialList = monomials(degree);
    this.monomialRows = new Float64Array(monomialCount(degree) * capacity).fill(1, 0, capacity);
    this.squares = new Float64Array(capacity);
    this.radialRows = new Float64Array(COMPONENTS[2] * capacity);
    this.slope = new Float64Array(capacity);
    this.curvature = new Float64Array(capacity);
    this.part = new Float64Array(capacity);
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

  /** Monomials in the coordinates relative to an atom. */
  private placeAt(atom: number, points: Float64Array, count: number): void {
    const { monomialRows: rows, monomialList, capacity, squares, nuclei } = this;
    squares.fill(0, 0, count);
    for (let k = 0; k < 3; k++) {
      const centre = nuclei[3 * atom + k];
      const to = (k + 1) * capacity;
      for (let p = 0; p < count; p++) {
        const x = points[3 * p + k] - centre;
        rows[to + p] = x;
        squares[p] += x * x;
      }
    }
    for (let m = 3; m < monomialList.length; m++) {
      const to = (m + 1) * capacity;
      const a = monomialList[m].factor * capacity;
      const b = (monomialList[m].axis + 1) * capacity;
      for (let p = 0; p < count; p++) rows[to + p] = rows[a + p] * rows[b + p];
    }
  }

  /** R = Σ c e^(−αr²), R₁ = Σ −2αc e^(−αr²), R₂ = Σ 4α²c e^(−αr²), and their products with coordinates. */
  private setRadial(shell: number, count: number, order: number): void {
    const { basis, squares, radialRows: rows, monomialRows, slope, curvature, capacity } = this;
    rows.fill(0, 0, count);
    slope.fill(0, 0, count);
    curvature.fill(0, 0, count);
    let nearest = Number.POSITIVE_INFINITY;
    for (let p = 0; p < count; p++) if (squares[p] < nearest) nearest = squares[p];
    for (let i = basis.primitiveOffset[shell]; i < basis.primitiveOffset[shell + 1]; i++) {
      const alpha = basis.exponents[i];
      if (alpha * nearest > NEGLIGIBLE_EXPONENT) continue;
      const c = basis.coefficients[i];
      const factor = -2 * alpha;
      for (let p = 0; p < count; p++) {
        const e = c * Math.exp(-alpha * squares[p]);
        rows[p] += e;
        slope[p] += factor * e;
        curvature[p] += factor * factor * e;
      }
    }
    if (order === 0) return;
    for (let k = 1; k <= 3; k++) {
      const at = k * capacity;
      for (let p = 0; p < count; p++) rows[at + p] = monomialRows[at + p] * slope[p];
    }
    if (order === 1) return;
    for (let c = 4; c < 10; c++) {
      const [k, l] = SECOND_AXES[c - 4];
      const to = c * capacity;
      const x = (k + 1) * capacity;
      const y = (l + 1) * capacity;
      const diagonal = k === l ? 1 : 0;
      for (let p = 0; p < count; p++) {
        rows[to + p] = monomialRows[x + p] * monomialRows[y + p] * curvature[p] + diagonal * slope[p];
      }
    }
  }

  /** φ = A R by the product rule, with A_k and A_kl the derivatives of the angular part A. */
  private setFunction(
    out: Float64Array,
    start: number,
    stride: number,
    parts: AngularDerivatives,
    count: number,
    order: number,
  ): void {
    const { radialRows: rows, capacity, part } = this;
    this.setPart(parts[0], count);
    for (let c = 0; c < COMPONENTS[order]; c++) {
      const to = start + c * stride;
      const from = c * capacity;
      for (let p = 0; p < count; p++) out[to + p] = part[p] * rows[from + p];
      if (c === 0) continue;
      this.addProduct(out, to, parts[c], 0, count);
      if (c < 4) continue;
      const [k, l] = SECOND_AXES[c - 4];
      this.addProduct(out, to, parts[k + 1], l + 1, count);
      this.addProduct(out, to, parts[l + 1], k + 1, count);
    }
  }

  private setPart({ factors, places }: IndexedPolynomial, count: number): void {
    const { monomialRows: rows, capacity, part } = this;
    part.fill(0, 0, count);
    for (let t = 0; t < factors.length; t++) {
      const factor = factors[t];
      const from = places[t] * capacity;
      for (let p = 0; p < count; p++) part[p] += factor * rows[from + p];
    }
  }

  /** out += polynomial · row of the radial part. */
  private addProduct(
    out: Float64Array,
    start: number,
    { factors, places }: IndexedPolynomial,
    row: number,
    count: number,
  ): void {
    const { monomialRows: monomial, radialRows: radial, capacity } = this;
    const at = row * capacity;
    for (let t = 0; t < factors.length; t++) {
      const factor = factors[t];
      if (places[t] === 0) {
        for (let p = 0; p < count; p++) out[start + p] += factor * radial[at + p];
        continue;
      }
      const from = places[t] * capacity;
      for (let p = 0; p < count; p++) out[start + p] += factor * monomial[from + p] * radial[at + p];
    }
  }
}
