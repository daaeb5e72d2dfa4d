import { buildGaussianBasis, gtoKernels, loadBasisSet } from "@qmmm/gto";
import { describe, expect, test } from "vitest";
import { largestDifference, madeUpDensity } from "./reference.js";

const { kernels } = gtoKernels;
const basis = buildGaussianBasis(Uint8Array.of(8, 1, 1, 6), await loadBasisSet("6-31G*"));
const n = basis.functionCount;
const nuclei = Float64Array.of(0, 0, 0, 0, -1.43, 1.1, 0.1, 1.43, 1.1, 3.5, 0.4, -6);
const matrices = () => ({
  coulomb: new Float64Array(n * n),
  exchangeAlpha: new Float64Array(n * n),
  exchangeBeta: new Float64Array(n * n),
});
const densities = { alpha: madeUpDensity(n, 1), beta: madeUpDensity(n, 0.4) };

describe("repulsion engine", () => {
  test("a larger molecule, stored as screened blocks, gives the same as without storing", async () => {
    const x = Float64Array.of(...nuclei, 5, 0, -7);
    const wide = buildGaussianBasis(Uint8Array.of(8, 1, 1, 6, 1), await loadBasisSet("6-311G**"));
    const m = wide.functionCount;
    expect(m).toBeGreaterThan(48);
    const spin = { alpha: madeUpDensity(m, 1), beta: madeUpDensity(m, 0.4) };
    const [a, b] = [1e9, 1000].map((memory) => {
      const engine = kernels["gto/repulsion"](wide, x, memory);
      expect(engine.stored).toBe(memory === 1e9);
      const out = {
        coulomb: new Float64Array(m * m),
        exchangeAlpha: new Float64Array(m * m),
        exchangeBeta: new Float64Array(m * m),
      };
      engine.build(out, spin, 1e-13);
      return out;
    });
    expect(largestDifference(a.coulomb, b.coulomb)).toBeLessThan(1e-11);
    expect(largestDifference(a.exchangeAlpha, b.exchangeAlpha)).toBeLessThan(1e-11);
    expect(largestDifference(a.exchangeBeta, b.exchangeBeta)).toBeLessThan(1e-11);
  });

  test("stores when the integrals fit, and gives the same either way", () => {
    const stored = kernels["gto/repulsion"](basis, nuclei, 1e9);
    const direct = kernels["gto/repulsion"](basis, nuclei, 1000);
    expect([stored.stored, direct.stored]).toEqual([true, false]);
    const a = matrices();
    const b = matrices();
    stored.build(a, densities, 1e-13);
    direct.build(b, densities, 1e-13);
    expect(largestDifference(a.coulomb, b.coulomb)).toBeLessThan(1e-12);
    expect(largestDifference(a.exchangeAlpha, b.exchangeAlpha)).toBeLessThan(1e-12);
    expect(largestDifference(a.exchangeBeta, b.exchangeBeta)).toBeLessThan(1e-12);
  });

  test("gives bit-identical results when repeated", () => {
    const run = () => {
      const out = matrices();
      kernels["gto/repulsion"](basis, nuclei, 1e9).build(out, densities, 1e-10);
      const gradient = new Float64Array(nuclei.length);
      kernels["gto/repulsionGradient"](gradient, basis, nuclei, densities, { coulomb: 1, exchange: 1 }, 1e-10);
      return [...out.coulomb, ...out.exchangeAlpha, ...out.exchangeBeta, ...gradient];
    };
    expect(run()).toEqual(run());
  });

  test("treats a closed shell given once or twice alike, and one exchange matrix as enough", () => {
    const engine = kernels["gto/repulsion"](basis, nuclei, 1e9);
    const { alpha } = densities;
    const once = matrices();
    engine.build(once, { alpha, beta: alpha }, 1e-12);
    const twice = matrices();
    engine.build(twice, { alpha, beta: alpha.slice() }, 1e-12);
    expect(largestDifference(once.coulomb, twice.coulomb)).toBeLessThan(1e-12);
    expect(largestDifference(once.exchangeBeta, twice.exchangeBeta)).toBeLessThan(1e-12);
    const shared = new Float64Array(n * n);
    engine.build({ coulomb: once.coulomb, exchangeAlpha: shared, exchangeBeta: shared }, { alpha, beta: alpha }, 1e-12);
    expect([...shared]).toEqual([...once.exchangeAlpha]);
  });

  test("is linear in the density: a build from a difference corrects the one before", () => {
    const engine = kernels["gto/repulsion"](basis, nuclei, 0);
    const { alpha, beta } = densities;
    const step = { alpha: alpha.map((v, i) => 1e-4 * (beta[i] - v)), beta: beta.map((v) => 1e-4 * v) };
    const whole = matrices();
    const first = matrices();
    const second = matrices();
    engine.build(
      whole,
      { alpha: alpha.map((v, i) => v + step.alpha[i]), beta: beta.map((v, i) => v + step.beta[i]) },
      1e-13,
    );
    engine.build(first, densities, 1e-13);
    engine.build(second, step, 1e-13);
    const sum = (key: keyof typeof first) => first[key].map((v, i) => v + second[key][i]);
    for (const key of ["coulomb", "exchangeAlpha", "exchangeBeta"] as const) {
      expect(largestDifference(sum(key), whole[key])).toBeLessThan(1e-11);
    }
  });
});
