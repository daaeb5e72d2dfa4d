import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { type AngularFunction, angularFunctions } from "../integrals/solid-harmonics.js";

/**
 * Adds the derivative of Σ_μν P_μν ⟨μ|F·r|ν⟩ at fixed density to `gradient` (3·atoms): what moving basis functions costs in
 * a uniform field F.
 *
 * One-dimensional overlaps by the Obara–Saika recursion (J. Chem. Phys. 84, 3963 (1986), doi:10.1063/1.450106), the bra's
 * derivative 2a·x^(i+1) − i·x^(i−1), the ket's from translation: ∂_A + ∂_B of ⟨x⟩ is the overlap.
 */
export function addDipoleGradient(
  gradient: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  field: ArrayLike<number>,
  density: Float64Array,
): void {
  const n = basis.functionCount;
  const shells = Array.from({ length: basis.shellCount }, (_, s) =>
    angularFunctions(basis.shellMomentum[s], basis.shellSpherical[s] === 1),
  );
  const line = new OverlapLines(Math.max(0, ...basis.shellMomentum));
  const derivative = new Float64Array(3);
  for (let s = 0; s < basis.shellCount; s++) {
    const atomA = 3 * basis.shellAtom[s];
    for (let t = 0; t < basis.shellCount; t++) {
      const atomB = 3 * basis.shellAtom[t];
      for (let p = basis.primitiveOffset[s]; p < basis.primitiveOffset[s + 1]; p++) {
        for (let q = basis.primitiveOffset[t]; q < basis.primitiveOffset[t + 1]; q++) {
          line.fill(basis, nuclei, s, t, p, q);
          if (line.negligible) continue;
          const factor = basis.coefficients[p] * basis.coefficients[q];
          shells[s].forEach((bra, mu) => {
            shells[t].forEach((ket, nu) => {
              const weight = factor * density[(basis.functionOffset[s] + mu) * n + basis.functionOffset[t] + nu];
              const overlap = line.derivative(derivative, bra, ket, field);
              for (let d = 0; d < 3; d++) {
                gradient[atomA + d] += weight * derivative[d];
                gradient[atomB + d] += weight * (field[d] * overlap - derivative[d]);
              }
            });
          });
        }
      }
    }
  }
}

/** Overlaps, first moments and their bra derivatives of two primitives along each axis. */
class OverlapLines {
  negligible = false;
  private readonly stride: number;
  private readonly overlaps: Float64Array;
  private readonly centreB = new Float64Array(3);
  private twiceA = 0;

  constructor(momentum: number) {
    this.stride = momentum + 2;
    this.overlaps = new Float64Array(3 * this.stride * this.stride);
  }

  fill(basis: GaussianBasis, nuclei: Float64Array, s: number, t: number, p: number, q: number): void {
    const { stride, overlaps } = this;
    const a = basis.exponents[p];
    const b = basis.exponents[q];
    const sum = a + b;
    const half = 0.5 / sum;
    const la = basis.shellMomentum[s] + 1;
    const lb = basis.shellMomentum[t] + 1;
    this.twiceA = 2 * a;
    let exponent = 0;
    for (let axis = 0; axis < 3; axis++) {
      const A = nuclei[3 * basis.shellAtom[s] + axis];
      const B = nuclei[3 * basis.shellAtom[t] + axis];
      this.centreB[axis] = B;
      exponent += (a * b * (A - B) ** 2) / sum;
      const centre = (a * A + b * B) / sum;
      const base = axis * stride * stride;
      const at = (i: number, j: number): number => (i < 0 || j < 0 ? 0 : overlaps[base + i * stride + j]);
      for (let i = 0; i <= la; i++) {
        for (let j = 0; j <= lb; j++) {
          let value: number;
          if (i === 0 && j === 0) value = Math.sqrt(Math.PI / sum);
          else if (j === 0) value = (centre - A) * at(i - 1, 0) + half * (i - 1) * at(i - 2, 0);
          else value = (centre - B) * at(i, j - 1) + half * (i * at(i - 1, j - 1) + (j - 1) * at(i, j - 2));
          overlaps[base + i * stride + j] = value;
        }
      }
    }
    this.negligible = exponent > 60;
    const prefactor = Math.exp(-exponent);
    for (let k = 0; k < stride * stride; k++) overlaps[k] *= prefactor;
  }

  /** ∂/∂A of ⟨bra|F·r|ket⟩ into `out`; returns their overlap. */
  derivative(out: Float64Array, bra: AngularFunction, ket: AngularFunction, field: ArrayLike<number>): number {
    out.fill(0);
    let overlap = 0;
    bra.powers.forEach((i, u) => {
      ket.powers.forEach((j, v) => {
        const factor = bra.factors[u] * ket.factors[v];
        const s = [0, 1, 2].map((axis) => this.overlap(axis, i[axis], j[axis]));
        overlap += factor * s[0] * s[1] * s[2];
        for (let d = 0; d < 3; d++) {
          const slope = this.raised(i[d], (k) => this.overlap(d, k, j[d]));
          const [e, f] = [(d + 1) % 3, (d + 2) % 3];
          const moment =
            field[d] * this.raised(i[d], (k) => this.moment(d, k, j[d])) * s[e] * s[f] +
            slope * (field[e] * this.moment(e, i[e], j[e]) * s[f] + field[f] * this.moment(f, i[f], j[f]) * s[e]);
          out[d] += factor * moment;
        }
      });
    });
    return overlap;
  }

  private overlap(axis: number, i: number, j: number): number {
    return this.overlaps[(axis * this.stride + i) * this.stride + j];
  }

  private moment(axis: number, i: number, j: number): number {
    return this.overlap(axis, i, j + 1) + this.centreB[axis] * this.overlap(axis, i, j);
  }

  /** Derivative of a one-dimensional integral with respect to the bra's centre. */
  private raised(i: number, integral: (i: number) => number): number {
    return this.twiceA * integral(i + 1) - (i > 0 ? i * integral(i - 1) : 0);
  }
}
