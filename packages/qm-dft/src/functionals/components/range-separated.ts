/**
 * Short-range part of exchange with the operator erfc(ωr)/r, as a factor on the local one. Gill, Adamson & Pople, Mol. Phys.
 * 88, 1005 (1996), doi:10.1080/00268979609484488; series where ω is large beside the Fermi momentum, where the closed form
 * loses its digits.
 */
export const SHORT_RANGE = `
shortRange(a) = {
  small = min(a, 1)
  large = max(a, 1)
  b = 1/(4*small^2)
  i = 1/large^2
  if(a < 1,
    1 - 8/3*small*(sqrt(pi)*erf(1/(2*small)) + (2*small - 4*small^3)*exp(-b) - 3*small + 4*small^3),
    i/36*(1 - i*3/80*(1 - i/28*(1 - i*7/216*(1 - i*9/308*(1 - i*11/416*(1 - i*13/540*(1 - i*3/136*(
      1 - i*17/836*(1 - i*19/1008)))))))))
  )
}
`;

/**
 * Becke's 1997 expansion with short-range exchange and the coefficients of a member of the family: J. Chem. Phys. 107, 8554
 * (1997), doi:10.1063/1.475007; Chai & Head-Gordon, J. Chem. Phys. 128, 084106 (2008), doi:10.1063/1.2834918. After SLATER,
 * PW92 and SHORT_RANGE.
 *
 * @param omega - ω, a0⁻¹
 * @param exchange - coefficients of exchange; `same` and `opposite` those of correlation between like and unlike spins
 */
export function becke97(
  omega: number,
  exchange: readonly number[],
  same: readonly number[],
  opposite: readonly number[],
): string {
  return `
b97(c, x2) = c*x2/(1 + c*x2)
${series("b97x", exchange)}
${series("b97ss", same)}
${series("b97os", opposite)}
xShortOfSpin(r, s) = slater(r)*shortRange(${omega}/(2*(6*pi^2*r)^(1/3)))*b97x(b97(0.004, xs2(r, s)))
xB97 = xShortOfSpin(ra, saa) + xShortOfSpin(rb, sbb)
# correlation of one spin alone, and what is left between the two
pwAlone(r) = r*pwFerro(cbrt(3/(4*pi*r)))
cAlpha = pwAlone(ra)
cBeta = pwAlone(rb)
cOpposite = rho*pw(rs, zeta, fz) - cAlpha - cBeta
cB97 = (cAlpha*b97ss(b97(0.2, xs2(ra, saa))) + cBeta*b97ss(b97(0.2, xs2(rb, sbb)))
  + cOpposite*b97os(b97(0.006, (xs2(ra, saa) + xs2(rb, sbb))/2)))
`;
}

function series(name: string, coefficients: readonly number[]): string {
  const nested = coefficients.reduceRight((inner, c) => (inner === "" ? `(${c})` : `(${c}) + u*(${inner})`), "");
  return `${name}(u) = ${nested}`;
}

/**
 * Becke's 1988 exchange at short range, by the rescaled Fermi momentum of Iikura et al., J. Chem. Phys. 115, 3540 (2001),
 * doi:10.1063/1.1383587. After B88 and SHORT_RANGE.
 *
 * @param omega - ω, a0⁻¹
 */
export function shortRangeB88(omega: number): string {
  return `
xShortB88OfSpin(r, s) = {
  full = b88(r, s)
  # E = −½ ∫ ρ^(4/3) K, k = √(9π/K)·ρ^(1/3)
  k = sqrt(9*pi/(-2*full/r^(4/3)))*cbrt(r)
  full*shortRange(${omega}/(2*k))
}
xShortB88 = xShortB88OfSpin(ra, saa) + xShortB88OfSpin(rb, sbb)
`;
}
