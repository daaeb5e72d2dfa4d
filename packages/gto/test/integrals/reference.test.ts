import { gtoKernels } from "@qmmm/gto";
import { describe, expect, test } from "vitest";
import { RepulsionQuartets } from "../../src/integrals/repulsion-quartets.js";
import { buildShellPairs } from "../../src/integrals/shell-pairs.js";
import {
  largestDifference,
  lowerTriangle,
  madeUpDensity,
  REFERENCE_CASES,
  readReference,
  referenceBasis,
} from "./reference.js";

const { kernels } = gtoKernels;
const TOLERANCE = 1e-11;

describe.each(REFERENCE_CASES)("integrals agree with PySCF: %s", (name) => {
  const reference = readReference(name);
  const basis = referenceBasis(reference);
  const nuclei = Float64Array.from(reference.nuclei);
  const n = basis.functionCount;
  const matrix = () => new Float64Array(n * n);
  const difference = (actual: Float64Array, expected: number[]) =>
    largestDifference(lowerTriangle(actual, n, reference.thin), expected);

  test("overlap and kinetic energy", () => {
    expect(n).toBe(reference.functions);
    const overlap = matrix();
    const kinetic = matrix();
    kernels["gto/overlapKinetic"](overlap, kinetic, basis, nuclei);
    expect(difference(overlap, reference.overlap)).toBeLessThan(TOLERANCE);
    expect(difference(kinetic, reference.kinetic)).toBeLessThan(TOLERANCE);
  });

  test("multipoles", () => {
    const out = new Float64Array(9 * n * n);
    kernels["gto/multipoles"](out, basis, nuclei, reference.origin);
    for (let c = 0; c < 9; c++) {
      expect(difference(out.subarray(c * n * n, (c + 1) * n * n), reference.multipoles[c])).toBeLessThan(TOLERANCE);
    }
  });

  test("potential of point and Gaussian charges", () => {
    const positions = Float64Array.from(reference.sites);
    const charges = Float64Array.from(reference.charges);
    const out = matrix();
    kernels["gto/chargePotential"](out, basis, nuclei, { positions, charges });
    expect(difference(out, reference.pointPotential)).toBeLessThan(TOLERANCE);
    const widths = Float64Array.from(reference.widths);
    kernels["gto/chargePotential"](out, basis, nuclei, { positions, charges, widths });
    expect(difference(out, reference.smearedPotential)).toBeLessThan(TOLERANCE);
  });

  test("single repulsion integrals", () => {
    const pairs = buildShellPairs(basis, nuclei, false);
    const quartets = new RepulsionQuartets(pairs);
    const pairOf = new Map<number, { pair: number; place: number }>();
    for (let i = 0; i < pairs.count; i++) {
      const a = pairs.groups[pairs.groupA[i]].functions;
      const b = pairs.groups[pairs.groupB[i]].functions;
      a.forEach((fa, ia) => {
        b.forEach((fb, ib) => {
          pairOf.set(fa * n + fb, { pair: i, place: ia * b.length + ib });
          pairOf.set(fb * n + fa, { pair: i, place: ia * b.length + ib });
        });
      });
    }
    reference.sample.forEach(([i, j, k, l], s) => {
      const bra = pairOf.get(i * n + j);
      const ket = pairOf.get(k * n + l);
      let value = 0;
      if (bra !== undefined && ket !== undefined) {
        quartets.compute(bra.pair, ket.pair);
        value = quartets.block[bra.place * pairs.size[ket.pair] + ket.place];
      }
      expect(Math.abs(value - reference.repulsion[s])).toBeLessThan(1e-12);
    });
  });

  test.each(["stored", "direct"])("Coulomb and exchange matrices, %s", (mode) => {
    const engine = kernels["gto/repulsion"](basis, nuclei, mode === "stored" ? 1e9 : 0);
    expect(engine.stored).toBe(mode === "stored");
    const out = { coulomb: matrix(), exchangeAlpha: matrix(), exchangeBeta: matrix() };
    engine.build(out, { alpha: madeUpDensity(n, 1), beta: madeUpDensity(n, 0.6) }, 1e-14);
    expect(difference(out.coulomb, reference.coulomb)).toBeLessThan(TOLERANCE);
    expect(difference(out.exchangeAlpha, reference.exchangeAlpha)).toBeLessThan(TOLERANCE);
    expect(difference(out.exchangeBeta, reference.exchangeBeta)).toBeLessThan(TOLERANCE);
  });

  test("derivative of the repulsion energy", () => {
    const gradient = new Float64Array(nuclei.length);
    const densities = { alpha: madeUpDensity(n, 1), beta: madeUpDensity(n, 0.6) };
    const { exchange, values } = reference.repulsionGradient;
    kernels["gto/repulsionGradient"](gradient, basis, nuclei, densities, { coulomb: 1, exchange }, 1e-14);
    expect(largestDifference(gradient, values.flat())).toBeLessThan(TOLERANCE);
  });

  test.each(["stored", "direct"])("long-range Coulomb and exchange matrices, %s", (mode) => {
    const { omega, coulomb, exchangeAlpha } = reference.longRange;
    const engine = kernels["gto/repulsion"](basis, nuclei, mode === "stored" ? 1e9 : 0, omega);
    const out = { coulomb: matrix(), exchangeAlpha: matrix(), exchangeBeta: matrix() };
    const densities = { alpha: madeUpDensity(n, 1), beta: madeUpDensity(n, 0.6) };
    engine.build(out, densities, 1e-14);
    expect(difference(out.coulomb, coulomb)).toBeLessThan(TOLERANCE);
    expect(difference(out.exchangeAlpha, exchangeAlpha)).toBeLessThan(TOLERANCE);
    const alone = { coulomb: null, exchangeAlpha: matrix(), exchangeBeta: matrix() };
    engine.build(alone, densities, 1e-14);
    expect(largestDifference(alone.exchangeBeta, out.exchangeBeta)).toBeLessThan(1e-12);
    const only = { coulomb: matrix(), exchangeAlpha: null, exchangeBeta: null };
    engine.build(only, densities, 1e-14);
    expect(largestDifference(only.coulomb, out.coulomb)).toBeLessThan(1e-12);
  });

  test("derivative of the long-range repulsion energy", () => {
    const densities = { alpha: madeUpDensity(n, 1), beta: madeUpDensity(n, 0.6) };
    const { omega, gradient: expected } = reference.longRange;
    const derivative = (coulomb: number, exchange: number) => {
      const gradient = new Float64Array(nuclei.length);
      kernels["gto/repulsionGradient"](gradient, basis, nuclei, densities, { coulomb, exchange, omega }, 1e-14);
      return gradient;
    };
    expect(largestDifference(derivative(1, expected.exchange), expected.values.flat())).toBeLessThan(TOLERANCE);
    const coulomb = derivative(1, 0);
    const exchange = derivative(0, expected.exchange);
    expect(
      largestDifference(
        coulomb.map((v, i) => v + exchange[i]),
        expected.values.flat(),
      ),
    ).toBeLessThan(TOLERANCE);
  });
});
