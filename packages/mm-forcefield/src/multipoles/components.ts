/**
 * Derivatives of a potential up to a rank stand in one order: φ; ∂x, ∂y, ∂z; xx, xy, xz, yy, yz, zz; xxx, xxy, xxz, xyy, xyz,
 * xzz, yyy, yyz, yzz, zzz; and so on. A set of moments is a functional of the potential with one number for each:
 * L[φ] = q·φ + μ·∇φ + Σ_{a≤b} Q_ab ∂a∂bφ, of a charge, a dipole and half a quadrupole with its off-diagonal numbers doubled.
 */
export type MomentRank = 0 | 1 | 2;
export type DerivativeRank = 0 | 1 | 2 | 3;

/** Derivatives from φ up to a rank: 1, 4, 10, 20, 35, 56. */
export function componentsUpTo(rank: number): number {
  return ((rank + 1) * (rank + 2) * (rank + 3)) / 6;
}

/** Highest rank that two sets of moments and one more derivative, the force, make. */
export const HIGHEST_RANK = 5;

/** How often each component is derived by x, y and z, three numbers each. */
export const EXPONENTS: readonly number[] = Array.from({ length: HIGHEST_RANK + 1 }, (_, rank) =>
  Array.from({ length: rank + 1 }, (_, notX) =>
    Array.from({ length: notX + 1 }, (_, z) => [rank - notX, notX - z, z]).flat(),
  ).flat(),
).flat();

/** Place of the component derived so often by x, y and z. */
export function componentOf(x: number, y: number, z: number): number {
  const rank = x + y + z;
  return componentsUpTo(rank - 1) + ((y + z) * (y + z + 1)) / 2 + z;
}

/** The component that two derived one after the other make, at [COUNT·a + b], COUNT components of up to the highest rank. */
export const COMPONENT_COUNT = componentsUpTo(HIGHEST_RANK);
export const PRODUCTS: Readonly<Int32Array> = Int32Array.from({ length: COMPONENT_COUNT * COMPONENT_COUNT }, (_, k) => {
  const [a, b] = [3 * Math.floor(k / COMPONENT_COUNT), 3 * (k % COMPONENT_COUNT)];
  const [x, y, z] = [0, 1, 2].map((d) => EXPONENTS[a + d]! + EXPONENTS[b + d]!);
  return x! + y! + z! > HIGHEST_RANK ? -1 : componentOf(x!, y!, z!);
});
