/**
 * Long-range part of the repulsion operator, erf(ωr)/r, as a width of the charges: between Gaussians of exponents p and q it
 * acts like 1/r with 1/p + 1/q enlarged by 1/ω². A Hermite integral of α = pq/(p+q) and prefactor 2π^(5/2)/(pq√(p+q)) takes
 * p + q + pq/ω² in place of p + q, in both. Gill & Adamson, Chem. Phys. Lett. 261, 105 (1996),
 * doi:10.1016/0009-2614(96)00931-1; Ahlrichs, Phys. Chem. Chem. Phys. 8, 3072 (2006), doi:10.1039/b605188j.
 *
 * @param omega ω, a0⁻¹; 0 stands for the whole operator 1/r
 * @returns 1/ω², or 0
 */
export function operatorSpread(omega: number): number {
  return omega > 0 ? 1 / (omega * omega) : 0;
}
