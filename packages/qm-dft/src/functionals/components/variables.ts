/**
 * Variables of every functional, at one point: the densities of either spin; |∇ρα|², |∇ρβ|² and |∇ρ|² of both together;
 * τσ = ½ Σ_i |∇ψ_iσ|².
 */
export const VARIABLES = ["ra", "rb", "saa", "sbb", "stt", "ta", "tb"] as const;

/** Variables of a closed shell, those of one spin, and the others by them. */
export const CLOSED_VARIABLES = ["ra", "saa", "ta"] as const;
export const CLOSED = `
rb = ra
sbb = saa
stt = 4*saa
tb = ta
`;

/** Quantities that formulas share: ρ, ζ and 1 ± ζ, the Wigner–Seitz radius, and interpolations between spins. */
export const COMMON = `
rho = ra + rb
zeta = (ra - rb)/rho
za = 2*ra/rho
zb = 2*rb/rho
rs = cbrt(3/(4*pi*rho))
# von Barth and Hedin's f(ζ), with f''(0)
fz = (za^(4/3) + zb^(4/3) - 2)/(2*2^(1/3) - 2)
fz20 = 8/(9*(2*2^(1/3) - 2))
phi = (za^(2/3) + zb^(2/3))/2
# reduced gradients squared: of one spin, σ/ρ^(8/3), and s² as exchange uses it for a closed shell of density 2ρσ
xs2(r, s) = s/r^(8/3)
p2(r, s) = s/r^(8/3)/(4*(6*pi^2)^(2/3))
`;
