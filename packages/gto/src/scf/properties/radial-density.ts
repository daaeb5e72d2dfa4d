import type { GaussianBasis } from "../../basis/gaussian-basis.js";

/** Densities below this are zero, a0⁻³. */
const NEGLIGIBLE = 1e-16;

/** Shells of one angular momentum with the density of one m component, both spins. */
export interface RadialChannel {
  readonly momentum: number;
  /** Indices into the atom's basis. */
  readonly shells: readonly number[];
  /** Row-major, shells×shells. */
  readonly density: Float64Array;
}

/**
 * The spherical density of an atom over its Gaussian functions: ρ(r) = Σ_l r^(2l) Σ_ij d_ij g_i(r) g_j(r), as the squares of the
 * solid harmonics of one momentum add up to r^(2l).
 */
export class RadialDensity {
  private readonly shellValues: Float64Array;
  /** Square of the distance beyond which there is nothing, a0². */
  private readonly reach: number;

  constructor(
    private readonly basis: GaussianBasis,
    private readonly channels: readonly RadialChannel[],
  ) {
    this.shellValues = new Float64Array(basis.shellCount);
    let reach = 4;
    while (this.inside(reach) > NEGLIGIBLE) reach *= 1.2;
    this.reach = reach;
  }

  /** ρ, a0⁻³, at the square of a distance, a0². */
  at(square: number): number {
    return square > this.reach ? 0 : this.inside(square);
  }

  private inside(square: number): number {
    const { basis, channels, shellValues } = this;
    const { exponents, coefficients, primitiveOffset } = basis;
    for (let s = 0; s < basis.shellCount; s++) {
      let value = 0;
      for (let p = primitiveOffset[s]; p < primitiveOffset[s + 1]; p++) {
        value += coefficients[p] * Math.exp(-exponents[p] * square);
      }
      shellValues[s] = value;
    }
    let sum = 0;
    for (const { momentum, shells, density } of channels) {
      const count = shells.length;
      let form = 0;
      for (let i = 0; i < count; i++) {
        let row = 0;
        for (let j = 0; j < count; j++) row += density[i * count + j] * shellValues[shells[j]];
        form += row * shellValues[shells[i]];
      }
      sum += square ** momentum * form;
    }
    return sum;
  }
}
