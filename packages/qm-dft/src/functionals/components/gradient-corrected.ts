/** Perdew, Burke & Ernzerhof, Phys. Rev. Lett. 77, 3865 (1996), doi:10.1103/PhysRevLett.77.3865: exchange, after SLATER. */
export const PBE_EXCHANGE = `
mu = 0.06672455060314922*pi^2/3
pbeEnhancement(s2, kappa) = 1 + kappa - kappa/(1 + mu*s2/kappa)
xPbe = slater(ra)*pbeEnhancement(p2(ra, saa), 0.804) + slater(rb)*pbeEnhancement(p2(rb, sbb), 0.804)
# revPBE: Zhang and Yang 1998, doi:10.1103/PhysRevLett.80.890
xRevPbe = slater(ra)*pbeEnhancement(p2(ra, saa), 1.245) + slater(rb)*pbeEnhancement(p2(rb, sbb), 1.245)
`;

/** The same: correlation energy per electron, after PW92. */
export const PBE_CORRELATION = `
gamma = (1 - log(2))/pi^2
ks2(r) = 4*(3*pi^2*r)^(1/3)/pi
pbeCorrelation(e, phi, t2) = {
  beta = 0.06672455060314922
  a = beta/gamma/expm1(-e/(gamma*phi^3))
  e + gamma*phi^3*log1p(beta/gamma*t2*(1 + a*t2)/(1 + a*t2 + a^2*t2^2))
}
ePbe = pbeCorrelation(pw(rs, zeta, fz), phi, stt/(4*phi^2*ks2(rho)*rho^2))
cPbe = rho*ePbe
`;

/** Becke, Phys. Rev. A 38, 3098 (1988), doi:10.1103/PhysRevA.38.3098, after SLATER. */
export const B88 = `
b88(r, s) = {
  beta = 0.0042
  x = sqrt(s)/r^(4/3)
  slater(r) - beta*r^(4/3)*x^2/(1 + 6*beta*x*asinh(x))
}
xB88 = b88(ra, saa) + b88(rb, sbb)
`;

/**
 * Lee, Yang & Parr, Phys. Rev. B 37, 785 (1988), doi:10.1103/PhysRevB.37.785, without second derivatives as Miehlich et al.
 * 1989, doi:10.1016/0009-2614(89)87234-3.
 */
export const LYP = `
cLyp = {
  a = 0.04918
  b = 0.132
  c = 0.2533
  d = 0.349
  cf = 3/10*(3*pi^2)^(2/3)
  r3 = cbrt(1/rho)
  denominator = 1 + d*r3
  omega = exp(-c*r3)/denominator*r3^11
  delta = c*r3 + d*r3/denominator
  -4*a*ra*rb/(rho*denominator) - a*b*omega*(
    ra*rb*(2^(11/3)*cf*(ra^(8/3) + rb^(8/3)) + (47 - 7*delta)/18*stt - (5/2 - delta/18)*(saa + sbb)
      - (delta - 11)/9*(ra*saa + rb*sbb)/rho)
    - 2/3*rho^2*stt + (2/3*rho^2 - ra^2)*sbb + (2/3*rho^2 - rb^2)*saa)
}
`;

/** Perdew, Phys. Rev. B 33, 8822 (1986), doi:10.1103/PhysRevB.33.8822, after PZ81. */
export const P86 = `
cP86 = {
  a = 0.001667
  b = 0.002568
  alpha = 0.023266
  beta = 7.389e-6
  c = a + (b + alpha*rs + beta*rs^2)/(1 + 8.723*rs + 0.472*rs^2 + 1e4*beta*rs^3)
  spin = sqrt((za^(5/3) + zb^(5/3))/2)
  exponent = 1.745*0.11*(a + b)/c*sqrt(stt)/rho^(7/6)
  rho*ePz + exp(-exponent)*c*stt/(spin*rho^(4/3))
}
`;
