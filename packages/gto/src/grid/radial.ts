/** A quadrature of ∫₀^∞ f(r) r² dr. */
export interface RadialGrid {
  /** Radii, a0, ascending. */
  readonly radii: Float64Array;
  /** Weights, a0³, with r² included. */
  readonly weights: Float64Array;
}

/**
 * Chebyshev quadrature of the second kind with the map M4, α = 0.6. Treutler & Ahlrichs, J. Chem. Phys. 102, 346 (1995),
 * doi:10.1063/1.469408, equations 9 and 19.
 *
 * @param scale - ξ of the element
 */
export function treutlerAhlrichs(count: number, scale: number): RadialGrid {
  const radii = new Float64Array(count);
  const weights = new Float64Array(count);
  const step = Math.PI / (count + 1);
  const unit = scale / Math.LN2;
  for (let i = 0; i < count; i++) {
    const angle = (count - i) * step;
    const x = Math.cos(angle);
    const power = (1 + x) ** 0.6;
    const logarithm = Math.log((1 - x) / 2);
    const r = -unit * power * logarithm;
    radii[i] = r;
    weights[i] = step * Math.sin(angle) * unit * power * ((-0.6 * logarithm) / (1 + x) + 1 / (1 - x)) * r * r;
  }
  return { radii, weights };
}

/**
 * Euler–Maclaurin quadrature with r = R·(q/(1−q))². Murray, Handy & Laming, Mol. Phys. 78, 997 (1993),
 * doi:10.1080/00268979300100651.
 *
 * @param radius - R, a0
 */
export function eulerMaclaurin(count: number, radius: number): RadialGrid {
  const radii = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 1; i <= count; i++) {
    const rest = count + 1 - i;
    radii[i - 1] = radius * (i / rest) ** 2;
    weights[i - 1] = (2 * radius ** 3 * (count + 1) * i ** 5) / rest ** 7;
  }
  return { radii, weights };
}
