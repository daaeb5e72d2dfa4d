import { describe, expect, test } from "vitest";
import { buildGaussianBasis, gtoKernels, loadBasisSet } from "../../src/index.js";
import { atomicScf } from "../../src/scf/guess/atomic-scf.js";
import { electronsByMomentum } from "../../src/scf/guess/configurations.js";
import { slaterIntegral, threeJSquared } from "../../src/scf/guess/radial-integrals.js";
import { superpositionOfAtomicDensities } from "../../src/scf/guess/superposition.js";
import { addSquare } from "../../src/scf/linear-algebra/add-square.js";
import { dot, MatrixAlgebra } from "../../src/scf/linear-algebra/matrices.js";
import { multiply } from "../../src/scf/linear-algebra/multiply.js";
import { symmetricEigen } from "../../src/scf/linear-algebra/symmetric-eigen.js";

const algebra = new MatrixAlgebra(multiply, symmetricEigen, addSquare);

test("configurations of the atoms", () => {
  expect(electronsByMomentum(8)).toEqual([4, 4, 0, 0]);
  expect(electronsByMomentum(24)).toEqual([7, 12, 5, 0]);
  expect(electronsByMomentum(29)).toEqual([7, 12, 10, 0]);
  expect(electronsByMomentum(36)).toEqual([8, 18, 10, 0]);
});

test("squares of 3-j symbols", () => {
  expect(threeJSquared(0, 0, 0)).toBe(1);
  expect(threeJSquared(1, 2, 1)).toBeCloseTo(2 / 15, 14);
  expect(threeJSquared(2, 2, 2)).toBeCloseTo(2 / 35, 14);
  expect(threeJSquared(1, 1, 1)).toBe(0);
});

test.each([
  [0, 0, 0],
  [0, 2, 4],
  [1, 1, 3],
  [2, 2, 4],
  [3, 3, 3],
])("Slater integrals of order %i are their double integral", (k, m, n) => {
  const [a, b] = [0.7, 1.3];
  const h = 0.01;
  const count = 900;
  let inner = 0;
  let sum = 0;
  const density = (r: number, power: number, alpha: number): number => r ** (power + 2) * Math.exp(-alpha * r * r);
  // Cumulative trapezoid for r₂ < r₁, and the same with the roles exchanged.
  for (const [p, alpha, q, beta] of [
    [m, a, n, b],
    [n, b, m, a],
  ]) {
    inner = 0;
    for (let i = 1; i <= count; i++) {
      const r = i * h;
      const below = density(r - h, q, beta) * (r - h) ** k;
      const here = density(r, q, beta) * r ** k;
      inner += 0.5 * h * (below + here);
      sum += h * density(r, p, alpha) * r ** (-k - 1) * inner;
    }
  }
  expect(slaterIntegral(k, m, a, n, b)).toBeCloseTo(sum, 4);
});

describe("spherical atoms", () => {
  // Spin- and space-averaged restricted atoms of PySCF 2.14, scf.atom_hf.get_atm_nrhf.
  test.each([
    ["STO-3G", 8, -73.2331923194],
    ["6-31G*", 6, -37.3153754158],
    ["6-31G*", 35, -2571.9089881562],
    ["cc-pVTZ", 10, -128.5318616363],
    ["def2-TZVP", 36, -2752.0027275788],
  ])("%s, Z = %i: energy, and as many electrons as protons", async (name, z, expected) => {
    const basis = buildGaussianBasis(Uint8Array.of(z), await loadBasisSet(name));
    const n = basis.functionCount;
    const density = superpositionOfAtomicDensities(algebra, Uint8Array.of(z), basis);
    const overlap = new Float64Array(n * n);
    const kinetic = new Float64Array(n * n);
    const nuclei = new Float64Array(3);
    gtoKernels.kernels["gto/overlapKinetic"](overlap, kinetic, basis, nuclei);
    expect(2 * dot(density, overlap)).toBeCloseTo(z, 10);

    // The energy from the molecular kernels: closed-shell expression at the spherical density.
    const attraction = new Float64Array(n * n);
    gtoKernels.kernels["gto/chargePotential"](attraction, basis, nuclei, {
      positions: nuclei,
      charges: Float64Array.of(z),
    });
    const coulomb = new Float64Array(n * n);
    const exchange = new Float64Array(n * n);
    const spins = { alpha: density, beta: density };
    const out = { coulomb, exchangeAlpha: exchange, exchangeBeta: exchange };
    gtoKernels.kernels["gto/repulsion"](basis, nuclei, 0).build(out, spins, 1e-14);
    const energy =
      2 * dot(density, kinetic) - 2 * dot(density, attraction) + dot(density, coulomb) - dot(density, exchange);
    expect(Math.abs(energy - expected)).toBeLessThan(1e-6);
  });

  test("the same density whether d functions are spherical or Cartesian", async () => {
    const set = await loadBasisSet("6-31G*");
    const energies = ["spherical", "cartesian"].map((functions) => {
      const basis = buildGaussianBasis(Uint8Array.of(35), set, { functions: functions as "spherical" });
      const density = superpositionOfAtomicDensities(algebra, Uint8Array.of(35), basis);
      const kinetic = new Float64Array(density.length);
      gtoKernels.kernels["gto/overlapKinetic"](new Float64Array(density.length), kinetic, basis, new Float64Array(3));
      return dot(density, kinetic);
    });
    expect(energies[0]).toBeCloseTo(energies[1], 8);
  });

  test("hydrogen with one s function of its own exponent", () => {
    const shell = { momentum: 0, exponents: Float64Array.of(8 / (9 * Math.PI)), contractions: [Float64Array.of(1)] };
    const { densities } = atomicScf(algebra, 1, [shell]);
    expect(densities[0][0]).toBeCloseTo(1, 12);
  });
});
