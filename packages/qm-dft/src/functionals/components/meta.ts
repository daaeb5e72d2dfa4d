/**
 * Tao, Perdew, Staroverov & Scuseria, Phys. Rev. Lett. 91, 146401 (2003), doi:10.1103/PhysRevLett.91.146401: exchange, after
 * SLATER.
 */
export const TPSS_EXCHANGE = `
tpssEnhancement(p, z, alpha) = {
  kappa = 0.804
  b = 0.40
  c = 1.59096
  e = 1.537
  mu = 0.21951
  qb = 9/20*(alpha - 1)/sqrt(1 + b*alpha*(alpha - 1)) + 2/3*p
  x = ((10/81 + c*z^2/(1 + z^2)^2)*p + 146/2025*qb^2 - 73/405*qb*sqrt((9/25*z^2 + p^2)/2)
    + (10/81)^2/kappa*p^2 + 2*sqrt(e)*10/81*9/25*z^2 + e*mu*p^3)/(1 + sqrt(e)*p)^2
  1 + kappa - kappa/(1 + x/kappa)
}
xTpssOfSpin(r, s, t) = {
  weizsaecker = s/(8*r)
  uniform = 3/10*(6*pi^2)^(2/3)*r^(5/3)
  slater(r)*tpssEnhancement(p2(r, s), weizsaecker/t, (t - weizsaecker)/uniform)
}
xTpss = xTpssOfSpin(ra, saa, ta) + xTpssOfSpin(rb, sbb, tb)
`;

/** The same: correlation, after PBE_CORRELATION. */
export const TPSS_CORRELATION = `
pbeAlone(r, s) = pbeCorrelation(pwFerro(cbrt(3/(4*pi*r))), 2^(-1/3), s/(4*2^(-2/3)*ks2(r)*r^2))
cTpss = {
  z2 = (stt/(8*rho*(ta + tb)))^2
  sab = (stt - saa - sbb)/2
  slopeOfZeta2 = 4*(rb^2*saa + ra^2*sbb - 2*ra*rb*sab)/rho^4
  xi2 = slopeOfZeta2/(4*(3*pi^2*rho)^(2/3))
  c0 = 0.53 + 0.87*zeta^2 + 0.50*zeta^4 + 2.26*zeta^6
  c = c0/(1 + xi2*(za^(-4/3) + zb^(-4/3))/2)^4
  alone = (ra*max(pbeAlone(ra, saa), ePbe) + rb*max(pbeAlone(rb, sbb), ePbe))/rho
  pkzb = ePbe*(1 + c*z2) - (1 + c)*z2*alone
  rho*pkzb*(1 + 2.8*pkzb*z2^1.5)
}
`;

/**
 * r²SCAN: Furness et al., J. Phys. Chem. Lett. 11, 8208 (2020), doi:10.1021/acs.jpclett.0c02405: exchange, after SLATER.
 */
export const R2SCAN_EXCHANGE = `
# interpolation between one orbital (α = 0) and slowly varying densities (α = 1); each branch is given what it can bear
r2scanSwitch(alpha, c1, c2, d, f1, f2, f3, f4, f5, f6, f7) = {
  low = min(alpha, 0)
  a = min(max(alpha, 0), 2.5)
  high = max(alpha, 2.5)
  if(alpha < 0, exp(-c1*low/(1 - low)),
    if(2.5 < alpha, -d*exp(c2/(1 - high)),
      1 + a*(f1 + a*(f2 + a*(f3 + a*(f4 + a*(f5 + a*(f6 + a*f7))))))))
}
r2scanX(p, alpha) = {
  h0 = 1.174
  k1 = 0.065
  eta = 0.001
  c2 = -(-0.667 - 2*0.4445555 - 3*0.663086601049 + 4*1.451297044490 - 5*0.887998041597 + 6*0.234528941479
    - 7*0.023185843322)*(1 - h0)
  x = ((20/27 + 5/3*eta)*c2*exp(-p^2/0.361^4) + 10/81)*p
  h1 = 1 + k1 - k1/(1 + x/k1)
  f = r2scanSwitch(alpha, 0.667, 0.8, 1.24, -0.667, -0.4445555, -0.663086601049, 1.451297044490, -0.887998041597,
    0.234528941479, -0.023185843322)
  (h1 + f*(h0 - h1))*(-expm1(-4.9479/sqrt(sqrt(p))))
}
xR2scanOfSpin(r, s, t) = {
  weizsaecker = s/(8*r)
  uniform = 3/10*(6*pi^2)^(2/3)*r^(5/3)
  slater(r)*r2scanX(p2(r, s), (t - weizsaecker)/(uniform + 0.001*weizsaecker))
}
xR2scan = xR2scanOfSpin(ra, saa, ta) + xR2scanOfSpin(rb, sbb, tb)
`;

