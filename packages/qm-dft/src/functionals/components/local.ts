/** Dirac's exchange of one spin. Proc. Camb. Phil. Soc. 26, 376 (1930), doi:10.1017/S0305004100016108. */
export const SLATER = `
slater(r) = -3/2*(3/(4*pi))^(1/3)*r^(4/3)
xSlater = slater(ra) + slater(rb)
`;

/**
 * Vosko, Wilk & Nusair, Can. J. Phys. 58, 1200 (1980), doi:10.1139/p80-159: formula 4.4 with the parameters of the RPA
 * ("VWN-RPA", which B3LYP has in most programs), and with those fitted to Ceperley and Alder ("VWN5").
 */
export const VWN = `
vwn(a, b, c, x0) = {
  x = sqrt(rs)
  q = sqrt(4*c - b^2)
  xx = rs + b*x + c
  a*(log(rs/xx) + 2*b/q*atan(q/(2*x + b))
    - b*x0/(x0^2 + b*x0 + c)*(log((x - x0)^2/xx) + 2*(b + 2*x0)/q*atan(q/(2*x + b))))
}
vwnRpaPara = vwn(0.0310907, 13.0720, 42.7198, -0.409286)
vwnRpaFerro = vwn(0.01554535, 20.1231, 101.578, -0.743294)
cVwnRpa = rho*(vwnRpaPara + (vwnRpaFerro - vwnRpaPara)*fz)
vwnPara = vwn(0.0310907, 3.72744, 12.9352, -0.10498)
vwnFerro = vwn(0.01554535, 7.06042, 18.0578, -0.32500)
vwnStiffness = vwn(-1/(6*pi^2), 1.13107, 13.0045, -0.0047584)
cVwn5 = rho*(vwnPara + vwnStiffness*fz*(1 - zeta^4)/fz20 + (vwnFerro - vwnPara)*fz*zeta^4)
`;

/**
 * Perdew & Wang, Phys. Rev. B 45, 13244 (1992), doi:10.1103/PhysRevB.45.13244, table I. The prefactors of the three
 * interpolations, and f''(0), are either rounded as published, which B97 and its relatives were fitted with, or have the
 * digits that PBE and later functionals have.
 */
function perdewWang(para: number, ferro: number, stiffness: number, curvature: string): string {
  return `
pwG(rs, a, a1, b1, b2, b3, b4) = (
  -2*a*(1 + a1*rs)*log1p(1/(2*a*(b1*sqrt(rs) + b2*rs + b3*rs^1.5 + b4*rs^2))))
pwPara(rs) = pwG(rs, ${para}, 0.21370, 7.5957, 3.5876, 1.6382, 0.49294)
pwFerro(rs) = pwG(rs, ${ferro}, 0.20548, 14.1189, 6.1977, 3.3662, 0.62517)
pwStiffness(rs) = -pwG(rs, ${stiffness}, 0.11125, 10.357, 3.6231, 0.88026, 0.49671)
pw(rs, zeta, fz) = pwPara(rs) + pwStiffness(rs)*fz*(1 - zeta^4)/(${curvature}) + (pwFerro(rs) - pwPara(rs))*fz*zeta^4
`;
}

export const PW92 = perdewWang(0.0310907, 0.01554535, 0.0168869, "fz20");
export const PW92_ROUNDED = perdewWang(0.031091, 0.015545, 0.016887, "1.709921");

/** Perdew & Zunger, Phys. Rev. B 23, 5048 (1981), doi:10.1103/PhysRevB.23.5048. */
export const PZ81 = `
pz(gamma, b1, b2, a, b, c, d) = if(rs < 1,
  a*log(rs) + b + c*rs*log(rs) + d*rs,
  gamma/(1 + b1*sqrt(rs) + b2*rs))
pzPara = pz(-0.1423, 1.0529, 0.3334, 0.0311, -0.048, 0.0020, -0.0116)
pzFerro = pz(-0.0843, 1.3981, 0.2611, 0.01555, -0.0269, 0.0007, -0.0048)
ePz = pzPara + (pzFerro - pzPara)*fz
`;
