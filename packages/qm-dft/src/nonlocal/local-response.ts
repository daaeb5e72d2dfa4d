/** Parameters of VV10: `b` damps at short range, `c` sets the gap of the electrons. */
export interface NonlocalParameters {
  readonly b: number;
  readonly c: number;
}

/** β, Eh: makes the energy vanish for a uniform density. */
export function nonlocalConstant({ b }: NonlocalParameters): number {
  return (3 / (b * b)) ** 0.75 / 32;
}

/** How electrons at one point respond: ω₀ and κ with their derivatives by ρ and by σ = |∇ρ|². */
export interface LocalResponse {
  omega: number;
  omegaByDensity: number;
  omegaBySquare: number;
  kappa: number;
  kappaByDensity: number;
}

/**
 * ω₀ = √(c·(σ/ρ²)² + 4πρ/3) and κ = b·(3π/2)·(ρ/9π)^⅙: Vydrov & Van Voorhis, J. Chem. Phys. 133, 244103 (2010),
 * doi:10.1063/1.3521275, equations 4 to 7.
 *
 * @param out - overwritten
 */
export function localResponse(out: LocalResponse, { b, c }: NonlocalParameters, density: number, square: number): void {
  const ratio = square / (density * density);
  const gap = c * ratio * ratio;
  const omega = Math.sqrt(gap + (4 / 3) * Math.PI * density);
  out.omega = omega;
  out.omegaByDensity = (0.5 * ((4 / 3) * Math.PI - (4 * gap) / density)) / omega;
  out.omegaBySquare = (c * ratio) / (density * density * omega);
  out.kappa = 1.5 * b * Math.PI * (density / (9 * Math.PI)) ** (1 / 6);
  out.kappaByDensity = out.kappa / (6 * density);
}