/** The same: correlation, after PW92, with the digits of the constants that Libxc has. */
export const R2SCAN_CORRELATION = `
# −dG/drs of the interpolation of PW92
pwSlope(a, a1, b1, b2, b3, b4) = {
  x = sqrt(rs)
  q = 2*a*(b1*x + b2*rs + b3*rs*x + b4*rs^2)
  dq = a*(b1/x + 2*b2 + 3*b3*x + 4*b4*rs)
  -2*a*a1*log1p(1/q) + 2*a*(1 + a1*rs)*dq/(q^2 + q)
}
cR2scan = {
  gamma = (1 - log(2))/pi^2
  b1c = 0.0285764
  b2c = 0.0889
  b3c = 0.125541
  eta = 0.001
  p = stt/(4*(3*pi^2)^(2/3)*rho^(8/3))
  ds = (za^(5/3) + zb^(5/3))/2
  dx = (za^(4/3) + zb^(4/3))/2
  gc = (1 - 2.363*(dx - 1))*(1 - zeta^12)
  weizsaecker = stt/(8*rho)
  alpha = (ta + tb - weizsaecker)/(3/10*(3*pi^2)^(2/3)*rho^(5/3)*ds + eta*weizsaecker)
  damped = exp(-p^2/0.361^4)
  f = r2scanSwitch(alpha, 0.64, 1.5, 0.7, -0.64, -0.4352, -1.535685604549, 3.061560252175, -1.915710236206,
    0.516884468372, -0.051848879792)
  slope = (-0.64 - 2*0.4352 - 3*1.535685604549 + 4*3.061560252175 - 5*1.915710236206 + 6*0.516884468372
    - 7*0.051848879792)
  # one orbital
  lda0 = -b1c/(1 + b2c*sqrt(rs) + b3c*rs)
  dLda0 = b1c*(b2c/(2*sqrt(rs)) + b3c)/(1 + b2c*sqrt(rs) + b3c*rs)^2
  w0 = expm1(-lda0/b1c)
  e0 = (lda0 + b1c*log1p(w0*(1 - (1 + 4*0.12802585262625815*p)^(-1/4))))*gc
  # slowly varying
  lda = pw(rs, zeta, fz)
  para = pwSlope(0.0310907, 0.21370, 7.5957, 3.5876, 1.6382, 0.49294)
  ferro = pwSlope(0.01554535, 0.20548, 14.1189, 6.1977, 3.3662, 0.62517)
  stiffness = -pwSlope(0.0168869, 0.11125, 10.357, 3.6231, 0.88026, 0.49671)
  dLda = para + stiffness*fz*(1 - zeta^4)/fz20 + (ferro - para)*fz*zeta^4
  w1 = expm1(-lda/(gamma*phi^3))
  t2 = (3*pi^2/16)^(2/3)*p/(phi^2*rs)
  beta = 0.06672455060314922*(1 + 0.1*rs)/(1 + 0.1778*rs)
  y = beta*t2/(gamma*w1)
  dy = slope*p*damped/(27*gamma*ds*phi^3*w1)*(20*rs*(gc*dLda0 - dLda) - 45*eta*(lda0*gc - lda))
  e1 = lda + gamma*phi^3*log1p(w1*(1 - (1 + 4*(y - dy))^(-1/4)))
  rho*(e1 + f*(e0 - e1))
}
`;
