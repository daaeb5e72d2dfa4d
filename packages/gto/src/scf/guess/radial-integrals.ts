/**
 * Integrals over radial Gaussians r^l e^(−a r²), with the volume element r² dr, in closed form. After Roothaan & Bagus,
 * Methods Comput. Phys. 2, 47 (1963).
 */

/** ∫₀^∞ r^n e^(−a r²) dr. */
export function gaussianMoment(n: number, a: number): number {
  let value = n % 2 === 0 ? 0.5 * Math.sqrt(Math.PI / a) : 0.5 / a;
  for (let k = (n % 2) + 2; k <= n; k += 2) value *= (k - 1) / (2 * a);
  return value;
}

/** Overlap of two radial Gaussians of momentum l. */
export function radialOverlap(l: number, a: number, b: number): number {
  return gaussianMoment(2 * l + 2, a + b);
}

/** Kinetic energy −½∇² between two radial Gaussians of momentum l. */
export function radialKinetic(l: number, a: number, b: number): number {
  return b * (2 * l + 3) * gaussianMoment(2 * l + 2, a + b) - 2 * b * b * gaussianMoment(2 * l + 4, a + b);
}

/** ⟨1/r⟩ between two radial Gaussians of momentum l. */
export function radialInverse(l: number, a: number, b: number): number {
  return gaussianMoment(2 * l + 1, a + b);
}

/**
 * Slater integral of order k between the distributions r^m e^(−a r²) and r^n e^(−b r²):
 * ∫∫ r₁²r₂² ρ₁(r₁) ρ₂(r₂) r_<^k / r_>^(k+1). m − k and n − k must be even and not negative.
 */
export function slaterIntegral(k: number, m: number, a: number, n: number, b: number): number {
  return innerFirst(k, m, a, n, b) + innerFirst(k, n, b, m, a);
}

/** The part with r₁ < r₂: the inner integral over r₂ is elementary. */
function innerFirst(k: number, m: number, a: number, n: number, b: number): number {
  const j = (n - k) / 2;
  let factor = 0.5 / b;
  for (let i = 1; i <= j; i++) factor *= i / b;
  let moment = gaussianMoment(m + 2 + k, a + b);
  let sum = moment;
  for (let i = 1, power = m + 2 + k; i <= j; i++, power += 2) {
    moment *= ((b / i) * (power + 1)) / (2 * (a + b));
    sum += moment;
  }
  return factor * sum;
}

/** Square of the 3-j symbol (l k l'; 0 0 0). */
export function threeJSquared(l: number, k: number, m: number): number {
  const g = (l + k + m) / 2;
  if (!Number.isInteger(g) || k < Math.abs(l - m) || k > l + m) return 0;
  const ratio = factorial(g) / (factorial(g - l) * factorial(g - k) * factorial(g - m));
  return (
    ((factorial(2 * g - 2 * l) * factorial(2 * g - 2 * k) * factorial(2 * g - 2 * m)) / factorial(2 * g + 1)) *
    ratio *
    ratio
  );
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
